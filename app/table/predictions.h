// What the shown run says of each image at the shown epoch and threshold: the column behind the tiles'
// verdicts, the chips and the sort by score.
//
// Main thread only. Shares the run's scores.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/table/bits.h"
#include "app/table/run_scores.h"

namespace app {

class Predictions {
 public:
  // Null: nothing is predicted.
  void show(std::shared_ptr<const RunScores> run, int epoch, std::size_t table_rows);
  void set_threshold(double threshold);
  void grow(std::size_t table_rows) { place_of_row_.resize(table_rows, kNone); }

  const RunScores* run() const { return run_.get(); }
  int epoch() const { return epoch_; }
  double threshold() const { return threshold_; }
  int groups() const { return run_ ? static_cast<int>(run_->groups.size()) : 0; }
  std::uint64_t version() const { return version_; }  // rises with run, epoch and threshold

  bool has(Row row) const { return row < place_of_row_.size() && place_of_row_[row] != kNone; }
  // Of a row that has a prediction.
  std::span<const float> probabilities(Row row) const;
  int predicted(Row row) const;
  float confidence(Row row) const;  // probability of the predicted group
  int views(Row row) const;         // in which the image was asked; 0: not recorded
  float score(Row row) const { return probabilities(row).back(); }

  const std::array<std::shared_ptr<const ScoreSet>, 4>& sets() const { return sets_; }
  const Bits& predicted_rows(int group) const;  // made when first asked for
  Bits confident_rows(float min, float max) const;
  // Of the probability of a group: low <= p < high.
  Bits scored_rows(int group, double low, double high) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  void make_predicted_rows() const;
  void move_threshold(double threshold) const;

  std::shared_ptr<const RunScores> run_;
  int epoch_ = 0;
  double threshold_ = 0.5;
  std::uint64_t version_ = 0;
  std::array<std::shared_ptr<const ScoreSet>, 4> sets_;
  std::vector<std::uint32_t> place_of_row_;  // two bits of split above the place
  // Made when first asked for; kept in step with the threshold from then on.
  mutable std::vector<Bits> predicted_rows_;
  mutable double predicted_at_ = 0.5;
};

}  // namespace app
