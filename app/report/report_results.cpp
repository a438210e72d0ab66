// What the run is worth on the split: metrics with intervals, calibration, each class, the matrix with its images.
#include <algorithm>

#include "app/report/figure_panels.h"
#include "app/report/report_parts.h"
#include "app/workspace/evaluation_detail.h"
#include "app/workspace/evaluation_json.h"
#include "ml/metrics/bootstrap.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"

namespace app {
namespace {

constexpr std::size_t kNamedImages = 60;  // of a cell

ml::ConfusionMatrix matrix_of(const Evaluation& evaluation) {
  const int groups = static_cast<int>(evaluation.groups.size());
  ml::ConfusionMatrix matrix(groups);
  for (int row = 0; row < groups; ++row)
    for (int column = 0; column < groups; ++column)
      matrix.add(row, column, evaluation.confusion[static_cast<std::size_t>(row * groups + column)]);
  return matrix;
}

// With the threshold held fixed; patients and lesions drawn whole.
Json with_interval(const FigureSource& source, Metric metric, double value) {
  const Scored& scored = source.outcome.scored;
  const std::vector<int> predicted = predicted_groups(scored, source.outcome.evaluation.threshold);
  const int groups = static_cast<int>(scored.groups.size());
  const auto bounds = ml::bootstrap_statistic(scored.lesions,
                                              [&](std::span<const std::size_t> rows) {
                                                ml::ConfusionMatrix matrix(groups);
                                                for (const std::size_t row : rows)
                                                  matrix.add(scored.labels[row], predicted[row]);
                                                return metrics_of(matrix, std::nullopt)[metric];
                                              },
                                              {.seed = 1});
  if (!bounds) return interval(value, std::nullopt, std::nullopt);
  return interval(value, bounds->low, bounds->high);
}

// Of the mean over more than two groups; null where there are two, or it has none. Reports of the first editions had
// it as the macro AUC alone.
const Json* interval_of_mean(const FigureSource& source, const Json& detail) {
  if (source.words_before || source.outcome.scored.groups.size() == 2) return nullptr;
  const Json* found = detail.at("intervals").find("macro_auc");
  return found == nullptr || found->is_null() ? nullptr : found;
}

Json metric_value(const FigureSource& source, const Json& detail, Metric metric) {
  const Evaluation& evaluation = source.outcome.evaluation;
  const auto& value = evaluation.metrics[metric];
  if (!value) return kNotDefined;
  if (metric == Metric::Auc) {
    if (const Json* of_mean = interval_of_mean(source, detail))
      return interval(*value, of_mean->at("low").get<double>(), of_mean->at("high").get<double>());
    return interval(*value, evaluation.auc_low, evaluation.auc_high);
  }
  return with_interval(source, metric, *value);
}

Json drawn_over(const FigureSource& source, const Json& detail) {
  DrawnOver drawn = source.outcome.evaluation.drawn;
  if (const Json* of_mean = interval_of_mean(source, detail)) {
    const Json& unit = detail.at("interval_unit");
    drawn = {unit.at("unit").get<std::string>(), unit.at("groups").get<std::int64_t>(), of_mean->at("draws").get<int>(),
             of_mean->at("settled").get<bool>()};
  }
  return drawn.draws > 0 ? Json(text_of(drawn)) : Json(kNotDefined);
}

void add_calibration(ReportSection& section, const FigureSource& source, const Json& detail) {
  const auto told = [&](const char* key) {
    const Json* found = detail.find(key);
    return found == nullptr || found->is_null() ? Json(kNotDefined) : *found;
  };
  const auto with_bounds = [&](const char* key) {
    const Json* bounds = detail.at("intervals").find(key);
    return bounds == nullptr || bounds->is_null() ? told(key) : *bounds;
  };
  if (source.outcome.scored.groups.size() == 2) {
    section.fact("average_precision", "Average precision", with_bounds("average_precision"));
    section.fact("brier", "Brier score", with_bounds("brier"));
    section.fact("log_loss", "Log loss", with_bounds("log_loss"));
  } else {
    section.fact("macro_auc", "Macro AUC, one against the rest", with_bounds("macro_auc"));
    section.fact("kappa", "Cohen's kappa", with_bounds("kappa"));
  }
  section.fact("ece", "Expected calibration error, 15 bins", with_bounds("ece"));
  const bool further = source.outcome.calibration && !source.words_before;
  section.fact("temperature",
               further ? "Further temperature that would calibrate these images best (not applied)"
                       : "Temperature that would calibrate it (not applied)",
               with_bounds("temperature"));
}

ReportTable per_class(const FigureSource& source) {
  const Scored& scored = source.outcome.scored;
  ReportTable table("per_class", "Each class", {"class", "n", "precision", "recall", "F1", "AUC against the rest"});
  const ml::MulticlassMetrics metrics = ml::multiclass_metrics(matrix_of(source.outcome.evaluation));
  for (std::size_t group = 0; group < scored.groups.size(); ++group) {
    const AgainstRest rest = ranked_against_rest(scored, static_cast<int>(group));
    table.row({scored.groups[group], rest.positives, defined(metrics.precision[group]), defined(metrics.recall[group]),
               defined(metrics.f1[group]), defined(ml::roc_auc(rest.labels, rest.scores))});
  }
  return table;
}

Json images_of_cell(const FigureSource& source, const std::vector<int>& predicted, int truth, int column) {
  std::vector<Json> ids;
  std::size_t in_all = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (source.outcome.scored.labels[i] != truth || predicted[i] != column) continue;
    if (in_all++ < kNamedImages) ids.emplace_back(source.outcome.images[i]);
  }
  if (in_all > kNamedImages) ids.emplace_back("and " + std::to_string(in_all - kNamedImages) + " more");
  return Json(ids);
}

}  // namespace

