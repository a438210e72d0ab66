#include <algorithm>
#include <string>
#include <vector>

#include "app/pages/common/image_parts.h"
#include "app/pages/train/live_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/text.h"
#include "engine/ui/scale.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kMostSmoothing = 0.95F, kField_px = 22, kMetricsField_px = 92, kNormField_px = 98;
constexpr float kResetZoom_px = 96;
constexpr float kLeastSlider_px = 170, kWideSlider_px = 210;

// Smoothing, and the way back from a zoom.
void draw_head(TrainContext& context, const Rect& card) {
  LiveView& live = context.view.live;
  const Style& style = context.style;
  const float right = card.high.x - 14, top = card.low.y + 8;
  float left = card.low.x + 14 + text_size(style.fonts.strong, "Curves").x + 14;
  if (live.plots.zoomed()) {
    ImGui::SetCursorScreenPos({right - kResetZoom_px, top});
    if (button(style, "train.zoom_reset", "All epochs",
               {.kind = ButtonKind::Secondary, .width_px = kResetZoom_px, .height_px = 26, .tip = "Ends the zoom"}))
      live.plots.reset();
  }
  const float end = live.plots.zoomed() ? right - kResetZoom_px - 8 : right;
  left = std::max(std::min(left, end - kLeastSlider_px), end - 300);
  if (left > card.low.x + 14 + text_size(style.fonts.strong, "Curves").x)
    draw_text(style.fonts.strong, {card.low.x + 14, top + 4}, style.theme.text, "Curves");
  ImGui::PushClipRect({left, top}, {end, top + 30}, true);
  ImGui::SetCursorScreenPos({left, top});
  ImGui::BeginChild("smoothing", {end - left, 28}, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  engine::sharpen(*ImGui::GetWindowDrawList());
  const float label_px = end - left < kWideSlider_px ? 66 : 80;
  slider(style, "train.smoothing", "Smoothing", live.smoothing, 0, kMostSmoothing, {.label_px = label_px});
  tooltip(style, "How much of the epochs before goes into each value drawn. The raw values stay, faint.");
  ImGui::EndChild();
  ImGui::PopClipRect();
}

// At the right end of a chart's header.
void field_at(const Rect& chart, float width) {
  ImGui::SetCursorScreenPos({chart.high.x - width - 8, chart.low.y - 3});
}

void choose_metrics(TrainContext& context, const Rect& chart) {
  std::vector<Metric>& shown = context.view.live.metrics;
  std::vector<std::string> names{"Choose"};
  const std::size_t groups = context.models.run.evaluation.groups.size();
  for (const MetricInfo& metric : metric_table())
    names.push_back((std::ranges::find(shown, metric.id) != shown.end() ? "✓ " : "   ") +
                    std::string(title_of(metric.id, groups)));
  field_at(chart, kMetricsField_px);
  const int chosen = drop_down(context.style, "train.metrics", names, 0, {kMetricsField_px, kField_px});
  if (chosen < 1) return;
  const auto metric = static_cast<Metric>(chosen - 1);
  const auto found = std::ranges::find(shown, metric);
  if (found == shown.end())
    shown.push_back(metric);
  else
    shown.erase(found);
  std::ranges::sort(shown);
}

void choose_norm(TrainContext& context, const Rect& chart) {
  static const std::vector<std::string> kNames{"gradient", "update"};
  field_at(chart, kNormField_px);
  const int chosen = drop_down(context.style, "train.norm", kNames, static_cast<int>(context.view.live.norm),
                               {kNormField_px, kField_px});
  if (chosen >= 0) context.view.live.norm = static_cast<Norm>(chosen);
}

}  // namespace

void draw_live_charts(TrainContext& context, const LiveLayout& layout) {
  LiveView& live = context.view.live;
  const RunView& run = context.models.run;
  live.batches.follow(run.run, run.step_loss);
  begin_run_charts(context, live.plots);
  common::begin_card(context, "Curves", layout.charts, common::Scroll::No);
  draw_head(context, layout.charts);
  RunChartLook look{.smoothing = live.smoothing, .x_axis = false, .mark_texts = true};
  look.batches = &live.batches.raw();
  look.batches_smoothed = &live.batches.smoothed();
  loss_chart(context, layout.chart[0], live.plots, look);
  look.mark_texts = false;  // they stand in the first one
  look.header_right_px = kMetricsField_px + 14;
  metrics_chart(context, layout.chart[1], live.plots, live.metrics, look);
  choose_metrics(context, layout.chart[1]);
  look.header_right_px = 0;
  const bool norms = !blocks_of(run).empty();
  look.x_axis = !norms;  // the lowest chart that has values has the numbers
  rate_chart(context, layout.chart[2], live.plots, look);
  look.x_axis = true;
  look.header_right_px = norms ? kNormField_px + 14 : 0;
  norms_chart(context, layout.chart[3], live.plots, live.norm, look);
  if (norms) choose_norm(context, layout.chart[3]);
  common::end_card();
}

}  // namespace app
