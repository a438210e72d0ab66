// What the verbs share: the output that is either lines for a person or one JSON object, and the
// list of verbs.
// Main thread only.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/core/progress.h"

namespace app::cli {

// A verb's result: `text` for people, `json` for programs. `exit_code` 1 is for work that ended with
// nothing done though nothing was thrown (every file of an import failed, say).
struct Outcome {
  std::string text;
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  int exit_code = 0;
};

// Runs the chosen verb. Set by the subcommand's callback, called once after parsing.
struct Context {
  bool json = false;
  std::function<Outcome()> action;

  // Progress on the error stream, so that --json output stays one object; nothing where that is no terminal.
  OnProgress progress() const;
};

void add_demo(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_weights(CLI::App& app, Context& context);
void add_train(CLI::App& app, Context& context);
void add_eval(CLI::App& app, Context& context);
void add_predict(CLI::App& app, Context& context);
void add_explain(CLI::App& app, Context& context);
void add_augment(CLI::App& app, Context& context);
void add_relabel(CLI::App& app, Context& context);
void add_log(CLI::App& app, Context& context);
void add_open(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_starter(CLI::App& app, Context& context);

}  // namespace app::cli
