// The threshold that follows from what a decision costs: a ratio of costs, a floor of sensitivity, or how many can be
// seen, at a stated prevalence; with what it would mean there, and how far that can be trusted.
//
// Use: `choose_by_consequence(labels, scores, {.kind = ConsequenceKind::Cost, .miss_cost = 5})`
//      `bootstrap_consequence(labels, scores, lesions, {.kind = ConsequenceKind::Capacity, .capacity = 0.2,
//                             .prevalence = 0.05})`
// Sensitivity and specificity are those of the images; what depends on how common the disease is (PPV, NPV, the
// share that is called positive, the cost) is computed for the stated prevalence, which is the images' own where none
// is stated.
// A score at or above the threshold is called positive. The threshold is the shortest decimal number between two
// scores, so that it can be typed again and means the same as float and as double. Of equally cheap ones the lowest,
// which misses least; of those that keep a floor the highest that is as sensitive or more specific; of those within a
// capacity the lowest.
// All throw on bad input as roc_auc does, and on a rule out of range.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>

#include "ml/metrics/resampling.h"

namespace ml {

struct RankedScores;  // ranking_input.h

enum class ConsequenceKind { Cost, Sensitivity, Capacity };

struct ConsequenceRule {
  ConsequenceKind kind = ConsequenceKind::Cost;
  double miss_cost = 5, false_alarm_cost = 1;  // above 0
  double sensitivity_floor = 0.95;             // above 0, at most 1
  double capacity = 0.2;                       // the share that can be called positive; above 0, at most 1
  std::optional<double> prevalence = {};       // between 0 and 1; empty: the images' own
};

struct Consequence {
  double threshold = 0.5;
  double prevalence = 0;
  double sensitivity = 0, specificity = 0;
  std::optional<double> ppv, npv;  // absent where nobody would be called so
  double called = 0;               // the share of all that is called positive
  double cost = 0;                 // per image
};

// What a threshold means. Absent without a positive or without a negative, as is what follows.
std::optional<Consequence> consequence_at(const RankedScores& ranked, double threshold, const ConsequenceRule& rule);
std::optional<Consequence> consequence_at(std::span<const int> labels, std::span<const float> scores, double threshold,
                                          const ConsequenceRule& rule);

// Also absent where no threshold of 0 .. 1 keeps to the rule: equal scores, and a capacity below 1.
std::optional<Consequence> choose_by_consequence(const RankedScores& ranked, const ConsequenceRule& rule);
std::optional<Consequence> choose_by_consequence(std::span<const int> labels, std::span<const float> scores,
                                                 const ConsequenceRule& rule);

struct ConsequenceIntervals {
  Consequence point;
  std::optional<BootstrapInterval> threshold;  // chosen again in every draw
  // With the threshold held fixed. They do not know that it was chosen on the same images, and are hopeful by as much.
  std::optional<BootstrapInterval> sensitivity, specificity, ppv, npv, called, cost;
};

// Draws whole groups, as bootstrap_auc does.
std::optional<ConsequenceIntervals> bootstrap_consequence(std::span<const int> labels, std::span<const float> scores,
                                                          std::span<const int> groups, const ConsequenceRule& rule,
                                                          const BootstrapOptions& options = {});
// Of a threshold that was chosen elsewhere: its own interval is absent.
std::optional<ConsequenceIntervals> bootstrap_consequence_at(std::span<const int> labels, std::span<const float> scores,
                                                             std::span<const int> groups, double threshold,
                                                             const ConsequenceRule& rule,
                                                             const BootstrapOptions& options = {});

// The shortest decimal number above `below` and at most `at_most`; at_most itself where there is none of up to nine
// digits.
double short_threshold(double below, double at_most);

}  // namespace ml
