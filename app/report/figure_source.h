// What the figures of a run are made from: its epochs, and what it says of a split. Read once; every figure follows
// from it by the code that the window and `nevus eval` use (app/table/evaluation.h, ml/metrics).
//
//   const FigureSource source = read_figure_source(workspace, {.run = 3, .split = "val"}, progress);
//   const Figure figure = make_figure("roc", source);
//
// A split that cannot be judged (no image, values that are no probabilities) is no failure: `problem` says why, and so
// do the figures. Reading counts as a look where the split is test. One thread at a time; a plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/report/figure.h"
#include "app/stress/stress_result.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/risk_report.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app {

struct FigureRequest {
  RunId run = 0;
  int epoch = 0;  // 0: the best
  std::string split = "val";
  std::optional<double> threshold = {};              // empty: the one chosen for the run, else 0.5
  std::optional<ThresholdThen> threshold_then = {};  // of a report that is made again
  std::int64_t label_revision = 0;                   // 0: the labels of now
  bool calibrated = true;                            // false: probabilities as the network gave them
  std::string reason = "nevus plot";                 // written down with a look at the test split
  bool cross_fitted_anyhow = false;                  // as reports before the fifth edition have it
  bool told_before = false;      // numbers of the test split that a report holds already: no new look
  bool leaks_by_splits = false;  // as reports before the fifth edition have them
};

struct FigureSource {
  FigureRequest request;
  db::Run run;
  int best_epoch = 0;  // 0: none
  std::vector<db::Epoch> epochs;
  EvaluateOutcome outcome;
  std::string problem;                   // why `outcome` is empty; empty: it is not
  std::optional<StressResult> stress;    // of the split, where it was measured
  std::string stress_problem;            // why it cannot be read; empty: it can, or there is none
  std::optional<RiskReport> risk;        // once it is measured, by measure_risk
  std::string risk_problem;              // why it cannot be
  std::optional<double> answered_share;  // that the run's model answers, the others it refers
  bool words_before = false;             // captions as reports of the editions before the fourth had them
  bool before_fifth = false;             // nor the interval and the words of the fifth
};

bool was_validated(const FigureSource& source);
bool chose_best(const FigureSource& source);  // else the last epoch is kept: no validation, or no criterion on it
inline bool calls_best(const FigureSource& source) { return source.before_fifth || chose_best(source); }

// The name of Metric::Recall: of two groups that of the window, of more, and before the fifth edition, "recall".
std::string recall_title(const FigureSource& source);

// The newest run that is not put away and has a best epoch. Throws where there is none.
RunId newest_run(const db::Readable& from);

// Throws where the workspace has no such run, or the run no such epoch.
FigureSource read_figure_source(Workspace& workspace, const FigureRequest& request, const OnProgress& progress);

// Asks the run's model for its doubts about the images of the source, and trains further heads beside it: what the
// figure of risk and coverage is drawn from. What cannot be had is a reason, no failure.
void measure_risk(Workspace& workspace, FigureSource& source, const OnProgress& progress);

Caption caption_of(const FigureSource& source, std::string text);
std::string title_of(const db::Run& run);  // "run 3", or its name with its number

// Of the images of the source, as 0 and 1: whether each is of the group, and what the run gives it.
struct AgainstRest {
  std::vector<int> labels;
  std::vector<float> scores;
  std::int64_t positives = 0;

  bool has_both() const { return positives > 0 && positives < static_cast<std::int64_t>(labels.size()); }
};
AgainstRest against_rest(const Scored& scored, int group);         // by the probabilities that are shown
AgainstRest ranked_against_rest(const Scored& scored, int group);  // by what ranks them: for areas and curves

// The groups that curves are drawn of: the positive one of two, every one of more.
std::vector<int> curve_groups(const Scored& scored);

// Why a group has no curve: "all 12 images are benign".
std::string why_one_class(const Scored& scored);

}  // namespace app
