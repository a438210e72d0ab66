#include "app/table/relabel_effect.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "app/table/judge.h"
#include "app/table/predictions.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/paired_bootstrap.h"

namespace app {
namespace {

constexpr int kDraws = 1000;

MetricValues values_of(const Judge& judge, double threshold) {
  return metrics_of(judge.confusion(threshold), judge.scores().groups == 2 ? judge.auc() : judge.one_vs_rest_auc());
}

std::vector<std::int64_t> counts_of(const Judge& judge, double threshold) {
  const ml::ConfusionMatrix matrix = judge.confusion(threshold);
  return {matrix.counts().begin(), matrix.counts().end()};
}

float rank_of(const ScoreSet& scores, std::size_t place, int group) {
  return scores.ranked_at(place)[static_cast<std::size_t>(group)];
}

// One corner of the comparison, to be measured on draws of its rows: sorted once, a draw is one pass.
class Drawn {
 public:
  Drawn(const ScoreSet& scores, const std::vector<std::int16_t>& truth, double threshold)
      : scores_(scores), truth_(truth), times_(scores.size()) {
    const int groups = scores.groups;
    for (std::size_t place = 0; place < scores.size(); ++place) predicted_.push_back(scores.decided(place, threshold));
    if (groups == 2) {
      orders_.push_back({1, scores.falling});
      return;
    }
    for (int group = 0; group < groups; ++group) {
      std::vector<std::uint32_t> order(scores.size());
      std::iota(order.begin(), order.end(), 0U);
      std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return rank_of(scores, a, group) > rank_of(scores, b, group);
      });
      orders_.push_back({group, std::move(order)});
    }
  }

  void measure(std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
    std::ranges::fill(times_, 0U);
    for (const std::size_t row : rows) ++times_[row];
    ml::ConfusionMatrix matrix(scores_.groups);
    for (std::size_t place = 0; place < times_.size(); ++place)
      if (times_[place] > 0 && truth_[place] >= 0) matrix.add(truth_[place], predicted_[place], times_[place]);
    const MetricValues all = metrics_of(matrix, auc());
    for (const MetricInfo& metric : metric_table()) values[static_cast<std::size_t>(metric.id)] = all[metric.id];
  }

 private:
  struct Falling {
    int group;
    std::vector<std::uint32_t> places;
  };

  std::optional<double> auc() const {
    double sum = 0;
    int defined = 0;
    for (const Falling& order : orders_) {
      const auto one = one_auc(order);
      if (!one) continue;
      sum += *one;
      ++defined;
    }
    return defined == 0 ? std::nullopt : std::optional(sum / defined);
  }

  // Pairs won by the positive, a tie one half.
  std::optional<double> one_auc(const Falling& order) const {
    double won = 0, positives = 0, negatives = 0;
    for (std::size_t i = 0; i < order.places.size();) {
      const float score = rank_of(scores_, order.places[i], order.group);
      double tied_positives = 0, tied_negatives = 0;
      for (; i < order.places.size() && rank_of(scores_, order.places[i], order.group) == score; ++i) {
        const std::uint32_t place = order.places[i];
        if (truth_[place] < 0) continue;
        (truth_[place] == order.group ? tied_positives : tied_negatives) += times_[place];
      }
      won += tied_negatives * (positives + tied_positives / 2);
      positives += tied_positives;
      negatives += tied_negatives;
    }
    if (positives == 0 || negatives == 0) return std::nullopt;
    return won / (positives * negatives);
  }

  const ScoreSet& scores_;
  const std::vector<std::int16_t>& truth_;
  std::vector<int> predicted_;
  std::vector<Falling> orders_;
  std::vector<std::uint32_t> times_;
};

std::optional<SignedDifference> difference(const std::optional<double>& to, const std::optional<double>& from) {
  if (!to || !from) return std::nullopt;
  return SignedDifference{*to - *from, {}, {}};
}

std::optional<SignedDifference> sum(const std::optional<SignedDifference>& a,
                                    const std::optional<SignedDifference>& b) {
  if (!a || !b) return std::nullopt;
  return SignedDifference{a->value + b->value, {}, {}};
}

}  // namespace

RelabelEffect relabel_effect(const EffectInput& input) {
  if (input.stored->rows != input.untouched->rows || input.stored->rows != input.refitted->rows)
    throw std::logic_error("comparing a refit: the scores are of other images");
  RelabelEffect effect;
  const Judge before(input.stored, input.truth_before), same(input.stored, input.truth_now),
      untouched(input.untouched, input.truth_now), now(input.refitted, input.truth_now);
  effect.before = values_of(before, input.threshold);
  effect.same_model = values_of(same, input.threshold);
  effect.untouched = values_of(untouched, input.threshold);
  effect.now = values_of(now, input.threshold);
  effect.confusion_before = counts_of(before, input.threshold);
  effect.confusion_now = counts_of(now, input.threshold);
  for (const MetricInfo& metric : metric_table()) {
    const auto part = [&](EffectPart which) -> std::optional<SignedDifference>& {
      return effect.parts[static_cast<std::size_t>(which)][static_cast<std::size_t>(metric.id)];
    };
    part(EffectPart::EvaluationLabels) = difference(effect.same_model[metric.id], effect.before[metric.id]);
    part(EffectPart::TrainingOn) = difference(effect.untouched[metric.id], effect.same_model[metric.id]);
    part(EffectPart::LearntLabels) = difference(effect.now[metric.id], effect.untouched[metric.id]);
    part(EffectPart::Model) = sum(part(EffectPart::TrainingOn), part(EffectPart::LearntLabels));
    part(EffectPart::Total) = sum(part(EffectPart::EvaluationLabels), part(EffectPart::Model));
  }
  return effect;
}

void add_intervals(RelabelEffect& effect, const EffectInput& input) {
  Drawn before(*input.stored, input.truth_before, input.threshold),
      same(*input.stored, input.truth_now, input.threshold),
      untouched(*input.untouched, input.truth_now, input.threshold),
      now(*input.refitted, input.truth_now, input.threshold);
  const auto fill = [&](EffectPart part, Drawn& to, Drawn& from) {
    const auto measure = [](Drawn& of) {
      return [&of](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
        of.measure(rows, values);
      };
    };
    const auto intervals =
        ml::paired_bootstraps(input.groups, kMetrics, measure(to), measure(from), {.most_draws = kDraws});
    auto& values = effect.parts[static_cast<std::size_t>(part)];
    for (std::size_t i = 0; i < kMetrics; ++i) {
      if (!values[i] || !intervals[i]) continue;
      values[i]->low = intervals[i]->difference.low;
      values[i]->high = intervals[i]->difference.high;
    }
  };
  fill(EffectPart::Total, now, before);
  fill(EffectPart::EvaluationLabels, same, before);
  fill(EffectPart::Model, now, same);
  fill(EffectPart::TrainingOn, untouched, same);
  fill(EffectPart::LearntLabels, now, untouched);
}

}  // namespace app
