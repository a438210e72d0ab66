// ROC, precision-recall, threshold analysis, reliability.
#include <algorithm>

#include "app/report/figure_panels.h"
#include "app/report/figures.h"
#include "ml/metrics/calibration.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/threshold_sweep.h"

namespace app {
namespace {

constexpr AxisRange kUnit{0, 1};

Panel unit_square(const char* x, const char* y) {
  return {.x = {.title = x, .range = kUnit}, .y = {.title = y, .range = kUnit}, .square = true};
}

// "melanoma, AUC 0.873", or the value alone where there is one curve.
std::string curve_name(const Scored& scored, int group, const char* what, std::optional<double> value) {
  const std::string number = std::string(what) + " " + (value ? decimals(*value, 3) : "not defined");
  return scored.groups[static_cast<std::size_t>(group)] + ", " + number;
}

Series roc_series(const Scored& scored, int group, const AgainstRest& rest) {
  Series series{.tone = group_tone(group)};
  for (const ml::RocPoint& point : ml::roc_curve(rest.labels, rest.scores)) {
    series.x.push_back(point.fpr);
    series.y.push_back(point.tpr);
  }
  series.name = curve_name(scored, group, "AUC", ml::roc_auc(rest.labels, rest.scores));
  return series;
}

// The one first that the rest of the page has.
const char* both_names(const FigureSource& source) {
  return recall_title(source) == "recall" ? "recall (sensitivity)" : "sensitivity (recall)";
}

// Where the threshold in use lies on the curve.
Series roc_point(const FigureSource& source) {
  const Evaluation& evaluation = source.outcome.evaluation;
  const auto& specificity = evaluation.metrics[Metric::Specificity];
  const auto& recall = evaluation.metrics[Metric::Recall];
  Series series{.mark = Mark::Points, .tone = group_tone(1)};
  if (!specificity || !recall) return series;
  series.name = "threshold " + decimals(evaluation.threshold, 2);
  series.x = {1 - *specificity};
  series.y = {*recall};
  return series;
}

std::string auc_note(const FigureSource& source) {
  const Evaluation& evaluation = source.outcome.evaluation;
  const auto& auc = evaluation.metrics[Metric::Auc];
  if (!auc) return "";
  if (evaluation.groups.size() != 2) return "Macro AUC (mean of one class against the rest) " + decimals(*auc, 3) + ".";
  std::string text = "AUC " + decimals(*auc, 3);
  if (evaluation.auc_low && evaluation.auc_high)
    text += " (95 % interval " + decimals(*evaluation.auc_low, 3) + " to " + decimals(*evaluation.auc_high, 3) + ", " +
            text_of(evaluation.drawn) + ")";
  else if (is_one_group(evaluation.drawn))
    text += " (95 % interval " + text_of(evaluation.drawn) + ")";
  return text + ".";
}

Series pr_series(const Scored& scored, int group, const AgainstRest& rest) {
  Series series{.mark = Mark::Line, .tone = group_tone(group)};
  for (const ml::PrPoint& point : ml::precision_recall_curve(rest.labels, rest.scores)) {
    series.x.push_back(point.recall);
    series.y.push_back(point.precision);
  }
  series.name = curve_name(scored, group, "AP", ml::average_precision(rest.labels, rest.scores));
  return series;
}

using SeriesOf = Series (*)(const Scored&, int, const AgainstRest&);

// One curve a group; groups without images on both sides are named below the figure.
void add_curves(Figure& figure, Panel& panel, const Scored& scored, SeriesOf series_of) {
  std::vector<std::string> without;
  for (const int group : largest_groups(scored, curve_groups(scored), figure.caption)) {
    const AgainstRest rest = ranked_against_rest(scored, group);
    if (rest.has_both())
      panel.series.push_back(series_of(scored, group, rest));
    else
      without.push_back(scored.groups[static_cast<std::size_t>(group)]);
  }
  if (panel.series.empty())
    panel.missing = "There is no curve: " + why_one_class(scored) + ", and it needs images of both sides";
  else if (!without.empty())
    figure.caption.notes.push_back("No curve for " + listed(without) + ": the split has no image of it, or no other");
}

void add_metric(Panel& panel, const std::vector<ml::SweepRow>& rows, const std::string& name, int tone,
                std::optional<double> ml::BinaryMetrics::*metric) {
  Series series{.name = name, .tone = metric_tone(tone)};
  for (const ml::SweepRow& row : rows) {
    series.x.push_back(row.threshold);
    series.y.push_back(or_gap(row.metrics.*metric));
  }
  panel.series.push_back(std::move(series));
}

void add_best(Panel& panel, const AgainstRest& rest, const std::string& name, int tone, const ml::ThresholdRule& rule,
              std::optional<double> ml::BinaryMetrics::*metric) {
  const auto best = ml::operating_point(rest.labels, rest.scores, rule);
  if (!best || !(best->metrics.*metric)) return;
  panel.series.push_back(
      {.mark = Mark::Points,
       .name = std::string(name) + " " + decimals(*(best->metrics.*metric), 3) + " at " + decimals(best->threshold, 3),
       .tone = metric_tone(tone),
       .x = {best->threshold},
       .y = {*(best->metrics.*metric)}});
}

Panel threshold_panel(const FigureSource& source, int group, const AgainstRest& rest) {
  using ml::ThresholdCriterion;
  const Scored& scored = source.outcome.scored;
  const std::string& name = scored.groups[static_cast<std::size_t>(group)];
  Panel panel{.title = scored.groups.size() == 2 ? "" : name + " against the rest"};
  panel.x = {.title = "threshold: called " + name + " at or above", .range = kUnit};
  panel.y = {.title = "value", .range = kUnit};
  if (!rest.has_both()) {
    panel.missing =
        "Nothing to choose: " +
        (scored.groups.size() == 2 ? why_one_class(scored) : "the split has no image of " + name + ", or no other");
    return panel;
  }
  const auto rows = ml::threshold_sweep(rest.labels, rest.scores, {.first = 0, .last = 1, .step = 0.01});
  add_metric(panel, rows, "accuracy", 0, &ml::BinaryMetrics::accuracy);
  add_metric(panel, rows, "precision", 2, &ml::BinaryMetrics::precision);
  const std::string recall = recall_title(source);
  add_metric(panel, rows, recall, 1, &ml::BinaryMetrics::recall);
  add_metric(panel, rows, "F1", 3, &ml::BinaryMetrics::f1);
  add_best(panel, rest, "best accuracy", 0, {.criterion = ThresholdCriterion::Accuracy}, &ml::BinaryMetrics::accuracy);
  add_best(panel, rest, "best " + recall, 1, {.criterion = ThresholdCriterion::RecallFloor, .recall_floor = 1},
           &ml::BinaryMetrics::recall);
  add_best(panel, rest, "best F1", 3, {.criterion = ThresholdCriterion::F1}, &ml::BinaryMetrics::f1);
  if (scored.groups.size() == 2) {
    const double threshold = source.outcome.evaluation.threshold;
    panel.guides.push_back({Guide::Kind::Vertical, threshold, "threshold " + decimals(threshold, 2)});
  }
  return panel;
}

Panel reliability_panel(const ml::ReliabilityDiagram& diagram, bool two, const std::string& positive) {
  Panel panel = unit_square(two ? "predicted probability" : "confidence of the predicted class",
                            two ? "observed share" : "share of right answers");
  panel.title = "Observed against predicted";
  if (two) panel.y.title = "observed share of " + positive;
  panel.guides.push_back({Guide::Kind::Diagonal});
  Series series{.mark = Mark::Points, .name = "observed, 95 % interval", .tone = metric_tone(0)};
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    if (bin.count == 0) continue;
    series.x.push_back(*bin.mean_probability);
    series.y.push_back(*bin.observed);
    series.low.push_back(*bin.observed_low);
    series.high.push_back(*bin.observed_high);
  }
  panel.series = {{.tone = metric_tone(0), .x = series.x, .y = series.y}, series};
  return panel;
}

ml::ReliabilityDiagram reliability_of(const Scored& scored, const std::vector<float>& probabilities) {
  const auto groups = static_cast<int>(scored.groups.size());
  if (groups != 2) return ml::top_label_reliability(scored.labels, probabilities, groups);
  std::vector<float> scores;
  for (std::size_t i = 1; i < probabilities.size(); i += 2) scores.push_back(std::min(1.0F, probabilities[i]));
  return ml::reliability_diagram(scored.labels, scores);
}

// The same images as the network gave them, as a dashed line without intervals.
void add_before(Panel& panel, const ml::ReliabilityDiagram& diagram, Caption& caption) {
  Series series{.name = "before calibration", .tone = metric_tone(1), .dashed = true};
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    if (bin.count == 0) continue;
    series.x.push_back(*bin.mean_probability);
    series.y.push_back(*bin.observed);
  }
  panel.series.push_back(std::move(series));
  if (diagram.ece) caption.text += " Before calibration the error was " + decimals(*diagram.ece, 3) + ".";
}

