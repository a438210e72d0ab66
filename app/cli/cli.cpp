#include "app/cli/cli.h"

#include <exception>
#include <iostream>

#include "app/cli/verb.h"
#include "app/core/disclaimer.h"

namespace app::cli {
namespace {

constexpr int kFailed = 1;

void print(const Outcome& outcome, bool json) {
  if (json)
    std::cout << outcome.json.dump(2) << '\n';
  else if (!outcome.text.empty())
    std::cout << outcome.text << '\n';
}

void add_verbs(CommandLine& line) {
  for (const auto add : {add_demo,    add_import,  add_weights, add_train,      add_eval,   add_predict, add_explain,
                         add_augment, add_relabel, add_class,   add_split,      add_remove, add_restore, add_undo,
                         add_redo,    add_log,     add_quality, add_duplicates, add_open,   add_doctor,  add_starter}) {
    add(line);
  }
}

int run_action(const CommandLine& line) {
  try {
    const Outcome outcome = line.run();
    print(outcome, line.json());
    return outcome.exit_code;
  } catch (const std::exception& error) {
    if (line.json()) std::cout << Json{{"error", error.what()}}.dump(2) << '\n';
    std::cerr << "nevus: " << error.what() << '\n';
    return kFailed;
  }
}

}  // namespace

int run(int argc, char** argv) {
  CommandLine line(std::string("Nevus: a workbench for skin-lesion image sets. ") + kDisclaimer,
                   "nevus " NEVUS_VERSION);
  add_verbs(line);
  if (const std::optional<int> done = line.parse(argc, argv)) return *done;
  return run_action(line);
}

}  // namespace app::cli
