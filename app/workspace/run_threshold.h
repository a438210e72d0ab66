// The threshold of a run, chosen from what a decision costs (ml/metrics/consequence.h) on the validation split, and
// kept with the run together with how it was chosen. From then on it stands: the window goes back to it, `nevus eval`
// takes it where none is given, and other numbers at other thresholds do not move it. It is also written into the
// model's file of a run that has ended (model_threshold.h), so that it goes where the model goes. Any thread with a
// reader of its own. Plain values.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/table/drawn_over.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/metrics/consequence.h"
#include "ml/metrics/cross_fitted_decisions.h"

namespace app {

struct ThresholdChoice {
  RunId run = 0;
  std::string run_name, target, positive;  // the group that a high score means
  int epoch = 0;
  std::int64_t label_revision = 0;
  int n = 0, positives = 0;
  DrawnOver drawn;  // of the intervals; of their draws, the most
  ml::ConsequenceRule rule;
  ml::ConsequenceIntervals chosen;
  ml::ConsequenceIntervals present;        // what stood before: kept with the run, else 0.5
  std::vector<ImageId> flips_to_positive;  // decided otherwise than at the present threshold
  std::vector<ImageId> flips_to_negative;
  // What a threshold that was chosen by the same rule on other lesions is worth: sensitivity and specificity of images
  // that did not choose it. Absent where some fold's rest cannot choose.
  std::optional<ml::CrossFittedDecisions> cross_fitted;
  bool calibrated = true;                          // false: of the probabilities as the network gave them, as asked for
  std::optional<ml::FittedCalibration> made_with;  // that they went through; absent: none
  std::string calibration;                         // of the probabilities, in words
  int views = 0;                                   // of each image; 0: not recorded
  std::string leak;                                // what validation shares with the training images; empty: nothing
  std::vector<std::string> notes;
};

// Of a run of two groups at its best epoch. `present` empty: what is kept with the run, else 0.5. Throws where nothing
// can be chosen, with the reason: other than two groups, one class only, equal scores.
// `calibrated` false: on the probabilities as the network gave them.
ThresholdChoice choose_threshold(Workspace& workspace, const db::Reader& from, RunId run,
                                 const ml::ConsequenceRule& rule, std::optional<double> present = {},
                                 bool calibrated = true);
// As it is kept: of the probabilities that the run shows, whose calibration may be another one since it was chosen.
double shown_threshold(const ThresholdChoice& choice, const db::Run& run);
void keep_threshold(Workspace& workspace, const ThresholdChoice& choice);
// One that was set by hand, or none.
void keep_threshold(db::Transaction& transaction, RunId run, std::optional<double> threshold);
void keep_threshold(Workspace& workspace, RunId run, std::optional<double> threshold);

// Whether what is kept was chosen by a rule; one that was set by hand follows the hand.
bool is_frozen(const db::Run& run);
// "0.31, by cost 5:1 on val, n 420"; "0.4, set by hand"; empty: none is kept
std::string threshold_words(const db::Run& run);
// What is kept with the run, as its model's file says it; absent: none is, or it knows other than two groups.
std::optional<KeptThreshold> kept_threshold(const db::Run& run);
// "cost of a miss to a false alarm 5:1", "sensitivity at least 0.95", "capacity 20 %"
std::string rule_words(const ml::ConsequenceRule& rule);

// What is told of a threshold, in this order. The last is the cost: what it counts as is said behind it.
struct ConsequenceValue {
  const char *key, *title;
  std::optional<double> (*value)(const ml::Consequence&);
  std::optional<ml::BootstrapInterval> ml::ConsequenceIntervals::*interval;  // absent of one lesion or patient alone
};
std::span<const ConsequenceValue> consequence_values();

Json threshold_json(const ThresholdChoice& choice);
std::string threshold_text(const ThresholdChoice& choice);

}  // namespace app