Panel reliability_counts(const ml::ReliabilityDiagram& diagram, bool two) {
  Panel panel{.title = "Images in each bin", .square = true};
  panel.x = {.title = two ? "predicted probability" : "confidence of the predicted class", .range = kUnit};
  panel.y = {.title = "images", .whole_numbers = true};
  Series series{.mark = Mark::Bars, .name = "images", .tone = metric_tone(0)};
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    series.x.push_back((bin.low + bin.high) / 2);
    series.low.push_back(bin.low);
    series.high.push_back(bin.high);
    series.y.push_back(static_cast<double>(bin.count));
  }
  panel.series.push_back(std::move(series));
  return panel;
}

}  // namespace

Figure roc_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  Figure figure;
  Panel panel = unit_square("false positive rate (1 − specificity)", both_names(source));
  panel.guides.push_back({Guide::Kind::Diagonal});
  figure.caption = caption_of(source, "Each point is a threshold; the dashed diagonal is chance. " + auc_note(source));
  add_curves(figure, panel, scored, roc_series);
  if (scored.groups.size() == 2 && panel.missing.empty()) panel.series.push_back(roc_point(source));
  figure.panels.push_back(std::move(panel));
  return figure;
}

Figure precision_recall_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  Figure figure;
  Panel panel = unit_square(both_names(source), "precision (positive predictive value)");
  std::string text = "Each point is a threshold. AP is the average precision, without interpolation.";
  if (scored.groups.size() == 2) {
    const AgainstRest rest = against_rest(scored, 1);
    const double share = static_cast<double>(rest.positives) / static_cast<double>(rest.labels.size());
    panel.guides.push_back(
        {Guide::Kind::Horizontal, share, "chance: " + decimals(share, 3) + " are " + scored.groups[1]});
  } else {
    text += " One class against the rest.";
  }
  figure.caption = caption_of(source, std::move(text));
  add_curves(figure, panel, scored, pr_series);
  figure.panels.push_back(std::move(panel));
  return figure;
}

