#include "ml/metrics/consequence.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include "ml/metrics/ranking_input.h"
#include "ml/metrics/ratio.h"

namespace ml {

namespace {

void require(bool holds, const char* what, double value) {
  if (!holds)
    throw std::runtime_error(std::string("Cannot choose a threshold: ") + what + ", not " + std::to_string(value) +
                             ".");
}

void require_valid(const ConsequenceRule& rule) {
  require(rule.miss_cost > 0 && std::isfinite(rule.miss_cost), "the cost of a miss is above 0", rule.miss_cost);
  require(rule.false_alarm_cost > 0 && std::isfinite(rule.false_alarm_cost), "the cost of a false alarm is above 0",
          rule.false_alarm_cost);
  require(rule.sensitivity_floor > 0 && rule.sensitivity_floor <= 1, "a sensitivity is above 0 and at most 1",
          rule.sensitivity_floor);
  require(rule.capacity > 0 && rule.capacity <= 1, "a capacity is a share above 0 and at most 1", rule.capacity);
  if (rule.prevalence)
    require(*rule.prevalence > 0 && *rule.prevalence < 1, "a prevalence lies between 0 and 1", *rule.prevalence);
}

Consequence consequence_of(const RankedScores& ranked, std::int64_t true_positives, std::int64_t false_positives,
                           double threshold, const ConsequenceRule& rule) {
  const auto positives = static_cast<double>(ranked.positives), negatives = static_cast<double>(ranked.negatives);
  Consequence it;
  it.threshold = threshold;
  it.prevalence = rule.prevalence.value_or(positives / (positives + negatives));
  it.sensitivity = static_cast<double>(true_positives) / positives;
  it.specificity = 1 - static_cast<double>(false_positives) / negatives;
  const double sick = it.prevalence, well = 1 - it.prevalence;
  const double hits = sick * it.sensitivity, alarms = well * (1 - it.specificity);
  it.called = hits + alarms;
  it.ppv = ratio(hits, it.called);
  it.npv = ratio(well * it.specificity, 1 - it.called);
  it.cost = rule.miss_cost * (sick - hits) + rule.false_alarm_cost * alarms;
  return it;
}

// Whether `now`, which has the lower threshold, is to be preferred.
bool is_better(const Consequence& now, const Consequence& before, const ConsequenceRule& rule) {
  constexpr double kRounding = 1e-12;
  switch (rule.kind) {
    case ConsequenceKind::Cost: return now.cost <= before.cost + kRounding;
    case ConsequenceKind::Sensitivity: return now.specificity >= before.specificity;
    case ConsequenceKind::Capacity: return true;
  }
  return false;
}

bool is_allowed(const Consequence& it, const ConsequenceRule& rule) {
  constexpr double kRounding = 1e-12;
  if (rule.kind == ConsequenceKind::Sensitivity) return it.sensitivity >= rule.sensitivity_floor - kRounding;
  if (rule.kind == ConsequenceKind::Capacity) return it.called <= rule.capacity + kRounding;
  return true;
}

// Just below group i - 1 and down to group i; i from 0: nothing is called, to size: everything is.
double threshold_between(const RankedScores& ranked, std::size_t called) {
  const auto& groups = ranked.groups;
  if (called == 0) return short_threshold(groups.front().score, 1);
  const double lowest_called = groups[called - 1].score;
  return called == groups.size() ? lowest_called : short_threshold(groups[called].score, lowest_called);
}

struct NamedInterval {
  std::optional<double> (*value)(const Consequence&);
  std::optional<BootstrapInterval> ConsequenceIntervals::*interval;
};

constexpr std::array kIntervals{
    NamedInterval{[](const Consequence& c) { return std::optional(c.sensitivity); },
                  &ConsequenceIntervals::sensitivity},
    NamedInterval{[](const Consequence& c) { return std::optional(c.specificity); },
                  &ConsequenceIntervals::specificity},
    NamedInterval{[](const Consequence& c) { return c.ppv; }, &ConsequenceIntervals::ppv},
    NamedInterval{[](const Consequence& c) { return c.npv; }, &ConsequenceIntervals::npv},
    NamedInterval{[](const Consequence& c) { return std::optional(c.called); }, &ConsequenceIntervals::called},
    NamedInterval{[](const Consequence& c) { return std::optional(c.cost); }, &ConsequenceIntervals::cost},
};

// The prevalence of use is known, so a draw's own does not matter: it is the images' where none is stated.
ConsequenceRule with_prevalence(ConsequenceRule rule, const Consequence& point) {
  rule.prevalence = point.prevalence;
  return rule;
}

ConsequenceIntervals intervals_of(const Consequence& point, const SortedSamples& samples, GroupDraws& draws,
                                  const ConsequenceRule& rule, const BootstrapOptions& options, bool choose) {
  const ConsequenceRule at_use = with_prevalence(rule, point);
  RankedScores ranked;
  std::array<DrawnValues, kIntervals.size() + 1> values;  // the chosen threshold comes last
  draw_until_settled(draws, values, options, [&] {
    samples.weigh(draws.times_drawn(), ranked);
    const std::optional<Consequence> drawn = consequence_at(ranked, point.threshold, at_use);
    if (!drawn) return;
    for (std::size_t k = 0; k < kIntervals.size(); ++k) values[k].add(kIntervals[k].value(*drawn));
    if (!choose) return;
    if (const auto chosen = choose_by_consequence(ranked, at_use)) values.back().add(chosen->threshold);
  });
  ConsequenceIntervals intervals{.point = point,
                                 .threshold = {},
                                 .sensitivity = {},
                                 .specificity = {},
                                 .ppv = {},
                                 .npv = {},
                                 .called = {},
                                 .cost = {}};
  intervals.threshold = values.back().interval(point.threshold, options);
  for (std::size_t k = 0; k < kIntervals.size(); ++k)
    if (const std::optional<double> estimate = kIntervals[k].value(point))
      intervals.*kIntervals[k].interval = values[k].interval(*estimate, options);
  return intervals;
}

}  // namespace

double short_threshold(double below, double at_most) {
  const double middle = below + (at_most - below) / 2;
  double grid = 10;
  for (int digits = 1; digits <= 9; ++digits, grid *= 10) {
    const double rounded = std::round(middle * grid) / grid;
    const auto as_float = static_cast<double>(static_cast<float>(rounded));
    if (rounded > below && as_float > below && rounded <= at_most && as_float <= at_most) return rounded;
  }
  return at_most;
}

std::optional<Consequence> consequence_at(const RankedScores& ranked, double threshold, const ConsequenceRule& rule) {
  require_valid(rule);
  if (!ranked.has_both_classes()) return std::nullopt;
  std::int64_t true_positives = 0, false_positives = 0;
  for (const TieGroup& group : ranked.groups) {
    if (group.score < threshold) break;
    true_positives += group.positives;
    false_positives += group.negatives;
  }
  return consequence_of(ranked, true_positives, false_positives, threshold, rule);
}

std::optional<Consequence> consequence_at(std::span<const int> labels, std::span<const float> scores, double threshold,
                                          const ConsequenceRule& rule) {
  return consequence_at(rank_scores(labels, scores), threshold, rule);
}

std::optional<Consequence> choose_by_consequence(const RankedScores& ranked, const ConsequenceRule& rule) {
  require_valid(rule);
  if (!ranked.has_both_classes()) return std::nullopt;
  std::optional<Consequence> best;
  std::size_t best_called = 0;
  std::int64_t true_positives = 0, false_positives = 0;
  const auto consider = [&](std::size_t called) {
    const Consequence it = consequence_of(ranked, true_positives, false_positives, 0, rule);
    if (!is_allowed(it, rule) || (best && !is_better(it, *best, rule))) return;
    best = it;
    best_called = called;
  };
  if (ranked.groups.front().score < 1) consider(0);
  for (std::size_t i = 0; i < ranked.groups.size(); ++i) {
    true_positives += ranked.groups[i].positives;
    false_positives += ranked.groups[i].negatives;
    consider(i + 1);
  }
  if (best) best->threshold = threshold_between(ranked, best_called);
  return best;
}

std::optional<Consequence> choose_by_consequence(std::span<const int> labels, std::span<const float> scores,
                                                 const ConsequenceRule& rule) {
  return choose_by_consequence(rank_scores(labels, scores), rule);
}

std::optional<ConsequenceIntervals> bootstrap_consequence(std::span<const int> labels, std::span<const float> scores,
                                                          std::span<const int> groups, const ConsequenceRule& rule,
                                                          const BootstrapOptions& options) {
  const std::optional<Consequence> point = choose_by_consequence(labels, scores, rule);
  GroupDraws draws(groups, labels.size(), options);
  if (!point) return std::nullopt;
  return intervals_of(*point, SortedSamples(labels, scores, draws), draws, rule, options, true);
}

std::optional<ConsequenceIntervals> bootstrap_consequence_at(std::span<const int> labels, std::span<const float> scores,
                                                             std::span<const int> groups, double threshold,
                                                             const ConsequenceRule& rule,
                                                             const BootstrapOptions& options) {
  const std::optional<Consequence> point = consequence_at(labels, scores, threshold, rule);
  GroupDraws draws(groups, labels.size(), options);
  if (!point) return std::nullopt;
  return intervals_of(*point, SortedSamples(labels, scores, draws), draws, rule, options, false);
}

}  // namespace ml
