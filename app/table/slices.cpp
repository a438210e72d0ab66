#include "app/table/slices.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "app/table/predictions.h"
#include "ml/metrics/bootstrap.h"

namespace app {
namespace {

std::optional<double> share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

float score_of(const SliceInput& input, std::size_t place) {
  return input.scores->at(place)[static_cast<std::size_t>(input.group)];
}

float rank_of(const SliceInput& input, std::size_t place) {
  return input.scores->ranked_at(place)[static_cast<std::size_t>(input.group)];
}

// The rank statistic of every part in one pass: pairs in which a positive scores above a negative, ties one half.
class PartRanks {
 public:
  explicit PartRanks(std::size_t parts) : parts_(parts) {}

  void add(std::size_t part, float score, bool positive) {
    Part& at = parts_[part];
    if (at.score != score) close(at);
    at.score = score;
    ++(positive ? at.tied_positives : at.tied_negatives);
  }
  std::optional<double> auc(std::size_t part) {
    Part& at = parts_[part];
    close(at);
    if (at.positives == 0 || at.negatives == 0) return std::nullopt;
    return at.pairs / (static_cast<double>(at.positives) * static_cast<double>(at.negatives));
  }

 private:
  struct Part {
    float score = -1;
    std::int64_t positives = 0, negatives = 0, tied_positives = 0, tied_negatives = 0;
    double pairs = 0;
  };
  static void close(Part& at) {
    at.pairs += static_cast<double>(at.tied_negatives) *
                (static_cast<double>(at.positives) + static_cast<double>(at.tied_positives) / 2);
    at.positives += std::exchange(at.tied_positives, 0);
    at.negatives += std::exchange(at.tied_negatives, 0);
  }
  std::vector<Part> parts_;
};

void count(const SliceInput& input, std::size_t place, double threshold, SliceRow& row) {
  const int truth = (*input.truth)[place];
  const int predicted = input.scores->decided(place, threshold);
  ++row.n;
  row.correct += truth == predicted ? 1 : 0;
  if (truth == input.group) ++row.positives;
  if (predicted != input.group) return;
  ++(truth == input.group ? row.true_positives : row.false_positives);
}

void fill_metrics(SliceRow& row) {
  const std::int64_t negatives = row.n - row.positives;
  row.metrics[Metric::Recall] = share(row.true_positives, row.positives);
  row.metrics[Metric::Specificity] = share(negatives - row.false_positives, negatives);
  row.metrics[Metric::Accuracy] = share(row.correct, row.n);
}

// Of each part, as far as it matters: few or not.
void count_groups(const SliceInput& input, std::vector<SliceRow>& parts) {
  std::vector<std::array<std::uint64_t, kFewDrawn>> found(parts.size());
  for (std::size_t place = 0; place < input.truth->size(); ++place) {
    if ((*input.truth)[place] < 0) continue;
    const std::size_t part = (*input.slice)[place];
    std::int64_t& groups = parts[part].groups;
    const auto begin = found[part].begin(), end = begin + groups;
    if (groups == kFewDrawn || std::find(begin, end, (*input.groups_drawn)[place]) != end) continue;
    *end = (*input.groups_drawn)[place];
    ++groups;
  }
}

// The counted places of a part, as the metrics take them.
struct PartRows {
  std::vector<int> labels, is_group, groups_drawn;
  std::vector<float> ranking, judged_probabilities;
  std::size_t drawn = 0;
  std::vector<SliceRow> by_group_drawn;  // counts
};

PartRows rows_of_part(const SliceInput& input, std::optional<std::size_t> part, double threshold) {
  PartRows rows;
  std::unordered_map<std::uint64_t, int> numbers;
  for (std::size_t place = 0; place < input.truth->size(); ++place) {
    if ((*input.truth)[place] < 0 || (part && (*input.slice)[place] != *part)) continue;
    rows.labels.push_back((*input.truth)[place]);
    rows.is_group.push_back((*input.truth)[place] == input.group ? 1 : 0);
    rows.ranking.push_back(rank_of(input, place));
    const auto at = (input.judging ? input.judging : input.scores)->at(place);
    rows.judged_probabilities.insert(rows.judged_probabilities.end(), at.begin(), at.end());
    const int number =
        numbers.try_emplace((*input.groups_drawn)[place], static_cast<int>(numbers.size())).first->second;
    rows.groups_drawn.push_back(number);
    rows.by_group_drawn.resize(numbers.size());
    count(input, place, threshold, rows.by_group_drawn[static_cast<std::size_t>(number)]);
  }
  rows.drawn = numbers.size();
  return rows;
}

// Shares need the counts of each group that is drawn, not its rows. Gives how many draws were made.
void add_share_intervals(const PartRows& rows, const ml::BootstrapOptions& options, SliceDoubt& doubt) {
  ml::GroupDraws draws(rows.groups_drawn, rows.groups_drawn.size(), options);
  std::array<ml::DrawnValues, kSliceMetrics.size()> values;
  doubt.drawn.draws = ml::draw_until_settled(draws, values, options, [&] {
    SliceRow sum;
    for (std::size_t group = 0; group < rows.by_group_drawn.size(); ++group) {
      const SliceRow& each = rows.by_group_drawn[group];
      const std::int64_t times = draws.times_drawn()[group];
      sum.n += times * each.n;
      sum.positives += times * each.positives;
      sum.true_positives += times * each.true_positives;
      sum.false_positives += times * each.false_positives;
      sum.correct += times * each.correct;
    }
    fill_metrics(sum);
    for (std::size_t i = 0; i < kSliceMetrics.size(); ++i) values[i].add(sum.metrics[kSliceMetrics[i]]);
  });
  doubt.drawn.settled = doubt.drawn.draws > 0;
  for (std::size_t i = 0; i < kSliceMetrics.size(); ++i) {
    const auto bounds = values[i].interval(0, options);
    if (!bounds) continue;
    doubt.intervals[i] = {bounds->low, bounds->high};
    doubt.drawn.settled = doubt.drawn.settled && bounds->settled;
  }
}

}  // namespace

KnownGroups known_groups(const ImageTable& table) {
  return {.patients = table.any_of_set(RowGroups::Patient),
          .lesions = table.any_of_set(RowGroups::Lesion),
          .look_alikes = table.any_of_set(RowGroups::LookAlike)};
}

SliceInput slice_input(const ImageTable& table, const SlicedRows& cut, std::shared_ptr<const ScoreSet> scores,
                       std::vector<std::int16_t> truth, int group) {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint16_t> slice;
  keys.reserve(scores->size());
  slice.reserve(scores->size());
  for (const Row row : scores->rows) {
    keys.push_back(table.group_key(row));
    slice.push_back(cut.slice_of_row[row]);
  }
  SliceInput input;
  input.scores = std::move(scores);
  input.truth = std::make_shared<const std::vector<std::int16_t>>(std::move(truth));
  input.groups_drawn = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
  input.slice = std::make_shared<const std::vector<std::uint16_t>>(std::move(slice));
  input.slices = std::make_shared<const std::vector<Slice>>(cut.slices);
  input.group = group;
  input.known = known_groups(table);
  return input;
}

std::vector<SliceRow> slice_rows_of(const SliceInput& input, double threshold, bool with_auc) {
  std::vector<SliceRow> parts(input.slices->size());
  count_groups(input, parts);
  for (std::size_t place = 0; place < input.truth->size(); ++place)
    if ((*input.truth)[place] >= 0) count(input, place, threshold, parts[(*input.slice)[place]]);
  PartRanks ranks(parts.size());
  if (with_auc) {
    const ScoreSet& scores = *input.scores;
    const bool sorted = scores.groups == 2 && input.group == 1;
    for (const std::uint32_t place : sorted ? scores.falling : falling_places(scores, input.group)) {
      const int truth = (*input.truth)[place];
      if (truth >= 0) ranks.add((*input.slice)[place], rank_of(input, place), truth == input.group);
    }
  }
  std::vector<SliceRow> rows;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (parts[part].n == 0) continue;
    parts[part].slice = (*input.slices)[part];
    parts[part].place = part;
    fill_metrics(parts[part]);
    if (with_auc) parts[part].metrics[Metric::Auc] = ranks.auc(part);
    rows.push_back(std::move(parts[part]));
  }
  return rows;
}