ReportSection results_section(const ReportFacts& facts) {
  const FigureSource& source = facts.source;
  ReportSection section("results", "Results",
                        "In brackets 95 % intervals by bootstrap, whole patients and lesions drawn, the threshold held "
                        "fixed. The definitions are those of `nevus eval`.");
  if (!source.problem.empty()) {
    section.fact("problem", "Why there are none", source.problem);
    return section;
  }
  const Evaluation& evaluation = source.outcome.evaluation;
  const Json detail = evaluation_detail(source.outcome.scored);
  section.fact("n", "Images", evaluation.n);
  for (const MetricInfo& metric : metric_table())
    section.fact(std::string(metric.key), std::string(metric.title), metric_value(source, detail, metric.id));
  add_calibration_facts(section, source);
  add_calibration(section, source, detail);
  section.fact("leak", "What the images share with those trained on",
               evaluation.from.leak.empty() ? Json("nothing that is known") : Json(evaluation.from.leak));
  if (evaluation.auc_without_leak) section.fact("auc_without_leak", "AUC without them", *evaluation.auc_without_leak);
  section.fact("intervals", "Intervals drawn over", drawn_over(source, detail));
  section.fact("unreadable", "Images that could not be read and are left out", source.outcome.unreadable.size());
  section.add(per_class(source));
  return section;
}

ReportSection matrix_section(const ReportFacts& facts) {
  const FigureSource& source = facts.source;
  ReportSection section("matrix", "Confusion matrix", "The number of images of each true class called each class.");
  if (!source.problem.empty()) return section;
  const Evaluation& evaluation = source.outcome.evaluation;
  const std::vector<int> predicted = predicted_groups(source.outcome.scored, evaluation.threshold);
  ReportTable cells("cells", "Cells", {"true", "predicted", "images", "numbers of the images"});
  const std::size_t groups = evaluation.groups.size();
  for (std::size_t cell = 0; cell < groups * groups; ++cell) {
    if (evaluation.confusion[cell] == 0 && groups > 4) continue;
    const int row = static_cast<int>(cell / groups), column = static_cast<int>(cell % groups);
    cells.row({evaluation.groups[cell / groups], evaluation.groups[cell % groups], evaluation.confusion[cell],
               images_of_cell(source, predicted, row, column)});
  }
  section.add(cells);
  return section;
}

}  // namespace app
