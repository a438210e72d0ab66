#include "app/cli/cli.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

#include <unistd.h>

#include "app/cli/verb.h"

namespace app::cli {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

void print(const Outcome& outcome, bool json) {
  if (json)
    std::cout << outcome.json.dump(2) << '\n';
  else if (!outcome.text.empty())
    std::cout << outcome.text << '\n';
}

void add_verbs(CLI::App& app, Context& context) {
  for (const auto add : {add_demo, add_import, add_weights, add_train, add_eval, add_predict, add_explain, add_augment,
                         add_relabel, add_log, add_open, add_doctor, add_starter}) {
    add(app, context);
  }
  for (CLI::App* verb : app.get_subcommands({})) {
    verb->add_flag("--json", context.json, "Print one JSON object instead of text");
  }
}

int run_action(const Context& context) {
  try {
    const Outcome outcome = context.action();
    print(outcome, context.json);
    return outcome.exit_code;
  } catch (const std::exception& error) {
    if (context.json) std::cout << nlohmann::ordered_json{{"error", error.what()}}.dump(2) << '\n';
    std::cerr << "nevus: " << error.what() << '\n';
    return kFailed;
  }
}

}  // namespace

OnProgress Context::progress() const {
  if (::isatty(STDERR_FILENO) == 0) return {};
  return [](const ProgressReport& report) {
    std::fprintf(stderr, "\r\033[K%s  %ld of %ld", report.what.c_str(), report.done, report.total);
    if (report.seconds_left >= 0) std::fprintf(stderr, "  %.0f s left", report.seconds_left);
    if (report.total > 0 && report.done >= report.total) std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  };
}

int run(int argc, char** argv) {
  CLI::App app("Nevus: a workbench for skin-lesion image sets. Research and teaching tool; not a medical device.",
               "nevus");
  app.require_subcommand(1);
  app.set_version_flag("--version", "nevus " NEVUS_VERSION);
  Context context;
  add_verbs(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kOk : kUsage;
  }
  return run_action(context);
}

}  // namespace app::cli
