#include "app/workspace/evaluation_json.h"

#include "app/core/disclaimer.h"
#include "ml/metrics/confusion.h"

namespace app {
namespace {

Json matrix_rows(const Evaluation& evaluation) {
  const std::size_t groups = evaluation.groups.size();
  Json rows = Json::array();
  for (std::size_t row = 0; row < groups; ++row) {
    const auto begin = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(row * groups);
    rows.push_back(std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(groups)));
  }
  return rows;
}

// Of more than two groups; absent where there is none, or what stands there is no matrix.
std::optional<ml::ConfusionMatrix> matrix_of_more(const Json& json) {
  const Json* rows = json.find("confusion");
  if (rows == nullptr || !rows->is_array() || rows->size() <= 2) return std::nullopt;
  const auto groups = static_cast<int>(rows->size());
  ml::ConfusionMatrix matrix(groups);
  for (int row = 0; row < groups; ++row) {
    const Json& counts = rows->at(static_cast<std::size_t>(row));
    if (!counts.is_array() || counts.size() != rows->size()) return std::nullopt;
    for (int column = 0; column < groups; ++column) {
      const Json& count = counts.at(static_cast<std::size_t>(column));
      if (!count.is_integer()) return std::nullopt;
      matrix.add(row, column, count.get<std::int64_t>());
    }
  }
  return matrix;
}

}  // namespace

Json evaluation_json(const Evaluation& evaluation) {
  Json json;
  json["n"] = evaluation.n;
  json["split"] = evaluation.from.split;
  json["run"] = evaluation.from.run;
  json["target"] = evaluation.from.target;
  json["epoch"] = evaluation.from.epoch;
  json["label_revision"] = evaluation.from.label_revision;
  json["threshold"] = evaluation.groups.size() == 2 ? Json(evaluation.threshold) : Json();
  json["leak"] = evaluation.from.leak.empty() ? Json() : Json(evaluation.from.leak);
  for (const MetricInfo& metric : metric_table()) json[metric.key] = evaluation.metrics[metric.id];
  json["auc_95"] = {Json(evaluation.auc_low), Json(evaluation.auc_high)};
  json["auc_95_drawn"] = to_json(evaluation.drawn);
  json["groups"] = evaluation.groups;
  json["confusion"] = matrix_rows(evaluation);
  json["disclaimer"] = kDisclaimer;
  return json;
}

MetricValues metrics_from_json(const Json& json) {
  MetricValues values;
  for (const MetricInfo& metric : metric_table()) {
    const Json* found = json.find(metric.key);
    if (found != nullptr && found->is_number()) values[metric.id] = found->get<double>();
  }
  if (const auto matrix = matrix_of_more(json))
    values[Metric::Precision] = metrics_of(*matrix, std::nullopt)[Metric::Precision];
  return values;
}

}  // namespace app
