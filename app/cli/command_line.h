// The command line: its verbs, their options, and what was typed. The parsing library stands behind it, in
// command_line.cpp alone.
//
//   Verb verb = line.verb("log", "Show the label log");
//   verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
//   verb.flag("--verify", options->verify, "Check the chain of hashes");
//   verb.runs([options] { return show_log(*options); });
//
// Fields given to options must live as long as the command line; a verb keeps them in what its action holds.
// Main thread only. The command line owns everything; verbs and options are handles into it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/outcome.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace app::cli {

class Option {
 public:
  Option(CLI::App& verb, CLI::Option* option) : verb_(&verb), option_(option) {}

  Option required() const;
  Option one_of(const std::vector<std::string>& values) const;
  Option between(int low, int high) const;
  Option between(double low, double high) const;
  Option positive() const;
  Option not_negative() const;
  Option existing_file() const;
  Option shows_default() const;
  Option one_value_each() const;  // of a list: further words are no further values
  Option excludes(Option other) const;
  Option needs(Option other) const;
  // Of the options that the verb has by now only these may be given with it; the others it would not use.
  Option stands_alone_but_for(const std::vector<std::string>& names) const;

  bool given() const;
  std::string typed() const;  // the value as text, where it was given

 private:
  CLI::App* verb_;
  CLI::Option* option_;
};

class Verb {
 public:
  using Action = std::function<Outcome()>;

  Verb(CLI::App& verb, Action& chosen, bool& json);

  // A value: std::string, a list of them, a path, int, std::int64_t, std::uint64_t, float or double.
  template <class Field>
  Option option(const std::string& name, Field& field, const std::string& help);
  Option option(const std::string& name, std::function<void(const std::string&)> take, const std::string& help);
  Option flag(const std::string& name, bool& field, const std::string& help);
  Verb verb(const std::string& name, const std::string& help);  // one of several below this; one must be chosen

  // `missing` names what else must be typed, or is empty; asked once everything is read.
  void runs(Action action, std::function<std::string()> missing = {});
  // Whether one JSON object is wanted; once everything is read.
  const bool& json() const { return json_; }

 private:
  CLI::App& verb_;
  Action& chosen_;
  bool& json_;
};

class CommandLine {
 public:
  // Without a verb what without_verb() was given is run.
  CommandLine(const std::string& description, const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Verb verb(const std::string& name, const std::string& help);
  void without_verb(Verb::Action action);  // what is done when none is given

  // The exit code where the program is done: after help or the version (0), or a mistake, which it has printed (2).
  std::optional<int> parse(int argc, const char* const* argv);
  bool json() const;    // once parsed: wants one JSON object
  Outcome run() const;  // the chosen verb's action; throws what that throws

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace app::cli
