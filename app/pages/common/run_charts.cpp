#include "app/pages/common/run_charts.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/models/run_words.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

std::vector<float> values_of(const RunView& run, const std::function<float(const EpochView&)>& value) {
  std::vector<float> values;
  for (const EpochView& epoch : run.epochs_done) values.push_back(value(epoch));
  return values;
}

float first_epoch(const RunView& run) {
  return run.epochs_done.empty() ? 1 : static_cast<float>(run.epochs_done.front().epoch);
}

// Values of the runs that are laid over the shown one; the lines point into them.
struct Overlaid {
  std::vector<std::vector<float>> values;

  Overlaid(const RunView& run, const engine::Theme& theme, const std::function<float(const EpochView&)>& value,
           std::vector<LineSeries>& series) {
    values.reserve(run.overlays.size());
    for (std::size_t i = 0; i < run.overlays.size(); ++i) {
      const RunOverlay& other = run.overlays[i];
      if (other.epochs.empty()) continue;
      auto& own = values.emplace_back();
      for (const EpochView& epoch : other.epochs) own.push_back(value(epoch));
      series.push_back({.name = name_beside(other, run),
                        .values = own,
                        .colour = overlay_colour(theme, i),
                        .first_x = static_cast<float>(other.epochs.front().epoch),
                        .dashed = true});
    }
  }
};

// Of a run that trains the trainer says it before it is known from the log.
float steps_per_epoch(const RunView& run) {
  return run.steps_per_epoch > 0 ? run.steps_per_epoch : run.live ? static_cast<float>(run.steps) : 0;
}

const char* nothing_yet(const RunView& run) {
  if (run.live || trains_elsewhere(run)) return "the first values come with the first epoch";
  return run.run ? "the run ended before its first epoch" : why_no_run(run);
}

// Where a legend is narrow.
std::string brief_name(Metric metric, std::size_t groups) {
  switch (metric) {
    case Metric::Recall: return groups == 2 ? "sens." : "recall";
    case Metric::Specificity: return "spec.";
    case Metric::Accuracy: return "acc.";
    case Metric::BalancedAccuracy: return "bal. acc.";
    case Metric::Precision: return "prec.";
    default: return "";
  }
}

bool all_missing(const std::vector<float>& values) {
  return std::ranges::none_of(values, [](float value) { return std::isfinite(value); });
}

// Draws, and shows the epoch that was asked for. A run that trains goes on with its newest one.
void draw(PageContext& context, const char* landmark, const Rect& in, std::span<const LineSeries> series,
          LineChartLook chart, LinkedPlots& linked, const RunChartLook& look) {
  const RunView& run = context.models.run;
  const std::vector<ChartMark> marks = marks_of(run, context.style.theme);
  chart.marks = marks;
  chart.mark_texts = look.mark_texts;
  chart.x_axis = look.x_axis;
  chart.smoothing = look.smoothing;
  chart.header_right_px = look.header_right_px;
  if (run.evaluation.epoch > 0) chart.shown_x = static_cast<float>(run.evaluation.epoch);
  const auto asked = line_chart(context.style, landmark, in, series, chart, linked);
  if (!asked || !run.run || run.live || run.epochs_done.empty()) return;
  const int epoch =
      std::clamp(static_cast<int>(std::lround(*asked)), run.epochs_done.front().epoch, run.epochs_done.back().epoch);
  context.commands.push(ShowRun{*run.run, epoch});
}

void add_batches(const RunView& run, const engine::Theme& theme, const RunChartLook& look,
                 std::vector<LineSeries>& series) {
  const float steps = steps_per_epoch(run);
  if (look.batches == nullptr || look.batches->size() == 0 || steps <= 0) return;
  LineSeries batches{.name = "batch",
                     .values = {},
                     .colour = with_opacity(training_colour(theme), 0.16F),
                     .first_x = 1 / steps,
                     .step_x = 1 / steps,
                     .background = true,
                     .many = look.batches};
  series.push_back(batches);
  if (look.batches_smoothed == nullptr || run.epochs_done.size() > 1) return;  // then the epochs say it
  batches.name = "batch";
  batches.colour = training_colour(theme);
  batches.background = false;
  batches.many = look.batches_smoothed;
  series.push_back(batches);
}

}  // namespace

std::string metrics_title(const RunView& run, bool whole) {
  if (!whole) return "Metrics, labels of training";
  return std::string(run.evaluation.groups.size() > 2 ? "Metrics" : "Metrics at 0.5") +
         ", uncalibrated, by the labels of training";
}

void begin_run_charts(const PageContext& context, LinkedPlots& linked) {
  const RunView& run = context.models.run;
  const float first = steps_per_epoch(run) > 0 && !run.step_loss.empty() ? 0 : first_epoch(run);
  float last = run.epochs_done.empty() ? 1 : static_cast<float>(run.epochs_done.back().epoch);
  if (run.live) last = std::max(last, static_cast<float>(run.epoch));
  for (const RunOverlay& other : run.overlays)
    if (!other.epochs.empty()) last = std::max(last, static_cast<float>(other.epochs.back().epoch));
  if (last <= first) last = first + 1;
  linked.begin_frame({first, last});
}

