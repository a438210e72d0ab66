#include "ml/metrics/resampling.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "ml/random/hash.h"

namespace ml {

GroupDraws::GroupDraws(std::span<const int> groups, std::size_t samples, const BootstrapOptions& options)
    : rng_(options.seed, {stable_hash("bootstrap")}), draws_left_(options.draws) {
  if (groups.size() != samples) {
    throw std::runtime_error("Cannot draw groups: " + std::to_string(groups.size()) + " group numbers for " +
                             std::to_string(samples) + " images.");
  }
  if (options.draws < 1 || !(options.level > 0 && options.level < 1)) {
    throw std::runtime_error("A bootstrap needs at least one draw and a level between 0 and 1.");
  }
  if (!(options.settle_share >= 0 && options.settle_share < 1))
    throw std::runtime_error("A bootstrap needs a share to settle at from 0 to below 1.");
  std::unordered_map<int, std::uint32_t> numbers;
  for (const int group : groups) {
    const auto next_number = static_cast<std::uint32_t>(numbers.size());
    group_of_sample_.push_back(numbers.try_emplace(group, next_number).first->second);
  }
  times_drawn_.resize(numbers.size());
  if (numbers.size() < 2 && !options.one_group) draws_left_ = 0;
}

bool GroupDraws::next() {
  if (draws_left_ == 0) return false;
  --draws_left_;
  std::fill(times_drawn_.begin(), times_drawn_.end(), 0U);
  const auto groups = static_cast<std::uint32_t>(times_drawn_.size());
  for (std::uint32_t k = 0; k < groups; ++k) ++times_drawn_[rng_.below(groups)];
  return true;
}

SortedSamples::SortedSamples(std::span<const int> labels, std::span<const float> scores, const GroupDraws& draws) {
  for (const std::uint32_t i : falling_order(scores))
    samples_.push_back({scores[i], draws.group_of(i), labels[i] == 1});
}

void SortedSamples::weigh(std::span<const std::uint32_t> times_drawn, RankedScores& ranked) const {
  ranked.groups.clear();
  ranked.positives = ranked.negatives = 0;
  for (const Sample& sample : samples_) {
    const std::uint32_t times = times_drawn[sample.group];
    if (times == 0) continue;
    if (ranked.groups.empty() || ranked.groups.back().score != sample.score)
      ranked.groups.push_back({sample.score, 0, 0});
    TieGroup& tie = ranked.groups.back();
    (sample.positive ? tie.positives : tie.negatives) += times;
    (sample.positive ? ranked.positives : ranked.negatives) += times;
  }
}

double quantile(std::span<const double> sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<BootstrapInterval> percentile_interval(double estimate, std::vector<double> values, double level) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double outside = (1 - level) / 2;
  return BootstrapInterval{estimate, quantile(values, outside), quantile(values, 1 - outside),
                           static_cast<int>(values.size())};
}

namespace {

// Whether these values are one, or one and the next that the statistic can have: nothing lies between.
bool are_neighbours(std::span<const double> sorted) {
  int steps = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) steps += sorted[i] != sorted[i - 1] ? 1 : 0;
  return steps <= 1;
}

}  // namespace

// The rank of a quantile among n draws varies by a binomial's standard deviation.
double end_error(std::span<const double> sorted, double level) {
  const double outside = (1 - level) / 2, last = static_cast<double>(sorted.size() - 1);
  const double by = std::sqrt(outside * (1 - outside) / static_cast<double>(sorted.size()));
  const auto spread = [&](double share) {
    const double low = std::max(share - by, 0.0), high = std::min(share + by, 1.0);
    const auto first = static_cast<std::size_t>(std::floor(low * last));
    const auto beyond = static_cast<std::size_t>(std::ceil(high * last)) + 1;
    if (are_neighbours(sorted.subspan(first, beyond - first))) return 0.0;
    return (quantile(sorted, high) - quantile(sorted, low)) / 2;
  };
  const double width = quantile(sorted, 1 - outside) - quantile(sorted, outside);
  const double error = std::max(spread(outside), spread(1 - outside));
  if (error <= 0) return 0;
  return width > 0 ? error / width : 1;
}

bool DrawnValues::settled(const BootstrapOptions& options) {
  if (ended_) return true;
  std::sort(values_.begin(), values_.end());
  const bool enough = values_.empty() || end_error(values_, options.level) <= options.settle_share;
  ended_ = enough && !options.end_together;
  return enough;
}

std::optional<BootstrapInterval> DrawnValues::interval(double estimate, const BootstrapOptions& options) {
  auto bounds = percentile_interval(estimate, values_, options.level);
  if (bounds) bounds->settled = options.settle_share > 0 && settled(options);
  return bounds;
}

}  // namespace ml
