#include "app/workspace/evaluation_detail.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "app/table/calibration.h"
#include "ml/metrics/bootstrap.h"
#include "ml/metrics/calibration.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/cross_fitted_decisions.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/probability.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/temperature.h"
#include "ml/metrics/threshold_sweep.h"

namespace app {
namespace {

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

// Of one lesion alone there is the value, and no interval.
Json interval(const std::optional<ml::BootstrapInterval>& value, const std::optional<double>& estimate) {
  if (!value && !estimate) return {};
  if (!value) return Json{{"value", *estimate}, {"low", Json()}, {"high", Json()}, {"draws", 0}, {"settled", false}};
  return Json{{"value", value->estimate},
              {"low", value->low},
              {"high", value->high},
              {"draws", value->draws_used},
              {"settled", value->settled}};
}

std::vector<float> of_second(const std::vector<float>& probabilities) {
  std::vector<float> scores;
  for (std::size_t i = 1; i < probabilities.size(); i += 2) scores.push_back(std::min(1.0F, probabilities[i]));
  return scores;
}

std::vector<float> stated_scores(const Scored& scored) { return of_second(scored.probabilities); }
// For whatever asks whether probabilities mean what they say.
std::vector<float> judging_scores(const Scored& scored) { return of_second(scored.judging()); }

Json temperature(const Scored& scored) {
  const auto fit = ml::fit_temperature(logits_of(scored.judging(), static_cast<int>(scored.groups.size())),
                                       static_cast<int>(scored.groups.size()), scored.labels);
  if (!fit) return {};
  return {{"temperature", fit->temperature},
          {"nll_before", fit->nll_before},
          {"nll_after", fit->nll_after},
          {"at_bound", fit->at_bound}};
}

Json calibration(const ml::ReliabilityDiagram& diagram) {
  Json json{{"ece", or_null(diagram.ece)}, {"mce", or_null(diagram.mce)}, {"bins", Json::array()}};
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    json["bins"].push_back({{"low", bin.low},
                            {"high", bin.high},
                            {"count", bin.count},
                            {"mean_probability", or_null(bin.mean_probability)},
                            {"observed", or_null(bin.observed)},
                            {"observed_low", or_null(bin.observed_low)},
                            {"observed_high", or_null(bin.observed_high)}});
  }
  return json;
}

// What such a threshold is worth where it was not chosen.
Json cross_fitted(const Scored& scored, const std::vector<float>& scores, const ml::ThresholdRule& rule) {
  const auto found = ml::cross_fitted_decisions(
      scored.labels, scores, scored.lesions,
      [&](std::span<const int> labels, std::span<const float> of_rest) -> std::optional<double> {
        const auto best = ml::best_threshold(labels, of_rest, rule);
        return best ? std::optional(best->threshold) : std::nullopt;
      });
  if (!found) return {};
  return {{"thresholds", found->thresholds},
          {"accuracy", or_null(found->metrics.accuracy)},
          {"precision", or_null(found->metrics.precision)},
          {"recall", or_null(found->metrics.recall)},
          {"specificity", or_null(found->metrics.specificity)},
          {"f1", or_null(found->metrics.f1)}};
}

Json operating_point(const Scored& scored, const std::vector<float>& scores, const ml::ThresholdRule& rule) {
  const auto found = ml::bootstrap_operating_point(scored.labels, scores, scored.lesions, rule);
  if (!found) return {};
  const ml::BinaryMetrics& metrics = found->point.metrics;
  return {{"threshold", interval(found->threshold, found->point.threshold)},
          {"accuracy", interval(found->accuracy, metrics.accuracy)},
          {"precision", interval(found->precision, metrics.precision)},
          {"recall", interval(found->recall, metrics.recall)},
          {"specificity", interval(found->specificity, metrics.specificity)},
          {"f1", interval(found->f1, metrics.f1)},
          {"chosen_on", "the images it is judged on"},
          {"cross_fitted", cross_fitted(scored, scores, rule)}};
}

Json operating_points(const Scored& scored, const std::vector<float>& scores) {
  using ml::ThresholdCriterion;
  return {{"best_f1", operating_point(scored, scores, {.criterion = ThresholdCriterion::F1})},
          {"best_accuracy", operating_point(scored, scores, {.criterion = ThresholdCriterion::Accuracy})},
          {"best_youden", operating_point(scored, scores, {.criterion = ThresholdCriterion::Youden})},
          {"recall_at_least_0.95",
           operating_point(scored, scores, {.criterion = ThresholdCriterion::RecallFloor, .recall_floor = 0.95})},
          {"miss_costs_10_false_alarms",
           operating_point(scored, scores, {.criterion = ThresholdCriterion::Cost, .miss_cost = 10})}};
}

Scored rows_of(const Scored& scored, std::span<const std::size_t> rows) {
  Scored some{.labels = {}, .probabilities = {}, .lesions = {}, .groups = scored.groups};
  const std::size_t groups = scored.groups.size();
  const auto add = [&](std::vector<float>& to, const std::vector<float>& all, std::size_t row) {
    if (all.empty()) return;
    const std::span from = std::span(all).subspan(row * groups, groups);
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const std::size_t row : rows) {
    some.labels.push_back(scored.labels[row]);
    some.lesions.push_back(scored.lesions[row]);
    add(some.probabilities, scored.probabilities, row);
    add(some.cross_fitted, scored.cross_fitted, row);
    add(some.before_calibration, scored.before_calibration, row);
  }
  return some;
}

std::optional<double> fitted_temperature(const Scored& scored) {
  const auto fit = ml::fit_temperature(logits_of(scored.judging(), static_cast<int>(scored.groups.size())),
                                       static_cast<int>(scored.groups.size()), scored.labels);
  return fit ? std::optional(fit->temperature) : std::nullopt;
}

using Statistic = std::optional<double> (*)(const Scored&);

std::vector<std::pair<const char*, Statistic>> statistics_of_two() {
  return {{"average_precision", [](const Scored& s) { return ml::average_precision(s.labels, stated_scores(s)); }},
          {"isic_auc_sens_80", [](const Scored& s) { return ml::isic_auc_sens_80(s.labels, stated_scores(s)); }},
          {"isic2024_pauc_80", [](const Scored& s) { return ml::isic2024_pauc_80(s.labels, stated_scores(s)); }},
          {"brier", [](const Scored& s) { return ml::brier_score(s.labels, judging_scores(s)); }},
          {"log_loss", [](const Scored& s) { return ml::log_loss(s.labels, judging_scores(s)); }},
          {"ece", [](const Scored& s) { return ml::reliability_diagram(s.labels, judging_scores(s)).ece; }},
          {"temperature", fitted_temperature}};
}

ml::MulticlassMetrics metrics_of(const Scored& s) {
  const auto classes = static_cast<int>(s.groups.size());
  return ml::multiclass_metrics(ml::confusion_matrix(s.labels, predicted_groups(s, 0), classes));
}

std::vector<std::pair<const char*, Statistic>> statistics_of_many() {
  return {{"balanced_accuracy", [](const Scored& s) { return metrics_of(s).balanced_accuracy; }},
          {"kappa", [](const Scored& s) { return metrics_of(s).kappa; }},
          {"macro_auc",
           [](const Scored& s) {
             return ml::one_vs_rest_auc(s.labels, s.ranking(), static_cast<int>(s.groups.size())).macro;
           }},
          {"ece",
           [](const Scored& s) {
             return ml::top_label_reliability(s.labels, s.judging(), static_cast<int>(s.groups.size())).ece;
           }},
          {"temperature", fitted_temperature}};
}

// A draw ranks and fits all images anew: of very many, fewer are drawn, and the intervals say whether their ends are
// stable.
int most_draws(std::size_t images) {
  constexpr std::size_t kMostRanked = 20'000'000, kLeastDraws = 500;
  const auto usual = static_cast<std::size_t>(ml::BootstrapOptions{}.draws);
  return static_cast<int>(std::clamp(kMostRanked / std::max<std::size_t>(1, images), kLeastDraws, usual));
}

// A set that is drawn again looks worse calibrated than it is. What a draw adds on average is taken off both ends
// (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", 10.2: the bootstrap's estimate of bias).
void take_off_bias(std::optional<ml::BootstrapInterval>& of, double mean_of_draws) {
  if (!of) return;
  const double bias = mean_of_draws - of->estimate;
  of->low = std::clamp(of->low - bias, 0.0, of->estimate);
  of->high = std::max(of->high - bias, of->estimate);
}

// 95 %, whole lesions drawn with replacement until the ends of each stand still; before the fifth edition, of all.
Json intervals(const Scored& scored, bool before_fifth) {
  const auto statistics = scored.groups.size() == 2 ? statistics_of_two() : statistics_of_many();
  const auto ece =
      static_cast<std::size_t>(std::ranges::find(statistics, std::string_view("ece"),
                                                 [](const auto& one) { return std::string_view(one.first); }) -
                               statistics.begin());
  double sum = 0;
  int draws = -1;  // the images as they are come first
  std::vector<std::optional<double>> estimates(statistics.size());
  auto found =
      ml::bootstrap_statistics(scored.lesions, statistics.size(),
                               [&](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
                                 const Scored drawn = rows_of(scored, rows);
                                 for (std::size_t i = 0; i < statistics.size(); ++i)
                                   values[i] = statistics[i].second(drawn);
                                 if (draws < 0 && !before_fifth) estimates.assign(values.begin(), values.end());
                                 if (draws++ >= 0) sum += values[ece].value_or(0);
                               },
                               {.draws = most_draws(scored.labels.size()),
                                .seed = before_fifth ? 1U : 0U,
                                .end_together = before_fifth,
                                .one_group = before_fifth});
  if (draws > 0) take_off_bias(found[ece], sum / draws);
  Json json;
  for (std::size_t i = 0; i < statistics.size(); ++i) json[statistics[i].first] = interval(found[i], estimates[i]);
  return json;
}

Json interval_unit(const Scored& scored) {
  const std::size_t groups = std::set<int>(scored.lesions.begin(), scored.lesions.end()).size();
  return Json{{"unit", drawn_unit(scored.known, scored.lesions.size(), groups)}, {"groups", groups}, {"level", 0.95}};
}

Json precision_recall(const Scored& scored, const std::vector<float>& scores) {
  Json curve = Json::array();
  for (const ml::PrPoint& point : ml::precision_recall_curve(scored.labels, scores)) {
    curve.push_back({{"threshold", point.threshold}, {"recall", point.recall}, {"precision", point.precision}});
  }
  return curve;
}

Json sweep(const Scored& scored, const std::vector<float>& scores) {
  Json rows = Json::array();
  for (const ml::SweepRow& row : ml::threshold_sweep(scored.labels, scores, {.step = 0.05})) {
    rows.push_back({{"threshold", row.threshold},
                    {"accuracy", or_null(row.metrics.accuracy)},
                    {"precision", or_null(row.metrics.precision)},
                    {"recall", or_null(row.metrics.recall)},
                    {"specificity", or_null(row.metrics.specificity)},
                    {"f1", or_null(row.metrics.f1)}});
  }
  return rows;
}

Json before_calibration(const Scored& scored) {
  const std::vector<float> scores = of_second(scored.before_calibration);
  return {{"brier", or_null(ml::brier_score(scored.labels, scores))},
          {"log_loss", or_null(ml::log_loss(scored.labels, scores))},
          {"calibration", calibration(ml::reliability_diagram(scored.labels, scores))}};
}

}  // namespace

