#include "app/workspace/evaluation_detail.h"

#include <algorithm>
#include <cmath>

#include "ml/metrics/calibration.h"
#include "ml/metrics/probability.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/temperature.h"
#include "ml/metrics/threshold_sweep.h"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json interval(const std::optional<ml::BootstrapInterval>& value) {
  return value ? Json{{"value", value->estimate}, {"low", value->low}, {"high", value->high}} : Json();
}

std::vector<float> positive_scores(const Scored& scored) {
  std::vector<float> scores;
  for (std::size_t i = 1; i < scored.probabilities.size(); i += 2) scores.push_back(scored.probabilities[i]);
  return scores;
}

// Back from probabilities, bounded where they have rounded to 0 or 1.
std::vector<float> logits_of(const Scored& scored) {
  constexpr float kLeast = 1e-7F;
  const bool binary = scored.groups.size() == 2;
  std::vector<float> logits;
  for (std::size_t i = 0; i < scored.probabilities.size(); ++i) {
    const float p = std::clamp(scored.probabilities[i], kLeast, 1 - kLeast);
    if (!binary) logits.push_back(std::log(p));
    else if (i % 2 == 1) logits.push_back(std::log(p) - std::log1p(-p));
  }
  return logits;
}

Json temperature(const Scored& scored) {
  const auto fit = ml::fit_temperature(logits_of(scored), static_cast<int>(scored.groups.size()), scored.labels);
  if (!fit) return {};
  return {{"temperature", fit->temperature}, {"nll_before", fit->nll_before}, {"nll_after", fit->nll_after}, {"at_bound", fit->at_bound}};
}

Json calibration(const ml::ReliabilityDiagram& diagram) {
  Json json{{"ece", or_null(diagram.ece)}, {"mce", or_null(diagram.mce)}, {"bins", Json::array()}};
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    json["bins"].push_back({{"low", bin.low}, {"high", bin.high}, {"count", bin.count}, {"mean_probability", or_null(bin.mean_probability)},
                            {"observed", or_null(bin.observed)}, {"observed_low", or_null(bin.observed_low)}, {"observed_high", or_null(bin.observed_high)}});
  }
  return json;
}

Json operating_point(const Scored& scored, const std::vector<float>& scores, const ml::ThresholdRule& rule) {
  const auto found = ml::bootstrap_operating_point(scored.labels, scores, scored.lesions, rule, {.draws = 500, .seed = 1});
  if (!found) return {};
  return {{"threshold", interval(found->threshold)}, {"accuracy", interval(found->accuracy)}, {"precision", interval(found->precision)},
          {"recall", interval(found->recall)}, {"specificity", interval(found->specificity)}, {"f1", interval(found->f1)}};
}

Json operating_points(const Scored& scored, const std::vector<float>& scores) {
  using ml::ThresholdCriterion;
  return {{"best_f1", operating_point(scored, scores, {.criterion = ThresholdCriterion::kF1})},
          {"best_accuracy", operating_point(scored, scores, {.criterion = ThresholdCriterion::kAccuracy})},
          {"best_youden", operating_point(scored, scores, {.criterion = ThresholdCriterion::kYouden})},
          {"recall_at_least_0.95", operating_point(scored, scores, {.criterion = ThresholdCriterion::kRecallFloor, .recall_floor = 0.95})},
          {"miss_costs_10_false_alarms", operating_point(scored, scores, {.criterion = ThresholdCriterion::kCost, .miss_cost = 10})}};
}

Json sweep(const Scored& scored, const std::vector<float>& scores) {
  Json rows = Json::array();
  for (const ml::SweepRow& row : ml::threshold_sweep(scored.labels, scores, {.step = 0.05})) {
    rows.push_back({{"threshold", row.threshold}, {"accuracy", or_null(row.metrics.accuracy)}, {"precision", or_null(row.metrics.precision)},
                    {"recall", or_null(row.metrics.recall)}, {"specificity", or_null(row.metrics.specificity)}, {"f1", or_null(row.metrics.f1)}});
  }
  return rows;
}

}  // namespace

Json evaluation_detail(const Scored& scored) {
  Json json;
  json["temperature"] = temperature(scored);
  if (scored.groups.size() != 2) {
    json["calibration"] = calibration(ml::top_label_reliability(scored.labels, scored.probabilities, static_cast<int>(scored.groups.size())));
    return json;
  }
  const std::vector<float> scores = positive_scores(scored);
  json["average_precision"] = or_null(ml::average_precision(scored.labels, scores));
  json["isic_auc_sens_80"] = or_null(ml::isic_auc_sens_80(scored.labels, scores));
  json["isic2024_pauc_80"] = or_null(ml::isic2024_pauc_80(scored.labels, scores));
  json["brier"] = or_null(ml::brier_score(scored.labels, scores));
  json["log_loss"] = or_null(ml::log_loss(scored.labels, scores));
  json["calibration"] = calibration(ml::reliability_diagram(scored.labels, scores));
  json["operating_points"] = operating_points(scored, scores);
  json["sweep"] = sweep(scored, scores);
  return json;
}

}  // namespace app