SliceInput as_one(const SliceInput& input) {
  SliceInput one = input;
  one.slice = std::make_shared<const std::vector<std::uint16_t>>(input.truth->size(), std::uint16_t{0});
  one.slices = std::make_shared<const std::vector<Slice>>(1);
  return one;
}

SliceRow whole_of(const SliceInput& input, double threshold) {
  const std::vector<SliceRow> rows = slice_rows_of(as_one(input), threshold);
  return rows.empty() ? SliceRow{} : rows.front();
}

SliceDoubt slice_doubt(const SliceInput& input, std::optional<std::size_t> part, double threshold,
                       const ml::BootstrapOptions& options) {
  const PartRows rows = rows_of_part(input, part, threshold);
  SliceDoubt doubt;
  doubt.drawn.unit = drawn_unit(input.known, rows.labels.size(), rows.drawn);
  doubt.drawn.groups = static_cast<std::int64_t>(rows.drawn);
  if (rows.labels.empty()) return doubt;
  add_share_intervals(rows, options, doubt);
  if (const auto bounds = ml::bootstrap_auc(rows.is_group, rows.ranking, rows.groups_drawn, options)) {
    doubt.auc = bounds->estimate;
    doubt.intervals[0] = {bounds->low, bounds->high};
    doubt.drawn.draws = std::max(doubt.drawn.draws, bounds->draws_used);
    doubt.drawn.settled = doubt.drawn.settled && bounds->settled;
  }
  doubt.calibration = calibration_of(rows.labels, rows.judged_probabilities, input.scores->groups, input.group);
  return doubt;
}

SliceScores slice_scores(const SliceInput& input, std::optional<std::size_t> part) {
  SliceScores scores;
  for (std::size_t place = 0; place < input.truth->size(); ++place) {
    if ((*input.truth)[place] < 0 || (part && (*input.slice)[place] != *part)) continue;
    scores.is_group.push_back((*input.truth)[place] == input.group ? 1 : 0);
    scores.scores.push_back(score_of(input, place));
  }
  return scores;
}

std::string what_is_small() {
  return "fewer than " + std::to_string(kSmallSlice) + " images, than " + std::to_string(kFewOfGroup) +
         " of a group, or than " + std::to_string(kFewDrawn) + " patients or lesions";
}

void sort_worst_first(std::vector<SliceRow>& rows, Metric metric) {
  std::ranges::stable_sort(rows, [metric](const SliceRow& a, const SliceRow& b) {
    const auto &left = a.metrics[metric], &right = b.metrics[metric];
    if (left.has_value() != right.has_value()) return left.has_value();
    if (left && *left != *right) return *left < *right;
    return a.n > b.n;
  });
}

}  // namespace app
