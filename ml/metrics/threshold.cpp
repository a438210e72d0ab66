#include "ml/metrics/threshold.h"

#include "ml/metrics/confusion.h"
#include "ml/metrics/ranking_input.h"

#include <cmath>
#include <limits>

namespace ml {

namespace {

std::optional<double> value_of(const BinaryMetrics& metrics, ThresholdCriterion criterion) {
    switch (criterion) {
        case ThresholdCriterion::kF1:
            return metrics.recall ? metrics.f1 : std::nullopt;
        case ThresholdCriterion::kAccuracy:
            return metrics.accuracy;
        case ThresholdCriterion::kYouden:
            if (!metrics.recall || !metrics.specificity) return std::nullopt;
            return *metrics.recall + *metrics.specificity - 1;
    }
    return std::nullopt;
}

// Between the lowest score that is called positive and the next one; the lowest of all stands itself.
double threshold_below(const RankedScores& ranked, std::size_t group) {
    const double score = ranked.groups[group].score;
    if (group + 1 == ranked.groups.size()) return score;
    const double middle = (score + ranked.groups[group + 1].score) / 2;
    return std::isfinite(middle) ? middle : score;
}

}  // namespace

std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            ThresholdCriterion criterion) {
    const RankedScores ranked = rank_scores(labels, scores);
    if (ranked.groups.empty()) return std::nullopt;
    std::optional<BestThreshold> best;
    if (ranked.positives == 0 && criterion == ThresholdCriterion::kAccuracy) {
        return BestThreshold{std::nextafter(ranked.groups.front().score, std::numeric_limits<double>::infinity()), 1.0};
    }
    std::int64_t true_positives = 0;
    std::int64_t false_positives = 0;
    for (std::size_t i = 0; i < ranked.groups.size(); ++i) {
        true_positives += ranked.groups[i].positives;
        false_positives += ranked.groups[i].negatives;
        const BinaryMetrics metrics = binary_metrics(true_positives, false_positives, ranked.negatives - false_positives,
                                                     ranked.positives - true_positives);
        const std::optional<double> value = value_of(metrics, criterion);
        if (value && (!best || *value > best->value)) best = BestThreshold{threshold_below(ranked, i), *value};
    }
    return best;
}

}  // namespace ml
