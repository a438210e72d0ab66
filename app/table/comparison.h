// Two models on the same images: what each is worth, by how much they differ and whether that is more than noise, and
// which images they decide differently.
//
//   const Comparison it = compare({groups, labels, lesions, a, b}, {from_a, 0.5}, {from_b, 0.4});
//   print(difference_text(it.metrics[0], it.drawn));
//
// Differences are a - b. Intervals draw whole lesions or patients; those that draw single images are given beside them
// to show what that hides.
// Any thread; pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/table/evaluation.h"
#include "ml/metrics/delong.h"
#include "ml/metrics/paired_bootstrap.h"

namespace app {

struct PairedRows {  // one row per image that both have judged
  std::vector<std::string> groups;
  std::vector<int> labels, lesions;
  std::vector<float> a, b;  // (n, groups): what ranks and decides, see Scored::ranking
  KnownGroups known = {};   // what `lesions` is made of
};

struct ComparedSide {
  Provenance from;
  double threshold = 0.5;
};

struct MetricDifference {
  Metric metric = Metric::Auc;
  std::optional<double> a, b;
  std::optional<ml::PairedInterval> clustered,
      single;  // 95 %; absent where one of the models has no value, or all images are of one group
};

struct Comparison {
  Evaluation a, b;
  std::vector<int> labels, predicted_a, predicted_b;  // by row
  DrawnOver drawn;                                    // of the clustered intervals; of the draws, the most
  std::optional<ml::DelongTest> delong;               // two groups, with two of each at least
  std::vector<MetricDifference> metrics;              // the AUC first; those with no value in either are left out
};

Comparison compare(const PairedRows& rows, const ComparedSide& a, const ComparedSide& b);

// The rows of a cell of the matrix of one model; `Changed`: those that only one of the two puts there.
enum class CellOf { A, B, Changed };
std::vector<std::size_t> rows_of_cell(const Comparison& comparison, CellOf of, int true_group, int predicted_group);
// Where they decide differently: one is right and the other wrong, or (more than two groups) both are wrong.
enum class Flip { OnlyARight, OnlyBRight, BothWrong };
std::vector<std::size_t> rows_of_flip(const Comparison& comparison, Flip flip);

// "AUC 0.912 and 0.897: A is 0.015 above B (95 % -0.004 to 0.031 over 310 lesions): within noise"
std::string difference_text(const MetricDifference& difference, const DrawnOver& drawn);
std::string noise_words(const MetricDifference& difference);  // "within noise", "more than noise", or neither

}  // namespace app
