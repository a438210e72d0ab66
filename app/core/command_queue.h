// What the interface asks the program to do. A command is a plain value of a type of its own; whoever can do it
// says so in the command table (command_table.h). Panels push commands and never act themselves; the workbench
// applies them after the frame.
//
//   commands.push(SetThreshold{0.4F});
//
// Main thread only.
#pragma once

#include <any>
#include <concepts>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

namespace app {

// An action of the action table, by its id: "undo".
struct RunAction {
  std::string id;
};

class Command {
 public:
  template <typename T>
  requires(!std::same_as<T, Command>) Command(T value) : value_(std::move(value)) {}

  std::type_index type() const { return value_.type(); }
  // The value, or null when the command is another one.
  template <typename T>
  const T* as() const {
    return std::any_cast<T>(&value_);
  }

 private:
  std::any value_;
};

class CommandQueue {
 public:
  void push(Command command) { commands_.push_back(std::move(command)); }
  std::vector<Command> take() { return std::exchange(commands_, {}); }

 private:
  std::vector<Command> commands_;
};

}  // namespace app
