// What probabilities say against the labels: the one place that makes a decision, a confusion matrix, an ROC
// and an AUC of them. The scores are sorted once (they come sorted); after that a threshold is a binary
// search, and changed labels are one pass.
//
//   Judge judge(scores, truth);               // truth: the label's group of each place, -1: not counted
//   judge.confusion(0.5); judge.auc(); judge.roc();
//   judge.set_truth(truth);                   // after labels changed
//
// One thread at a time; the owner decides. Shares the scores.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/table/run_scores.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/ranking_input.h"

namespace app {

class Judge {
 public:
  Judge(std::shared_ptr<const ScoreSet> scores, std::vector<std::int16_t> truth);

  void set_truth(std::vector<std::int16_t> truth);

  std::int64_t n() const { return n_; }  // places that are counted
  ml::ConfusionMatrix confusion(double threshold) const;
  // Two groups: at once. More: absent, because it takes a sort for each group; see one_vs_rest_auc().
  std::optional<double> auc() const { return auc_; }
  // Mean of one against the rest; the slow one, for a worker.
  std::optional<double> one_vs_rest_auc() const;
  // Two groups with both present: from (0, 0) to (1, 1). At most about `points` points, chosen so that none
  // of the curve is farther from them than a pixel of a plot that wide; 0: every distinct score.
  std::vector<ml::RocPoint> roc(std::size_t points = 0) const;

  const ScoreSet& scores() const { return *scores_; }
  const std::shared_ptr<const ScoreSet>& shared_scores() const { return scores_; }
  const std::vector<std::int16_t>& truth() const { return truth_; }

 private:
  void rank();

  std::shared_ptr<const ScoreSet> scores_;
  std::vector<std::int16_t> truth_;
  std::int64_t n_ = 0;
  // Two groups: counts of positives and negatives at or above each distinct score.
  ml::RankedScores ranked_;
  struct Above {
    std::int64_t positives = 0, negatives = 0;
  };
  std::vector<Above> above_;  // [i]: of the first i distinct scores
  std::optional<double> auc_;
};

// What an interval and the slow AUC are computed from on a worker: the counted places, copied.
struct JudgedRows {
  std::vector<int> labels;
  std::vector<float> scores;   // two groups: of the last
  std::vector<float> ranking;  // (n, groups): what ranks them by each group, see ScoreSet::ranked_at
  std::vector<std::uint32_t> places;
};
JudgedRows judged_rows(const Judge& judge);

}  // namespace app
