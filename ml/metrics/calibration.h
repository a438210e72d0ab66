// Whether probabilities mean what they say: of all images called 30 %, do 30 % turn out positive? The
// reliability diagram and its two summaries (Guo et al. 2017, "On calibration of modern neural networks").
//
// Use: `ReliabilityDiagram diagram = reliability_diagram(labels, probabilities, {.bins = 10});`
// Both throw when the lengths differ, a label is out of range, a probability is NaN or outside 0 .. 1, naming
// the index, or row and class; and without a bin.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ml {

struct ReliabilityOptions {
  int bins = 15;  // at least 1; 0 .. 1 in equal steps
};

// Holds probabilities above `low` up to and with `high`; the first bin holds `low` too.
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  std::int64_t count = 0;
  std::optional<double> mean_probability;  // absent in an empty bin, as are the next three
  std::optional<double> observed;          // the share of positives, or of correct answers
  std::optional<double> observed_low;      // Wilson's 95 % interval of the share
  std::optional<double> observed_high;
};

struct ReliabilityDiagram {
  std::vector<ReliabilityBin> bins;
  std::optional<double> ece;  // expected calibration error: mean |observed - mean probability|, by count
  std::optional<double> mce;  // maximum calibration error: the largest of them; both absent for an empty set
};

// Two classes: the probability of the positive class against the label, 0 or 1.
ReliabilityDiagram reliability_diagram(std::span<const int> labels, std::span<const float> probabilities,
                                       const ReliabilityOptions& options = {});

// Any number of classes: the confidence (the probability of the most probable class of each row, the lower
// on a tie) against whether that class was the true one. probabilities are (n, classes).
ReliabilityDiagram top_label_reliability(std::span<const int> labels, std::span<const float> probabilities, int classes,
                                         const ReliabilityOptions& options = {});

}  // namespace ml
