// Scores of a split: from a run's stored predictions, or by running a model (also one trained in
// another workspace) over the images of this one.
// One thread at a time; the owner decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "app/workspace/content_check.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_leak.h"
#include "app/workspace/workspace.h"

namespace app {

struct EvaluateRequest {
  std::optional<RunId> run;  // neither run nor model: the newest finished run
  std::string model;         // name or file, see model_store.h
  std::string split = "val";
  std::string target;  // empty: the run's or the model's
  int epoch = 0;       // of the run; 0: the best
  double threshold = 0.5;
  Questions questions = {};  // other than the usual ones: computed anew even where a run's predictions are stored
  ml::Precision precision = ml::Precision::Float32;  // likewise
};

struct EvaluateOutcome {
  Evaluation evaluation;
  Scored scored;
  std::vector<ImageId> images;                 // rows of `scored`
  std::vector<std::string> unreadable;         // left out, with the reason
  std::string decoding;                        // what an older model assumed of the pictures; empty: nothing to tell
  ContentReport files;                         // of the split: missing ones, and those with other content
  std::vector<std::string> notes;              // what was assumed
  RunLeak leak;                                // what a run's score owes to its training images
  std::optional<Evaluation> without_leak;      // of the other images, where some leak and others do not
  Questions questions;                         // as they were asked, where predictions were computed
  std::optional<ml::EnsembleSummary> answers;  // of several questions, rows as in `scored`
};

// The test split is locked in spirit: every look is counted in the workspace and can be shown.
void count_test_look(Workspace& workspace);

// The labels are those of now; a run's stored probabilities do not change when labels do. Throws when
// the split is empty, or the target has none of the model's groups, naming both.
EvaluateOutcome evaluate_split(Workspace& workspace, const EvaluateRequest& request, const OnProgress& progress);

}  // namespace app
