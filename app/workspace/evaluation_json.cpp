#include "app/workspace/evaluation_json.h"

#include <nlohmann/json.hpp>

namespace app {
namespace {

nlohmann::ordered_json number(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json matrix_rows(const Evaluation& evaluation) {
  const std::size_t groups = evaluation.groups.size();
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (std::size_t row = 0; row < groups; ++row) {
    const auto begin = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(row * groups);
    rows.push_back(std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(groups)));
  }
  return rows;
}

}  // namespace

nlohmann::ordered_json evaluation_json(const Evaluation& evaluation) {
  nlohmann::ordered_json json;
  json["n"] = evaluation.n;
  json["split"] = evaluation.from.split;
  json["run"] = evaluation.from.run;
  json["target"] = evaluation.from.target;
  json["epoch"] = evaluation.from.epoch;
  json["label_revision"] = evaluation.from.label_revision;
  json["threshold"] = evaluation.threshold;
  for (const MetricInfo& metric : metric_table()) json[std::string(metric.key)] = number(evaluation.metrics[metric.id]);
  json["auc_95"] = {number(evaluation.auc_low), number(evaluation.auc_high)};
  json["groups"] = evaluation.groups;
  json["confusion"] = matrix_rows(evaluation);
  json["disclaimer"] = "Research and teaching tool. Not a medical device.";
  return json;
}

MetricValues metrics_from_json(const nlohmann::json& json) {
  MetricValues values;
  for (const MetricInfo& metric : metric_table()) {
    const auto found = json.find(std::string(metric.key));
    if (found != json.end() && found->is_number()) values[metric.id] = found->get<double>();
  }
  return values;
}

}  // namespace app
