// Where the shown run goes wrong on validation: slices of a column, the histogram of scores, calibration, the most
// confident mistakes, the disagreement with a second run. Reads the gallery, so what it counts is what the grid would
// show; follows labels, epoch, threshold and filter, each part only when something it depends on changed.
//
//   ErrorAnalysis analysis;
//   analysis.choose("site", group);
//   analysis.follow(gallery);                      // before it is read, once a frame
//   for (const SliceRow& row : analysis.slices()) ...
//
// Main thread only. Shares the run's scores.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/table/calibration_sides.h"
#include "app/table/gallery.h"
#include "app/table/score_histogram.h"
#include "app/table/slices.h"

namespace app {

// Two runs on the same images: who is right. Rows of validation that both have a verdict on.
struct Disagreement {
  Bits only_first_right, only_second_right, both_wrong_differently;  // two groups: never the last
  std::size_t both_right = 0, both_wrong_alike = 0, without_second = 0;
};

class ErrorAnalysis {
 public:
  static constexpr std::size_t kMostMistakes = 60;

  void choose(std::string column, int group);  // of the slices; of more than two groups
  void compare_with(std::shared_ptr<const RunScores> second, int epoch);
  void follow(const Gallery& gallery);
  // What a worker made of input(): the calibration is judged by it, until run, epoch or labels are others.
  void judge_calibration_by(const CalibrationSides& sides, const Gallery& gallery);

  // Why there is nothing to show; empty: there is something.
  const std::string& problem() const { return problem_; }
  const std::string& column() const { return column_; }
  int group() const { return group_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<SliceRow>& slices() const { return slices_; }
  const SliceRow& whole() const { return whole_; }
  const ScoreHistogram& histogram() const { return histogram_; }
  const ml::ReliabilityDiagram& reliability() const { return reliability_; }
  // Each image calibrated without its own lesion, and as the network gave it; absent: nothing was fitted on these
  // images, or a worker is at it. The bars and their images are of reliability().
  const std::optional<ml::ReliabilityDiagram>& judged_reliability() const { return judged_reliability_; }
  const std::optional<ml::ReliabilityDiagram>& reliability_before() const { return reliability_before_; }
  // Of those images only that pass the filter (the diagram as it is judged, where it is); the same as above where
  // nothing is filtered.
  const ScoreHistogram& brushed_histogram() const { return brushed_; }
  const ml::ReliabilityDiagram& brushed_reliability() const { return brushed_reliability_; }
  const std::vector<std::int64_t>& brushed_slices() const { return brushed_slices_; }  // by SliceRow::place
  std::int64_t brushed_count() const { return brushed_count_; }
  // Wrong verdicts that pass the filter, the surest first.
  const std::vector<Row>& mistakes() const { return mistakes_; }
  std::size_t mistake_count() const { return mistake_count_; }
  const std::optional<Disagreement>& disagreement() const { return disagreement_; }
  const std::string& disagreement_problem() const { return disagreement_problem_; }

  std::uint64_t state() const { return state_; }      // rises with run, epoch, labels, threshold, column and group
  const SliceInput& input() const { return input_; }  // for a worker

 private:
  void judge(const Gallery& gallery);
  void count_again(const Gallery& gallery);
  void brush(const Gallery& gallery);
  void find_mistakes(const Gallery& gallery);
  void disagree(const Gallery& gallery);
  std::vector<std::int16_t> truths(const Gallery& gallery, const ScoreSet& scores) const;

  std::string column_, problem_;
  int group_ = 1;
  std::vector<std::string> columns_;
  std::optional<SlicedRows> cut_;
  SliceInput input_;
  std::vector<SliceRow> slices_;
  SliceRow whole_;
  ScoreHistogram histogram_, brushed_;
  ml::ReliabilityDiagram reliability_, brushed_reliability_;
  std::optional<ml::ReliabilityDiagram> judged_reliability_, reliability_before_;
  std::shared_ptr<const ScoreSet> judging_;  // null: the shown scores judge
  std::vector<std::int64_t> brushed_slices_;
  std::int64_t brushed_count_ = 0;
  std::vector<Row> mistakes_;
  std::size_t mistake_count_ = 0;
  std::shared_ptr<const RunScores> second_;
  int second_epoch_ = 0;
  std::optional<Disagreement> disagreement_;
  std::string disagreement_problem_;
  std::uint64_t state_ = 0;
  struct Seen {
    std::uint64_t facts = 0, predictions = 0, rows = 0;
    const ScoreSet* scores = nullptr;
    bool operator==(const Seen&) const = default;
  };
  std::optional<Seen> seen_;
};

}  // namespace app
