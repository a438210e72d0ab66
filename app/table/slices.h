// What a run is worth on the parts of a split: counts and metrics of each part at once, and what takes long (intervals
// by drawing whole patients, lesions and groups with replacement, calibration) for a worker. The window and `nevus eval
// --slices` ask this code.
//
//   const SliceInput input = slice_input(table, cut_by(table, "site"), scores, truth, group);
//   std::vector<SliceRow> rows = slice_rows_of(input, 0.5);    // counts and metrics
//   const SliceDoubt doubt = slice_doubt(input, rows[0].place, 0.5);
//   sort_worst_first(rows, Metric::Auc);
//
// `group` is the positive one: the last of two, or the chosen one of more, against the rest. Accuracy is of all groups.
// Pure functions; any thread, but for slice_input (the table's).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/interval.h"
#include "app/table/calibration.h"
#include "app/table/drawn_over.h"
#include "app/table/image_table.h"
#include "app/table/metrics.h"
#include "app/table/run_scores.h"
#include "app/table/slice.h"
#include "app/table/slice_columns.h"
#include "ml/metrics/resampling.h"

namespace app {

// Cheap to copy: for a worker.
struct SliceInput {
  std::shared_ptr<const ScoreSet> scores;
  std::shared_ptr<const std::vector<std::int16_t>> truth;          // group of each place; -1: not counted
  std::shared_ptr<const std::vector<std::uint64_t>> groups_drawn;  // of each place, see ImageTable::group_key
  std::shared_ptr<const std::vector<std::uint16_t>> slice;         // of each place
  std::shared_ptr<const std::vector<Slice>> slices;
  int group = 1;
  KnownGroups known = {};  // what groups_drawn is made of
  // Of the same places, for whether probabilities mean what they say: each calibrated without its own images. Null:
  // `scores` do for that too.
  std::shared_ptr<const ScoreSet> judging = nullptr;
};
KnownGroups known_groups(const ImageTable& table);
SliceInput slice_input(const ImageTable& table, const SlicedRows& cut, std::shared_ptr<const ScoreSet> scores,
                       std::vector<std::int16_t> truth, int group);

inline constexpr std::array kSliceMetrics = {Metric::Auc, Metric::Recall, Metric::Specificity, Metric::Accuracy};
// What they are called in JSON.
inline constexpr std::array<const char*, kSliceMetrics.size()> kSliceMetricKeys = {"auc", "sensitivity", "specificity",
                                                                                   "accuracy"};

// A part too small to be judged by: few images, few of the group or of the others, where there are any, or images of
// few patients or lesions.
inline constexpr std::int64_t kSmallSlice = 30, kFewOfGroup = 5, kFewDrawn = 5;

struct SliceRow {
  Slice slice;
  std::size_t place = 0;  // in SliceInput::slices
  std::int64_t n = 0, positives = 0;
  std::int64_t true_positives = 0, false_positives = 0, correct = 0;
  MetricValues metrics;     // of kSliceMetrics; absent where one class is missing
  std::int64_t groups = 0;  // patients, lesions or others that are drawn, counted up to kFewDrawn; 0: not counted
};
// Parts without an image are left out. `with_auc` false: it is left absent, which saves a sort where there are more
// than two groups.
std::vector<SliceRow> slice_rows_of(const SliceInput& input, double threshold, bool with_auc = true);
SliceInput as_one(const SliceInput& input);                    // all parts together
SliceRow whole_of(const SliceInput& input, double threshold);  // of them

struct SliceDoubt {
  std::array<std::optional<Interval>, kSliceMetrics.size()> intervals;  // 95 %
  std::optional<double> auc;
  Calibration calibration;
  DrawnOver drawn;
};
// `place` none: of all parts together.
SliceDoubt slice_doubt(const SliceInput& input, std::optional<std::size_t> place, double threshold,
                       const ml::BootstrapOptions& options = {});

// The scores of a part in the order of its images, and whether each is of the group.
struct SliceScores {
  std::vector<int> is_group;
  std::vector<float> scores;
};
SliceScores slice_scores(const SliceInput& input, std::optional<std::size_t> place);

inline constexpr double kWideInterval = 0.2;
inline bool is_small(std::int64_t n, std::int64_t positives) {
  const auto few = [](std::int64_t count) { return count > 0 && count < kFewOfGroup; };
  return n < kSmallSlice || few(positives) || few(n - positives);
}
inline bool is_small(const SliceRow& row) {
  return is_small(row.n, row.positives) || (row.groups > 0 && row.groups < kFewDrawn);
}
std::string what_is_small();  // "fewer than 30 images, …": after "small: "

// By the metric, undefined ones last; equal ones by n falling.
void sort_worst_first(std::vector<SliceRow>& rows, Metric metric);

}  // namespace app
