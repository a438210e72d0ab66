// "Better" for metrics that are to fall and for those that are to rise.
// Threads: any thread; pure functions.
#pragma once

#include <limits>

namespace ml {

enum class MetricGoal { Minimise, Maximise };

constexpr double worst_metric(MetricGoal goal) {
  return goal == MetricGoal::Minimise ? std::numeric_limits<double>::infinity()
                                      : -std::numeric_limits<double>::infinity();
}

// By more than min_delta. NaN is never better.
constexpr bool is_better(MetricGoal goal, double metric, double best, double min_delta) {
  return goal == MetricGoal::Minimise ? metric < best - min_delta : metric > best + min_delta;
}

}  // namespace ml
