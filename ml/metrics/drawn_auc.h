// The AUC of each draw of a bootstrap: of one class against the rest, sorted once; of more than one of them the mean.
//
// Use: `DrawnAuc area(labels, probabilities, classes, draws); while (draws.next()) area.of(draws.times_drawn());`
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/ranking.h"
#include "ml/metrics/resampling.h"

namespace ml {

class DrawnAuc {
 public:
  DrawnAuc(std::span<const int> labels, std::span<const float> probabilities, int classes, const GroupDraws& draws) {
    std::vector<int> one(labels.size());
    std::vector<float> scores(labels.size());
    const auto k = static_cast<std::size_t>(classes);
    for (std::size_t c = 0; c < k; ++c) {
      for (std::size_t i = 0; i < labels.size(); ++i) {
        one[i] = labels[i] == static_cast<int>(c) ? 1 : 0;
        scores[i] = probabilities[i * k + c];
      }
      samples_.emplace_back(one, scores, draws);
    }
  }
  DrawnAuc(std::span<const int> labels, std::span<const float> scores, const GroupDraws& draws) {
    samples_.emplace_back(labels, scores, draws);
  }

  std::optional<double> of(std::span<const std::uint32_t> times_drawn) {
    double sum = 0;
    int defined = 0;
    for (const SortedSamples& samples : samples_) {
      samples.weigh(times_drawn, ranked_);
      if (const std::optional<double> auc = roc_auc(ranked_)) {
        sum += *auc;
        ++defined;
      }
    }
    if (defined == 0) return std::nullopt;
    return sum / defined;
  }

 private:
  std::vector<SortedSamples> samples_;
  RankedScores ranked_;
};

}  // namespace ml
