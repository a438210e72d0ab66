// nevus familiarity WS [--run RUN]
#include <memory>

#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/model_familiarity.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run;
};

Outcome learn(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const db::Run run = find_run(workspace.reader(), options.run);
  Outcome outcome;
  outcome.text = add_familiarity_to_run(workspace, run.id, terminal_progress());
  outcome.json = {{"run", "run:" + std::to_string(run.id)}, {"fitted", outcome.text}, {"disclaimer", kDisclaimer}};
  outcome.text += std::string("\nKept with ") + run.name + ".\n" + kDisclaimer;
  return outcome;
}

}  // namespace

void add_familiarity(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("familiarity", "Learn what a run's training images are like, for a run that has not kept it");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--run", options->run, "Name or number of the run").required();
  verb.runs([options] { return learn(*options); });
}

}  // namespace app::cli
