#include "app/cli/cli.h"

#include <exception>
#include <iostream>

#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/core/printable.h"

namespace app::cli {
namespace {

constexpr int kFailed = 1;

// Here alone a verb's result is written, so that here alone names from outside are made harmless for the terminal.
void print(const Outcome& outcome, bool json) {
  if (json)
    std::cout << printable_json(outcome.json.dump(2)) << '\n';
  else if (!outcome.text.empty())
    std::cout << printable(outcome.text) << '\n';
}

// Whoever reads a result that was cut off must not take it for whole.
int exit_code_after_writing(int exit_code) {
  if (std::cout.flush()) return exit_code;
  std::cerr << "nevus: the result could not be written: the standard output is closed or its disk is full\n";
  return kFailed;
}

void add_verbs(CommandLine& line) {
  for (const auto add :
       {add_demo,        add_import,    add_weights, add_train,   add_eval,    add_runs,    add_compare,
        add_threshold,   add_calibrate, add_predict, add_explain, add_augment, add_relabel, add_class,
        add_split,       add_remove,    add_restore, add_undo,    add_redo,    add_log,     add_quality,
        add_duplicates,  add_check,     add_export,  add_plot,    add_report,  add_stress,  add_card,
        add_verify,      add_open,      add_doctor,  add_starter, add_sealed,  add_blend,   add_source,
        add_familiarity, add_refer}) {
    add(line);
  }
}

int run_action(const CommandLine& line) {
  try {
    const Outcome outcome = line.run();
    print(outcome, line.json());
    return outcome.exit_code;
  } catch (const std::exception& error) {
    if (line.json()) std::cout << printable_json(Json{{"error", error.what()}}.dump(2)) << '\n';
    std::cerr << "nevus: " << printable(error.what()) << '\n';
    return kFailed;
  }
}

}  // namespace

int run(int argc, char** argv) {
  CommandLine line(std::string("Nevus: a workbench for skin-lesion image sets. ") + kDisclaimer,
                   "nevus " NEVUS_VERSION);
  add_verbs(line);
  const std::optional<int> done = line.parse(argc, argv);
  return exit_code_after_writing(done ? *done : run_action(line));
}

}  // namespace app::cli
