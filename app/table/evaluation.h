// What a set of predictions says, in one form for the command line, the window and every export. Built only
// from stored predictions and the labels of a stated revision.
// Any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/table/drawn_over.h"
#include "app/table/judge.h"
#include "app/table/metrics.h"
#include "ml/metrics/resampling.h"

namespace app {

// One row per image that the target knows.
struct Scored {
  std::vector<int> labels;           // group index of the true label
  std::vector<float> probabilities;  // (n, groups)
  std::vector<int> lesions;          // equal numbers: photographs of one lesion
  std::vector<std::string> groups;   // names, negative first
  KnownGroups known = {};            // what `lesions` is made of
  // Where calibration was fitted on these very images: calibrated for each by a fit on the others, (n, groups), for
  // whatever asks whether probabilities mean what they say. Empty: `probabilities` do for that too.
  std::vector<float> cross_fitted = {};
  std::vector<float> before_calibration = {};  // (n, groups); empty: they were not calibrated
  std::string why_as_shown =
      {};  // why calibration that was fitted on these images is not cross-fitted; see fitted_on.h
  const std::vector<float>& judging() const { return cross_fitted.empty() ? probabilities : cross_fitted; }
  // What ranks the images and decides: of more than two groups what the network gave, see ScoreSet::given.
  const std::vector<float>& ranking() const {
    return groups.size() == 2 || before_calibration.empty() ? probabilities : before_calibration;
  }
};

struct Provenance {
  std::string split;
  std::string run;  // "run:3", or the model file
  std::string target;
  int epoch = 0;  // 0: not from a run
  std::int64_t label_revision = 0;
  std::string leak = {};  // what its images share with those it was trained on; empty: nothing
};

struct Evaluation {
  Provenance from;
  int n = 0;
  double threshold = 0.5;  // two groups: positive at or above; more: the most probable
  std::vector<std::string> groups;
  std::vector<std::int64_t> confusion;  // rows true, columns predicted
  MetricValues metrics;
  std::optional<double> auc_low, auc_high;  // 95 %, bootstrap over lesions
  DrawnOver drawn;                          // of that interval; no draws: there is none, see is_one_group
  std::optional<double> auc_without_leak;   // of the images that share nothing, where from.leak says that some do
  std::vector<ml::RocPoint> roc;            // two groups only
};

struct EvaluateOptions {
  double threshold = 0.5;
  bool interval = true;  // the bootstrap takes a fraction of a second
};

// Throws on NaN probabilities, naming the row.
Evaluation evaluate(const Scored& scored, const Provenance& from, const EvaluateOptions& options = {});

// 95 % of the AUC, or of its mean over more than two groups, each against the rest: one rule for the command line, the
// window and reports. `lesions`: one number per counted place, in the order of judged_rows. Of many images and groups
// fewer draws are made than `most_draws`, as many as a window can wait for. Absent where there is no AUC, and where all
// images are of one lesion or patient.
std::optional<ml::BootstrapInterval> auc_interval(const Judge& judge, std::span<const int> lesions,
                                                  int most_draws = ml::BootstrapOptions{}.draws);
std::optional<ml::BootstrapInterval> auc_interval(const Scored& scored);

// What is not defined where all images are of one group: of more than two groups the mean recall still is.
std::string undefined_of_one_group(std::size_t groups);

// Group indices as predicted at the threshold.
std::vector<int> predicted_groups(const Scored& scored, double threshold);

}  // namespace app