void loss_chart(PageContext& context, const Rect& in, LinkedPlots& linked, const RunChartLook& look) {
  const RunView& run = context.models.run;
  const engine::Theme& theme = context.style.theme;
  const std::vector<float> train = values_of(run, [](const EpochView&e) { return e.train_loss; }),
                           val = values_of(run, [](const EpochView&e) { return e.val_loss; });
  std::vector<LineSeries> series;
  const Overlaid others(
      run, theme, [](const EpochView& e) { return e.val_loss; }, series);
  add_batches(run, theme, look, series);
  series.push_back(
      {.name = "training", .values = train, .colour = training_colour(theme), .first_x = first_epoch(run)});
  series.push_back(
      {.name = "validation", .values = val, .colour = validation_colour(theme), .first_x = first_epoch(run)});
  draw(context, "train.chart.loss", in, series,
       {.title = "Loss",
        .empty = nothing_yet(run),
        .tip = "Training: mean over the batches of the epoch, with what "
               "regularises it. Validation: without, by the labels of training.\n"
               "The band behind them: from the lowest to the highest of the batches"},
       linked, look);
}

void metrics_chart(PageContext& context, const Rect& in, LinkedPlots& linked, std::span<const Metric> metrics,
                   const RunChartLook& look) {
  const RunView& run = context.models.run;
  const engine::Theme& theme = context.style.theme;
  std::vector<std::vector<float>> values;
  for (const Metric metric : metrics)
    values.push_back(values_of(run, [metric](const EpochView& e) { return number(e.val[metric]); }));
  std::vector<LineSeries> series;
  const auto first_metric = [&](const EpochView& e) { return metrics.empty() ? kUnknown : number(e.val[metrics[0]]); };
  const Overlaid others(run, theme, first_metric, series);
  for (std::size_t i = 0; i < metrics.size(); ++i)
    series.push_back({.name = std::string(title_of(metrics[i], run.evaluation.groups.size())),
                      .values = values[i],
                      .colour = theme.series[static_cast<std::size_t>(metrics[i]) % theme.series.size()],
                      .first_x = first_epoch(run),
                      .brief = brief_name(metrics[i], run.evaluation.groups.size())});
  const bool none = std::ranges::all_of(values, all_missing);
  const float room = in.width() - look.header_right_px;
  const auto fits = [&](std::string_view text) { return text_size(context.style.fonts.small, text).x <= room; };
  const std::string whole = metrics_title(run), shorter = metrics_title(run, false);
  const std::string title = fits(whole) ? whole : fits(shorter) ? shorter : "Metrics";  // the tip says of what
  draw(context, "train.chart.metrics", in, series,
       {.title = title,
        .empty = run.epochs_done.empty() ? nothing_yet(run)
                 : none                  ? "not defined here: validation has no image, or only one group of the target"
                                         : "choose a metric",
        .tip =
            "As stored while it trained: by the labels of training, before calibration, of two groups at a\n"
            "threshold of 0.5. The numbers beside are by the labels of now, calibrated, at the threshold that is set"},
       linked, look);
}

void rate_chart(PageContext& context, const Rect& in, LinkedPlots& linked, const RunChartLook& look) {
  const RunView& run = context.models.run;
  const std::vector<float> rate = values_of(run, [](const EpochView& e) { return e.learning_rate; });
  std::vector<LineSeries> series;
  const Overlaid others(
      run, context.style.theme, [](const EpochView& e) { return e.learning_rate; }, series);
  series.push_back(
      {.name = "rate", .values = rate, .colour = context.style.theme.series[4], .first_x = first_epoch(run)});
  RunChartLook plain = look;
  plain.smoothing = 0;  // it is what it is
  draw(context, "train.chart.rate", in, series,
       {.title = "Learning rate", .logarithmic = true, .empty = nothing_yet(run)}, linked, plain);
}

void norms_chart(PageContext& context, const Rect& in, LinkedPlots& linked, Norm norm, const RunChartLook& look) {
  const RunView& run = context.models.run;
  const engine::Theme& theme = context.style.theme;
  const std::vector<std::string> blocks = blocks_of(run);
  std::vector<std::vector<float>> values;
  for (const std::string& block : blocks) values.push_back(norms_of(run, block, norm));
  std::vector<LineSeries> series;
  for (std::size_t i = 0; i < blocks.size(); ++i)
    series.push_back({.name = blocks[i],
                      .values = values[i],
                      .colour = theme.series[i % theme.series.size()],
                      .first_x = first_epoch(run),
                      .dashed = i >= theme.series.size()});
  draw(context, "train.chart.norms", in, series,
       {.title = norm == Norm::Gradient ? "Gradient norm" : "Update norm",
        .logarithmic = true,
        .empty = run.epochs_done.empty() ? nothing_yet(run) : "not recorded by this run",
        .tip = norm == Norm::Gradient ? "Length of the gradient of each block, over the batches of the epoch"
                                      : "How far an epoch moved the weights of each block"},
       linked, look);
}

}  // namespace app
