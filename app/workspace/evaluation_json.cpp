#include "app/workspace/evaluation_json.h"

#include "app/core/disclaimer.h"

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

}  // namespace

Json evaluation_json(const Evaluation& evaluation) {
  Json json;
  json["n"] = evaluation.n;
  json["split"] = evaluation.from.split;
  json["run"] = evaluation.from.run;
  json["target"] = evaluation.from.target;
  json["epoch"] = evaluation.from.epoch;
  json["label_revision"] = evaluation.from.label_revision;
  json["threshold"] = evaluation.threshold;
  json["leak"] = evaluation.from.leak.empty() ? Json() : Json(evaluation.from.leak);
  for (const MetricInfo& metric : metric_table()) json[metric.key] = evaluation.metrics[metric.id];
  json["auc_95"] = {Json(evaluation.auc_low), Json(evaluation.auc_high)};
  json["auc_95_drawn"] = evaluation.drawn.draws > 0 ? to_json(evaluation.drawn) : Json();
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
  return values;
}

}  // namespace app