Figure threshold_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  Figure figure;
  figure.caption = caption_of(source, std::string("Dots mark the best value over all thresholds") +
                                          (source.words_before ? "" : " that call something positive") + "; best " +
                                          recall_title(source) +
                                          " is the highest threshold that still finds every positive. A threshold "
                                          "chosen on these images looks better on them than "
                                          "it is: choose on validation, judge on test.");
  const std::vector<int> groups = largest_groups(scored, curve_groups(scored), figure.caption);
  figure.columns = groups.size() == 1 ? 1 : 2;
  for (const int group : groups) figure.panels.push_back(threshold_panel(source, group, against_rest(scored, group)));
  return figure;
}

Figure reliability_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  const bool two = scored.groups.size() == 2;
  const ml::ReliabilityDiagram diagram = reliability_of(scored, scored.judging());
  Figure figure{.columns = 2};
  std::string text = "On the dashed diagonal probabilities mean what they say. " + std::to_string(diagram.bins.size()) +
                     " bins of equal width; bars of error are Wilson's.";
  if (diagram.ece) text += " Expected calibration error " + decimals(*diagram.ece, 3);
  if (diagram.mce) text += ", largest " + decimals(*diagram.mce, 3) + ".";
  if (!two && source.outcome.calibration)
    text +=
        " The predicted class is here the most probable one after calibration, which need not be the one that is "
        "decided for.";
  if (!scored.why_as_shown.empty()) text += " Judged as shown: " + scored.why_as_shown + ".";
  figure.caption = caption_of(source, std::move(text));
  Panel panel = reliability_panel(diagram, two, scored.groups.back());
  if (!scored.before_calibration.empty())
    add_before(panel, reliability_of(scored, scored.before_calibration), figure.caption);
  figure.panels = {std::move(panel), reliability_counts(diagram, two)};
  return figure;
}

}  // namespace app