Json evaluation_detail(const Scored& scored, bool before_fifth) {
  Json json;
  json["temperature"] = temperature(scored);
  json["intervals"] = intervals(scored, before_fifth);
  if (scored.groups.size() != 2 && !before_fifth)
    if (const auto area = auc_interval(scored)) json["intervals"]["macro_auc"] = interval(area, std::nullopt);
  json["interval_unit"] = interval_unit(scored);
  if (scored.groups.size() != 2) {
    const auto groups = static_cast<int>(scored.groups.size());
    json["calibration"] = calibration(ml::top_label_reliability(scored.labels, scored.judging(), groups));
    if (!scored.before_calibration.empty())
      json["before_calibration"] = Json{
          {"calibration", calibration(ml::top_label_reliability(scored.labels, scored.before_calibration, groups))}};
    return json;
  }
  const std::vector<float> scores = stated_scores(scored), judging = judging_scores(scored);
  json["average_precision"] = or_null(ml::average_precision(scored.labels, scores));
  json["isic_auc_sens_80"] = or_null(ml::isic_auc_sens_80(scored.labels, scores));
  json["isic2024_pauc_80"] = or_null(ml::isic2024_pauc_80(scored.labels, scores));
  json["brier"] = or_null(ml::brier_score(scored.labels, judging));
  json["log_loss"] = or_null(ml::log_loss(scored.labels, judging));
  json["calibration"] = calibration(ml::reliability_diagram(scored.labels, judging));
  json["judged_by"] = !scored.cross_fitted.empty()  ? "cross-fitted over lesions"
                      : scored.why_as_shown.empty() ? "calibrated as shown"
                                                    : "calibrated as shown: " + scored.why_as_shown;
  if (!scored.before_calibration.empty()) json["before_calibration"] = before_calibration(scored);
  json["operating_points"] = operating_points(scored, scores);
  json["sweep"] = sweep(scored, scores);
  json["precision_recall"] = precision_recall(scored, scores);
  return json;
}

}  // namespace app
