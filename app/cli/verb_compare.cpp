// nevus compare WS A B
#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/compare_runs.h"
#include "app/workspace/comparison_json.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, a, b, split = "val";
  double threshold = 0.5;
  bool one_threshold = false, uncalibrated = false;
};

Outcome compare_two(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  CompareRequest request{.a = find_run(workspace.reader(), options.a).id,
                         .b = find_run(workspace.reader(), options.b).id,
                         .split = options.split,
                         .calibrated = !options.uncalibrated,
                         .reason = "nevus compare"};
  if (options.one_threshold) request.threshold_a = request.threshold_b = options.threshold;
  const RunComparison comparison = compare_runs(workspace, workspace.reader(), request, terminal_progress());
  return {comparison_text(comparison), comparison_json(comparison)};
}

}  // namespace

void add_compare(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("compare", "Two runs on the same images: what differs, and whether it is more than noise");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("A", options->a, "Name or number of a run").required();
  verb.option("B", options->b, "Name or number of the other").required();
  verb.option("--split", options->split, "train, val or test").one_of({"train", "val", "test"}).shows_default();
  const Option threshold = verb.option("--threshold", options->threshold,
                                       "Of both; what is kept with each run otherwise, else 0.5 before calibration")
                               .between(0.0, 1.0);
  add_uncalibrated(verb, options->uncalibrated);
  verb.runs([options, threshold] {
    Options given = *options;
    given.one_threshold = threshold.given();
    return compare_two(given);
  });
}

}  // namespace app::cli
