#include "app/table/judge.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "app/table/predictions.h"
#include "ml/metrics/multiclass.h"

namespace app {

Judge::Judge(std::shared_ptr<const ScoreSet> scores, std::vector<std::int16_t> truth) : scores_(std::move(scores)) {
  set_truth(std::move(truth));
}

void Judge::set_truth(std::vector<std::int16_t> truth) {
  if (truth.size() != scores_->size())
    throw std::logic_error("judging: " + std::to_string(truth.size()) + " labels for " +
                           std::to_string(scores_->size()) + " predictions");
  truth_ = std::move(truth);
  n_ = std::ranges::count_if(truth_, [](std::int16_t group) { return group >= 0; });
  if (scores_->groups == 2) rank();
}

void Judge::rank() {
  ranked_ = {};
  for (const std::uint32_t place : scores_->falling) {
    const std::int16_t group = truth_[place];
    if (group < 0) continue;
    const auto score = static_cast<double>(scores_->score(place));
    if (ranked_.groups.empty() || ranked_.groups.back().score != score) ranked_.groups.push_back({score, 0, 0});
    ++(group == 1 ? ranked_.groups.back().positives : ranked_.groups.back().negatives);
  }
  above_.assign(1, {});
  above_.reserve(ranked_.groups.size() + 1);
  for (const ml::TieGroup& tie : ranked_.groups)
    above_.push_back({above_.back().positives + tie.positives, above_.back().negatives + tie.negatives});
  ranked_.positives = above_.back().positives;
  ranked_.negatives = above_.back().negatives;
  auc_ = ml::roc_auc(ranked_);
}

ml::ConfusionMatrix Judge::confusion(double threshold) const {
  ml::ConfusionMatrix matrix(scores_->groups);
  if (scores_->groups == 2) {
    const auto below = std::ranges::partition_point(
        ranked_.groups, [threshold](const ml::TieGroup& tie) { return tie.score >= threshold; });
    const Above& above = above_[static_cast<std::size_t>(below - ranked_.groups.begin())];
    matrix.add(1, 1, above.positives);
    matrix.add(0, 1, above.negatives);
    matrix.add(1, 0, ranked_.positives - above.positives);
    matrix.add(0, 0, ranked_.negatives - above.negatives);
    return matrix;
  }
  for (std::size_t place = 0; place < truth_.size(); ++place) {
    if (truth_[place] >= 0) matrix.add(truth_[place], scores_->most_probable[place]);
  }
  return matrix;
}

std::optional<double> Judge::one_vs_rest_auc() const {
  const JudgedRows rows = judged_rows(*this);
  return ml::one_vs_rest_auc(rows.labels, rows.ranking, scores_->groups).macro;
}

std::vector<ml::RocPoint> Judge::roc(std::size_t points) const {
  if (scores_->groups != 2 || !ranked_.has_both_classes()) return {};
  const double step = points == 0 ? 0 : 2.0 / static_cast<double>(points);  // a curve is at most 2 long
  std::vector<ml::RocPoint> curve{{std::numeric_limits<double>::infinity(), 0, 0}};
  for (std::size_t i = 0; i < ranked_.groups.size(); ++i) {
    const ml::RocPoint point{ranked_.groups[i].score,
                             static_cast<double>(above_[i + 1].negatives) / static_cast<double>(ranked_.negatives),
                             static_cast<double>(above_[i + 1].positives) / static_cast<double>(ranked_.positives)};
    const bool far = point.fpr - curve.back().fpr + point.tpr - curve.back().tpr >= step;
    if (far || i + 1 == ranked_.groups.size()) curve.push_back(point);
  }
  return curve;
}

JudgedRows judged_rows(const Judge& judge) {
  JudgedRows rows;
  const ScoreSet& scores = judge.scores();
  for (std::uint32_t place = 0; place < scores.size(); ++place) {
    if (judge.truth()[place] < 0) continue;
    const auto at = scores.ranked_at(place);
    rows.labels.push_back(judge.truth()[place]);
    rows.scores.push_back(scores.score(place));
    rows.ranking.insert(rows.ranking.end(), at.begin(), at.end());
    rows.places.push_back(place);
  }
  return rows;
}

}  // namespace app
