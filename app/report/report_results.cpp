// What the run is worth on the split: metrics with intervals, calibration, each class, the matrix with its images.

#include "app/report/report_parts.h"
#include "app/workspace/evaluation_detail.h"
#include "ml/metrics/bootstrap.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"

namespace app {
namespace {

constexpr std::size_t kNamedImages = 60;  // of a cell

// The editions before the fifth left groups that are never called out of the mean precision.
std::optional<double> metric_of(const FigureSource& source, const ml::ConfusionMatrix& matrix, Metric metric) {
  const bool of_called = source.before_fifth && metric == Metric::Precision && matrix.classes() > 2;
  return of_called ? mean_of(ml::multiclass_metrics(matrix).precision) : metrics_of(matrix, std::nullopt)[metric];
}

// With the threshold held fixed; patients and lesions drawn whole.
Json with_interval(const FigureSource& source, Metric metric, double value) {
  const Scored& scored = source.outcome.scored;
  const std::vector<int> predicted = predicted_groups(scored, source.outcome.evaluation.threshold);
  const int groups = static_cast<int>(scored.groups.size());
  const auto bounds =
      ml::bootstrap_statistic(scored.lesions,
                              [&](std::span<const std::size_t> rows) {
                                ml::ConfusionMatrix matrix(groups);
                                for (const std::size_t row : rows) matrix.add(scored.labels[row], predicted[row]);
                                return metric_of(source, matrix, metric);
                              },
                              {.seed = source.before_fifth ? 1U : 0U, .one_group = source.before_fifth});
  if (!bounds) return interval(value, std::nullopt, std::nullopt);
  return interval(value, bounds->low, bounds->high);
}

struct AreaInterval {
  std::optional<double> low = {}, high = {};
  DrawnOver drawn = {};
};

// Of the mean over more than two groups the fourth edition had that of the macro AUC, and those before it had none.
AreaInterval interval_of_area(const FigureSource& source, const Json& detail) {
  const Evaluation& evaluation = source.outcome.evaluation;
  if (evaluation.groups.size() == 2 || !source.before_fifth)
    return {evaluation.auc_low, evaluation.auc_high, evaluation.drawn};
  const Json* found = detail.at("intervals").find("macro_auc");
  if (source.words_before || found == nullptr || found->is_null()) return {};
  const Json& unit = detail.at("interval_unit");
  return {found->at("low").get<double>(),
          found->at("high").get<double>(),
          {unit.at("unit").get<std::string>(), unit.at("groups").get<std::int64_t>(), found->at("draws").get<int>(),
           found->at("settled").get<bool>()}};
}

std::string title_in(const FigureSource& source, Metric metric) {
  return metric == Metric::Recall ? recall_title(source)
                                  : std::string(metric_table()[static_cast<std::size_t>(metric)].title);
}

Json metric_value(const FigureSource& source, const AreaInterval& area, Metric metric) {
  const Evaluation& evaluation = source.outcome.evaluation;
  const auto value = metric == Metric::Auc
                         ? evaluation.metrics[metric]
                         : metric_of(source, ml::matrix_of(evaluation.confusion, evaluation.groups.size()), metric);
  if (!value) return kNotDefined;
  if (metric == Metric::Auc) return interval(*value, area.low, area.high);
  return with_interval(source, metric, *value);
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
  const Evaluation& evaluation = source.outcome.evaluation;
  const ml::MulticlassMetrics metrics =
      ml::multiclass_metrics(ml::matrix_of(evaluation.confusion, evaluation.groups.size()));
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
  const Json detail = evaluation_detail(source.outcome.scored, source.before_fifth);
  const AreaInterval area = interval_of_area(source, detail);
  section.fact("n", "Images", evaluation.n);
  for (const MetricInfo& metric : metric_table())
    section.fact(std::string(metric.key), title_in(source, metric.id), metric_value(source, area, metric.id));
  add_calibration_facts(section, source);
  add_calibration(section, source, detail);
  section.fact("leak", "What the images share with those trained on",
               evaluation.from.leak.empty() ? Json("nothing that is known") : Json(evaluation.from.leak));
  if (evaluation.auc_without_leak) section.fact("auc_without_leak", "AUC without them", *evaluation.auc_without_leak);
  section.fact("intervals", "Intervals drawn over",
               area.drawn.draws > 0 || is_one_group(area.drawn) ? Json(text_of(area.drawn)) : Json(kNotDefined));
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
