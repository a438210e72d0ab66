// Two runs of a workspace on one split: the images that both have judged, each at its own threshold, the settings side
// by side, and what either owes to its training images. The command line (comparison_json.h) and the window show the
// same values.
//
//   const RunComparison it = compare_runs(workspace, reader, {.a = 3, .b = 5}, {});
//
// Any thread with a reader of its own. A plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/table/comparison.h"
#include "app/workspace/run_settings.h"
#include "app/workspace/test_looks.h"
#include "app/workspace/workspace.h"

namespace app {

struct CompareRequest {
  RunId a = 0, b = 0;
  std::string split = "val";
  int epoch_a = 0, epoch_b = 0;                              // 0: the best
  std::optional<double> threshold_a = {}, threshold_b = {};  // empty: what is kept with the run, else 0.5
  bool calibrated = true;                                    // false: probabilities as the network gave them
  std::string reason = "compared";                           // written down with a look at the test split
};

struct ComparedRun {
  RunId id = 0;
  std::string name, state, note;
  std::string leak;  // what the split shares with its training images; empty: nothing
  std::optional<double> auc_without_leak;
  int not_shared = 0;       // images that only this run has judged: left out
  int views = 0;            // of each image; 0: not recorded
  std::string calibration;  // of its probabilities, or why there is none
  std::vector<std::string> notes;
};

struct RunComparison {
  ComparedRun a, b;
  std::string split, target;
  std::vector<ImageId> images;  // rows of the numbers
  Comparison numbers;
  std::vector<SettingPair> settings;
  std::optional<TestLooks> looks;  // of the test split, these included
};

// On the test split each of the two is a look that is written down. Throws where they cannot be compared, with the
// reason: other groups, no image in common, one run with itself.
RunComparison compare_runs(Workspace& workspace, const db::Reader& from, const CompareRequest& request,
                           const OnProgress& progress);

}  // namespace app
