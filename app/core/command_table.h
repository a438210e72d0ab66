// Who does what: for each type of command its name, for messages, and the function that does it. Rooms enter their
// own commands; the workbench applies what was asked for.
//
//   table.on<SetThreshold>("Choosing a threshold", [this](const SetThreshold& c) { set_threshold(c.threshold); });
//
// Main thread only.
#pragma once

#include <functional>
#include <string>
#include <typeindex>
#include <unordered_map>
#include <utility>

#include "app/core/command_queue.h"

namespace app {

class CommandTable {
 public:
  template <typename T>
  void on(std::function<std::string(const T&)> name, std::function<void(const T&)> work) {
    rows_[typeid(T)] = {[name = std::move(name)](const Command& command) { return name(*command.as<T>()); },
                        [work = std::move(work)](const Command& command) { work(*command.as<T>()); }};
  }
  template <typename T>
  void on(std::string name, std::function<void(const T&)> work) {
    on<T>([name = std::move(name)](const T&) { return name; }, std::move(work));
  }

  // What the command is called in a message: "Label as mel".
  std::string name_of(const Command& command) const;
  // Throws what the work throws, and std::logic_error when nobody entered this type of command.
  void apply(const Command& command) const;

 private:
  struct Row {
    std::function<std::string(const Command&)> name;
    std::function<void(const Command&)> work;
  };
  const Row& row_of(const Command& command) const;

  std::unordered_map<std::type_index, Row> rows_;
};

}  // namespace app
