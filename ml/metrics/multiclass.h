// Metrics of more than two classes, from the confusion matrix or from the probabilities.
//
// Undefined values are absent. A class that neither occurs nor is predicted is left out of the means;
// a class that occurs and is never predicted has an F1 of 0, and so has one predicted that never occurs. The mean
// precision counts it as 0 too: never to call a class would else raise the mean.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/confusion.h"

namespace ml {

struct MulticlassMetrics {
  std::optional<double> accuracy;
  std::optional<double> balanced_accuracy;  // mean recall of the classes that occur
  std::optional<double> macro_precision;
  std::optional<double> macro_f1;
  std::optional<double> kappa;
  std::vector<std::optional<double>> precision;  // per class
  std::vector<std::optional<double>> recall;
  std::vector<std::optional<double>> f1;
};

MulticlassMetrics multiclass_metrics(const ConfusionMatrix& matrix);

// The most probable class of each row of probabilities, (n, classes); the lower class on a tie.
// Throws on NaN, naming row and class.
std::vector<int> most_probable(std::span<const float> probabilities, int classes);

struct OneVsRestAuc {
  std::vector<std::optional<double>> per_class;
  std::optional<double> macro;  // mean over the classes for which it is defined
};

OneVsRestAuc one_vs_rest_auc(std::span<const int> labels, std::span<const float> probabilities, int classes);

}  // namespace ml
