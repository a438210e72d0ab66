// nevus split WS --val 0.2: training, validation and test by group, stratified
#include "app/cli/verb.h"
#include "app/workspace/split_plan.h"
#include "app/workspace/workspace.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  SplitRequest request;
  bool plan = false;
  bool judged_only = false;
};

Outcome split(const Options& options) {
  Workspace workspace(options.workspace, options.plan ? Workspace::Open::ToRead : Workspace::Open::MustExist);
  SplitRequest request = options.request;
  if (!options.judged_only) request.look_alikes = look_alikes(workspace.reader());
  const SplitPlan plan = plan_split(workspace.reader(), request);
  Outcome outcome{describe(plan), split_json(plan)};
  if (!request.look_alikes.pairs.empty()) outcome.text += "\n  --judged-only parts look-alikes that nobody has judged";
  outcome.json["applied"] = !options.plan;
  if (options.plan) {
    outcome.text += "\nA plan: nothing was changed";
    return outcome;
  }
  workspace.writer().transact_and_wait(plan.name,
                                       [&](db::Transaction& transaction) { apply_split(transaction, plan); });
  const LeakReport left = find_leaks(workspace.reader());
  if (left.found()) outcome.text += "\nleak: " + describe(left);
  outcome.json["leak"] = describe(left);
  return outcome;
}

}  // namespace

void add_split(CommandLine& line) {
  auto options = std::make_shared<Options>();
  SplitRequest& request = options->request;
  Verb verb = line.verb("split", "Split the labelled images by patient, lesion and look-alikes; undo takes it back");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option val = verb.option("--val", request.val, "Share that validates").between(0.0, 0.99).shows_default();
  const Option test = verb.option("--test", request.test, "Share to test on; 0: what is test now stays")
                          .between(0.0, 0.99)
                          .shows_default();
  const Option folds =
      verb.option("--folds", request.folds, "Folds instead of a share").between(2, 1000).excludes(val).excludes(test);
  verb.option("--fold", request.fold, "The one that validates, from 1").between(1, 1000).needs(folds);
  verb.option("--seed", request.seed, "Draws otherwise; the same one draws the same").shows_default();
  verb.flag("--judged-only", options->judged_only,
            "Look-alikes that nobody has grouped may be parted; otherwise they stay together");
  verb.flag("--plan", options->plan, "Show what would move; change nothing");
  verb.runs([options] { return split(*options); });
}

}  // namespace app::cli
