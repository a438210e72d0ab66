#include "ml/metrics/calibration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking_input.h"
#include "ml/metrics/row_input.h"

namespace ml {

namespace {

// Bin k lies between edges k and k + 1.
std::vector<double> bin_edges(int bins) {
  std::vector<double> edges;
  for (int k = 0; k <= bins; ++k) edges.push_back(static_cast<double>(k) / bins);
  return edges;
}

// Wilson's score interval of a share at 95 %.
void set_wilson(ReliabilityBin& bin, double share) {
  constexpr double kZ = 1.959963984540054;  // the normal quantile of 0.975
  const auto n = static_cast<double>(bin.count);
  const double scale = 1 + kZ * kZ / n;
  const double centre = (share + kZ * kZ / (2 * n)) / scale;
  const double reach = kZ * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n)) / scale;
  // Rounding may carry the ends a hair past what a share can be.
  bin.observed_low = std::max(0.0, centre - reach);
  bin.observed_high = std::min(1.0, centre + reach);
}

// What falls into one bin.
struct BinSums {
  std::int64_t hits = 0;
  double probability = 0;
};

std::vector<BinSums> fill(std::vector<ReliabilityBin>& bins, std::span<const double> edges, std::span<const int> hit,
                          std::span<const float> probabilities) {
  const std::span<const double> inner = edges.subspan(1, bins.size() - 1);
  std::vector<BinSums> sums(bins.size());
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double probability = probabilities[i];
    const auto at = static_cast<std::size_t>(std::lower_bound(inner.begin(), inner.end(), probability) - inner.begin());
    ++bins[at].count;
    sums[at].hits += hit[i];
    sums[at].probability += probability;
  }
  return sums;
}

// hit and probabilities have been checked.
ReliabilityDiagram diagram_of(std::span<const int> hit, std::span<const float> probabilities,
                              const ReliabilityOptions& options) {
  if (options.bins < 1) throw std::runtime_error("A reliability diagram needs at least one bin.");
  const std::vector<double> edges = bin_edges(options.bins);
  ReliabilityDiagram diagram;
  diagram.bins.resize(static_cast<std::size_t>(options.bins));
  const std::vector<BinSums> sums = fill(diagram.bins, edges, hit, probabilities);
  double weighted_gaps = 0;
  for (std::size_t k = 0; k < diagram.bins.size(); ++k) {
    ReliabilityBin& bin = diagram.bins[k];
    bin.low = edges[k];
    bin.high = edges[k + 1];
    if (bin.count == 0) continue;
    const auto count = static_cast<double>(bin.count);
    bin.mean_probability = sums[k].probability / count;
    bin.observed = static_cast<double>(sums[k].hits) / count;
    set_wilson(bin, *bin.observed);
    const double gap = std::abs(*bin.observed - *bin.mean_probability);
    weighted_gaps += count * gap;
    diagram.mce = std::max(diagram.mce.value_or(0), gap);
  }
  if (!hit.empty()) diagram.ece = weighted_gaps / static_cast<double>(hit.size());
  return diagram;
}

}  // namespace

ReliabilityDiagram reliability_diagram(std::span<const int> labels, std::span<const float> probabilities,
                                       const ReliabilityOptions& options) {
  require_probabilities(labels, probabilities);
  return diagram_of(labels, probabilities, options);
}

ReliabilityDiagram top_label_reliability(std::span<const int> labels, std::span<const float> probabilities, int classes,
                                         const ReliabilityOptions& options) {
  require_row_labels(labels, rows_of(probabilities.size(), classes, "probabilities"), classes);
  require_row_probabilities(probabilities, classes);
  const std::vector<int> chosen = most_probable(probabilities, classes);
  std::vector<int> correct(labels.size());
  std::vector<float> confidence(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    correct[i] = chosen[i] == labels[i] ? 1 : 0;
    confidence[i] = row_at(probabilities, i, classes)[static_cast<std::size_t>(chosen[i])];
  }
  return diagram_of(correct, confidence, options);
}

}  // namespace ml
