#include "app/workspace/evaluation.h"

#include <numeric>

#include <nlohmann/json.hpp>

#include "ml/metrics/bootstrap.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/multiclass.h"

namespace app {
namespace {

std::vector<float> positive_scores(const Scored& scored) {
  std::vector<float> scores(scored.labels.size());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = scored.probabilities[2 * i + 1];
  return scores;
}

void add_binary(Evaluation& result, const Scored& scored, bool interval) {
  const std::vector<float> scores = positive_scores(scored);
  const ml::BinaryMetrics metrics = ml::binary_metrics_at(scored.labels, scores, result.threshold);
  result.accuracy = metrics.accuracy;
  result.precision = metrics.precision;
  result.recall = metrics.recall;
  result.specificity = metrics.specificity;
  result.f1 = metrics.f1;
  result.balanced_accuracy = metrics.balanced_accuracy;
  result.auc = ml::roc_auc(scored.labels, scores);
  result.roc = ml::roc_curve(scored.labels, scores);
  if (!interval) return;
  if (const auto bounds = ml::bootstrap_auc(scored.labels, scores, scored.lesions)) {
    result.auc_low = bounds->low;
    result.auc_high = bounds->high;
  }
}

std::optional<double> mean_of(const std::vector<std::optional<double>>& values) {
  double sum = 0;
  int defined = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sum += *value;
    ++defined;
  }
  if (defined == 0) return std::nullopt;
  return sum / defined;
}

void add_multiclass(Evaluation& result, const Scored& scored, const ml::ConfusionMatrix& matrix) {
  const ml::MulticlassMetrics metrics = ml::multiclass_metrics(matrix);
  result.accuracy = metrics.accuracy;
  result.precision = mean_of(metrics.precision);
  result.recall = metrics.balanced_accuracy;
  result.f1 = metrics.macro_f1;
  result.balanced_accuracy = metrics.balanced_accuracy;
  result.auc = ml::one_vs_rest_auc(scored.labels, scored.probabilities, static_cast<int>(scored.groups.size())).macro;
}

}  // namespace

std::vector<int> predicted_groups(const Scored& scored, double threshold) {
  const int groups = static_cast<int>(scored.groups.size());
  if (groups != 2) return ml::most_probable(scored.probabilities, groups);
  std::vector<int> predicted(scored.labels.size());
  for (std::size_t i = 0; i < predicted.size(); ++i)
    predicted[i] = scored.probabilities[2 * i + 1] >= threshold ? 1 : 0;
  return predicted;
}

Evaluation evaluate(const Scored& scored, const Provenance& from, const EvaluateOptions& options) {
  Evaluation result;
  result.from = from;
  result.n = static_cast<int>(scored.labels.size());
  result.threshold = options.threshold;
  result.groups = scored.groups;
  const auto matrix = ml::confusion_matrix(scored.labels, predicted_groups(scored, options.threshold),
                                           static_cast<int>(scored.groups.size()));
  result.confusion.assign(matrix.counts().begin(), matrix.counts().end());
  if (scored.groups.size() == 2)
    add_binary(result, scored, options.interval);
  else
    add_multiclass(result, scored, matrix);
  return result;
}

std::string to_json(const Evaluation& evaluation, int indent) {
  const auto number = [](const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
  };
  const std::size_t groups = evaluation.groups.size();
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t row = 0; row < groups; ++row) {
    const auto begin = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(row * groups);
    rows.push_back(std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(groups)));
  }
  nlohmann::ordered_json json;
  json["n"] = evaluation.n;
  json["split"] = evaluation.from.split;
  json["run"] = evaluation.from.run;
  json["target"] = evaluation.from.target;
  json["epoch"] = evaluation.from.epoch;
  json["label_revision"] = evaluation.from.label_revision;
  json["threshold"] = evaluation.threshold;
  json["accuracy"] = number(evaluation.accuracy);
  json["precision"] = number(evaluation.precision);
  json["recall"] = number(evaluation.recall);
  json["specificity"] = number(evaluation.specificity);
  json["f1"] = number(evaluation.f1);
  json["balanced_accuracy"] = number(evaluation.balanced_accuracy);
  json["auc"] = number(evaluation.auc);
  json["auc_95"] = {number(evaluation.auc_low), number(evaluation.auc_high)};
  json["groups"] = evaluation.groups;
  json["confusion"] = rows;
  json["disclaimer"] = "Research and teaching tool. Not a medical device.";
  return json.dump(indent);
}

}  // namespace app
