// Scores of a split: from a run's stored predictions, or by running a model (also one trained in
// another workspace) over the images of this one.
// One thread at a time; the owner decides.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "app/workspace/content_check.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_leak.h"
#include "app/workspace/test_looks.h"
#include "app/workspace/workspace.h"

namespace app {

// What was kept with a run as its threshold when a report of it was made; a value of null: none was.
struct ThresholdThen {
  std::optional<double> value;
  std::string how;  // db::Run::threshold_json
};
void put(const ThresholdThen& then, db::Run& run);

struct EvaluateRequest {
  std::optional<RunId> run;  // neither run nor model: the newest finished run
  std::string model;         // name or file, see model_store.h
  std::string split = "val";
  std::string target;                                // empty: the run's or the model's
  int epoch = 0;                                     // of the run; 0: the best
  std::optional<double> threshold = {};              // empty: the one kept with the run, else 0.5
  std::optional<ThresholdThen> threshold_then = {};  // stands for what is kept with the run now
  Questions questions = {};  // other than the usual ones: computed anew even where a run's predictions are stored
  ml::Precision precision = ml::Precision::Float32;  // likewise
  // What the images that are judged share with those that a model was trained on which is no run of this workspace;
  // empty: not known.
  std::function<RunLeak(const db::Readable& images, db::Split split, const std::vector<ImageId>& judged)>
      leak_of_model = {};
  bool left_out = false;             // of a run: the sources it left out, whatever their split (left_out_sources.h)
  bool calibrated = true;            // false: probabilities as the network gave them
  bool cross_fitted_anyhow = false;  // whatever the calibration was fitted on, as reports before the fifth edition
  std::int64_t label_revision = 0;   // labels as they stood then; 0: those of now
  bool leaks_by_splits = false;      // as reports before the fifth edition have them (run_leak.h)
  bool told_before = false;          // its numbers stand in a report that is checked: no further look at the test split
  std::string reason = "evaluated";  // written down with a look at the test split
};

// A threshold that is kept with the run or in the model's file, on the scale of the probabilities that are told.
struct KeptBeside {
  double value = 0;
  std::string words;  // how it was chosen
  const char* with = "run";
};
// What the note of a run's kept threshold begins with.
inline constexpr std::string_view kAtKeptThreshold = "at the threshold that is kept with the run: ";

struct EvaluateOutcome {
  Evaluation evaluation;
  Scored scored;
  std::vector<ImageId> images;             // rows of `scored`
  std::vector<std::string> unreadable;     // left out, with the reason
  std::size_t not_asked = 0;               // of the split: no prediction of the run is stored of them; left out
  std::string decoding;                    // what an older model assumed of the pictures; empty: nothing to tell
  ContentReport files;                     // of the split: missing ones, and those with other content
  std::vector<std::string> notes;          // what was assumed
  RunLeak leak;                            // what a run's score owes to its training images
  std::optional<Evaluation> without_leak;  // of the other images, where some leak and others do not
  Questions questions;                     // as they were asked, where predictions were computed
  int views = 0;                           // of each image; 0: not recorded
  std::optional<ml::FittedCalibration> calibration;  // that the probabilities went through; absent: none
  std::string calibration_words;                     // of it, or why there is none
  std::optional<KeptBeside> kept;                    // also where another threshold was asked for
  std::optional<ml::EnsembleSummary> answers;        // of several questions, rows as in `scored`
  std::optional<TestLooks> looks;                    // of the test split: this one is among them
};

// The labels are those of now; a run's stored probabilities do not change when labels do. The test split is sealed:
// each time it is evaluated is written down (test_looks.h). Throws when the split is empty, or the target has none of
// the model's groups, naming both.
EvaluateOutcome evaluate_split(Workspace& workspace, const EvaluateRequest& request, const OnProgress& progress);
// On a thread with a reader of its own.
EvaluateOutcome evaluate_split(Workspace& workspace, const db::Reader& from, const EvaluateRequest& request,
                               const OnProgress& progress);

}  // namespace app
