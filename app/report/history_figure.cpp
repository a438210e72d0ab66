// Two rows of three: accuracy, loss, precision; recall, AUC, learning rate. As they were measured while training.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/report/figures.h"
#include "app/workspace/evaluation_json.h"

namespace app {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Curves {
  std::vector<double> epoch, train_loss, val_loss, train_accuracy, learning_rate;
  std::vector<MetricValues> val;
};

// The editions before the fifth drew the mean precision of more than two groups as it was stored.
MetricValues metrics_of_epoch(const FigureSource& source, const Json& json) {
  MetricValues values = metrics_from_json(json);
  const Json* stored = json.find("precision");
  if (source.before_fifth && stored != nullptr && stored->is_number())
    values[Metric::Precision] = stored->get<double>();
  return values;
}

Curves curves_of(const FigureSource& source) {
  Curves curves;
  for (const db::Epoch& epoch : source.epochs) {
    const auto json = Json::parse_if_valid(epoch.metrics_json);
    curves.epoch.push_back(epoch.epoch);
    curves.train_loss.push_back(epoch.train_loss.value_or(kNone));
    curves.val_loss.push_back(epoch.val_loss.value_or(kNone));
    curves.learning_rate.push_back(epoch.learning_rate.value_or(kNone));
    curves.train_accuracy.push_back(json && json->is_object() ? json->value("train_accuracy", kNone) : kNone);
    curves.val.push_back(json && json->is_object() ? metrics_of_epoch(source, *json) : MetricValues());
  }
  return curves;
}

std::vector<double> values_of(const Curves& curves, Metric metric) {
  std::vector<double> values;
  for (const MetricValues& epoch : curves.val) values.push_back(epoch[metric].value_or(kNone));
  return values;
}

bool has_any(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double value) { return std::isfinite(value); });
}

Panel panel_of(const FigureSource& source, const Curves& curves, const char* title) {
  Panel panel{.title = title};
  panel.x = {.title = "epoch", .whole_numbers = true};
  // One epoch alone gets an axis around it.
  const double first = curves.epoch.front(), last = curves.epoch.back();
  panel.x.range = last > first ? AxisRange{first, last} : AxisRange{first - 1, first + 1};
  if (source.best_epoch > 0) panel.guides.push_back({Guide::Kind::Vertical, static_cast<double>(source.best_epoch)});
  return panel;
}

void add(Panel& panel, const Curves& curves, const char* name, Tone::Kind tone, std::vector<double> values) {
  if (has_any(values))
    panel.series.push_back({.name = name, .tone = {tone}, .x = curves.epoch, .y = std::move(values)});
}

Panel metric_panel(const FigureSource& source, const Curves& curves, const char* title, Metric metric) {
  Panel panel = panel_of(source, curves, title);
  panel.y.range = AxisRange{0, 1};
  if (metric == Metric::Accuracy) add(panel, curves, "training", Tone::Kind::Train, curves.train_accuracy);
  add(panel, curves, "validation", Tone::Kind::Validation, values_of(curves, metric));
  if (panel.series.empty())
    panel.missing = "Not defined in any epoch: the validation split has no image, or no image of some class";
  return panel;
}

Panel loss_panel(const FigureSource& source, const Curves& curves) {
  Panel panel = panel_of(source, curves, "Loss");
  add(panel, curves, "training", Tone::Kind::Train, curves.train_loss);
  add(panel, curves, "validation", Tone::Kind::Validation, curves.val_loss);
  if (panel.series.empty()) panel.missing = "No epoch has a loss that is a number";
  return panel;
}

Panel rate_panel(const FigureSource& source, const Curves& curves) {
  Panel panel = panel_of(source, curves, "Learning rate (log axis)");
  panel.y.logarithmic = true;
  const bool positive = std::ranges::any_of(curves.learning_rate, [](double rate) { return rate > 0; });
  if (positive)
    panel.series.push_back({.mark = Mark::Steps, .tone = metric_tone(2), .x = curves.epoch, .y = curves.learning_rate});
  else
    panel.missing = "The run kept no learning rate";
  return panel;
}

}  // namespace

Figure history_figure(const FigureSource& source) {
  Figure figure{.title = "Training history of " + title_of(source.run), .columns = 3};
  figure.caption = {.run = title_of(source.run), .target = source.run.target, .split = "val"};
  figure.caption.label_revision = source.run.label_revision;
  figure.caption.text = "Measured while training, by the labels of then; the threshold of two classes is 0.5. ";
  if (source.best_epoch > 0)
    figure.caption.text +=
        (calls_best(source) ? "The dashed line is the best epoch, " : "The dashed line is the last epoch, kept: ") +
        std::to_string(source.best_epoch) + ". ";
  figure.caption.text +=
      "Precision, " + recall_title(source) + " and AUC of the training images are not recorded while training.";
  if (source.epochs.empty()) {
    figure.columns = 1;
    figure.panels.push_back({.missing = title_of(source.run) + " has no finished epoch"});
    return figure;
  }
  const auto json = Json::parse_if_valid(source.epochs.back().metrics_json);
  if (json && json->is_object()) figure.caption.n = json->value("n", std::int64_t{0});
  const char* title_of_recall = recall_title(source) == "recall" ? "Recall (sensitivity)" : "Sensitivity (recall)";
  const Curves curves = curves_of(source);
  figure.panels.push_back(metric_panel(source, curves, "Accuracy", Metric::Accuracy));
  figure.panels.push_back(loss_panel(source, curves));
  figure.panels.push_back(metric_panel(source, curves, "Precision", Metric::Precision));
  figure.panels.push_back(metric_panel(source, curves, title_of_recall, Metric::Recall));
  figure.panels.push_back(metric_panel(source, curves, "AUC", Metric::Auc));
  figure.panels.push_back(rate_panel(source, curves));
  return figure;
}

}  // namespace app
