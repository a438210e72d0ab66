#include "ml/train/evaluation.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "ml/loss/loss.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"
#include "ml/train/batch_loss.h"

namespace ml {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::size_t outputs_of(int classes) { return classes == 2 ? 1 : static_cast<std::size_t>(classes); }

int predicted_class(std::span<const float> row) {
  if (row.size() == 1) return row[0] > 0.F ? 1 : 0;
  return static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
}

double area_under_curve(std::span<const float> probabilities, int classes, std::span<const int> labels) {
  if (classes != 2) return one_vs_rest_auc(labels, probabilities, classes).macro.value_or(kUndefined);
  std::vector<float> positive;
  for (std::size_t i = 0; i < labels.size(); ++i) positive.push_back(probabilities[2 * i + 1]);
  return roc_auc(labels, positive).value_or(kUndefined);
}

}  // namespace

std::size_t count_correct(std::span<const float> logits, int classes, std::span<const int> labels) {
  const std::size_t outputs = outputs_of(classes);
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    correct += predicted_class(logits.subspan(i * outputs, outputs)) == labels[i] ? 1U : 0U;
  return correct;
}

double mixed_correct(std::span<const float> logits, int classes, std::span<const int> labels, const BatchMix& mix) {
  const auto own = static_cast<double>(count_correct(logits, classes, labels));
  if (mix.partner.empty()) return own;
  std::vector<int> other_labels;
  for (const std::uint32_t partner : mix.partner) other_labels.push_back(labels[partner]);
  const auto share = static_cast<double>(mix.own_share);
  return share * own + (1 - share) * static_cast<double>(count_correct(logits, classes, other_labels));
}

std::vector<float> mean_answer_logits(std::span<const float> logits, int classes, int views) {
  if (views == 1) return {logits.begin(), logits.end()};
  const std::size_t outputs = outputs_of(classes), columns = static_cast<std::size_t>(classes);
  const std::size_t n = logits.size() / (outputs * static_cast<std::size_t>(views));
  std::vector<float> probabilities(n * static_cast<std::size_t>(views) * columns);
  probabilities_from_logits(logits, classes, probabilities);
  std::vector<float> mean_logits;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> mean(columns);
    for (std::size_t k = 0; k < columns * static_cast<std::size_t>(views); ++k)
      mean[k % columns] +=
          static_cast<double>(probabilities[i * columns * static_cast<std::size_t>(views) + k]) / views;
    constexpr double kLeast = 1e-30;  // where every view's probability has rounded to 0
    for (double& value : mean) value = std::log(std::max(value, kLeast));
    if (classes == 2)
      mean_logits.push_back(static_cast<float>(mean[1] - mean[0]));
    else
      std::transform(mean.begin(), mean.end(), std::back_inserter(mean_logits),
                     [](double value) { return static_cast<float>(value); });
  }
  return mean_logits;
}

Evaluation evaluate(std::span<const float> logits, int classes, std::span<const int> labels,
                    const std::vector<bool>& read) {
  const std::size_t outputs = outputs_of(classes);
  const auto columns = static_cast<std::size_t>(classes);
  std::vector<float> known_logits;
  std::vector<int> known_labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!read[i]) continue;
    known_labels.push_back(labels[i]);
    known_logits.insert(known_logits.end(), logits.begin() + static_cast<std::ptrdiff_t>(i * outputs),
                        logits.begin() + static_cast<std::ptrdiff_t>((i + 1) * outputs));
  }
  Evaluation result{kUndefined, kUndefined, kUndefined, kUndefined, {}};
  result.probabilities.assign(labels.size() * columns, std::numeric_limits<float>::quiet_NaN());
  if (known_labels.empty()) return result;
  std::vector<float> known(known_labels.size() * columns), gradient(known_logits.size());
  probabilities_from_logits(known_logits, classes, known);
  result.loss = static_cast<double>(batch_loss(known_logits, classes, known_labels, {}, {}, gradient));
  result.accuracy = static_cast<double>(count_correct(known_logits, classes, known_labels)) /
                    static_cast<double>(known_labels.size());
  const ConfusionMatrix matrix = confusion_matrix(known_labels, most_probable(known, classes), classes);
  result.balanced_accuracy = multiclass_metrics(matrix).balanced_accuracy.value_or(kUndefined);
  result.auc = area_under_curve(known, classes, known_labels);
  auto next = known.cbegin();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!read[i]) continue;
    std::copy_n(next, columns, result.probabilities.begin() + static_cast<std::ptrdiff_t>(i * columns));
    next += static_cast<std::ptrdiff_t>(columns);
  }
  return result;
}

}  // namespace ml
