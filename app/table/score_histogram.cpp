#include "app/table/score_histogram.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

double edge(std::size_t bar, std::size_t bars) { return static_cast<double>(bar) / static_cast<double>(bars); }

// By the edges themselves: a product rounds other scores into the next bar.
std::size_t bar_of(double score) {
  auto bar = std::min(kScoreBars - 1, static_cast<std::size_t>(score * static_cast<double>(kScoreBars)));
  while (bar > 0 && score < edge(bar, kScoreBars)) --bar;
  while (bar + 1 < kScoreBars && score >= edge(bar + 1, kScoreBars)) ++bar;
  return bar;
}

}  // namespace

ScoreRange score_bar(int group, std::size_t bar, std::size_t bars) {
  return {group, edge(bar, bars), bar + 1 == bars ? kEndless : edge(bar + 1, bars)};
}

ScoreHistogram score_histogram(const ScoreSet& scores, const std::vector<std::int16_t>& truth, int group,
                               const Mask* within) {
  ScoreHistogram histogram;
  histogram.group = group;
  histogram.counts.resize(static_cast<std::size_t>(scores.groups));
  for (std::size_t place = 0; place < truth.size(); ++place) {
    if (truth[place] < 0 || (within != nullptr && !(*within)[scores.rows[place]])) continue;
    const auto score = static_cast<double>(scores.at(place)[static_cast<std::size_t>(group)]);
    ++histogram.counts[static_cast<std::size_t>(truth[place])][bar_of(score)];
  }
  for (std::size_t bar = 0; bar < kScoreBars; ++bar) {
    std::int64_t sum = 0;
    for (const auto& of_group : histogram.counts) sum += of_group[bar];
    histogram.most = std::max(histogram.most, sum);
  }
  return histogram;
}

ml::ReliabilityDiagram reliability_of(const ScoreSet& scores, const std::vector<std::int16_t>& truth, int group,
                                      const Mask* within) {
  std::vector<int> labels;
  std::vector<float> probabilities;
  for (std::size_t place = 0; place < truth.size(); ++place) {
    if (truth[place] < 0 || (within != nullptr && !(*within)[scores.rows[place]])) continue;
    labels.push_back(truth[place] == group ? 1 : 0);
    probabilities.push_back(std::min(1.0F, scores.at(place)[static_cast<std::size_t>(group)]));
  }
  return ml::reliability_diagram(labels, probabilities, {.bins = static_cast<int>(kReliabilityBars)});
}

ScoreRange reliability_bar(int group, const ml::ReliabilityBin& bin) {
  return {group, bin.low <= 0 ? 0 : std::nextafter(bin.low, kEndless),
          bin.high >= 1 ? kEndless : std::nextafter(bin.high, kEndless)};
}

}  // namespace app
