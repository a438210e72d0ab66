// The charts of the shown run over its epochs, one function each: loss, metrics, learning rate, norms of the blocks.
// They share an axis, a cursor and a zoom, and mark what happened: the best epoch, the patience after it, changes of
// the rate, pauses. A click, or Enter at the cursor, shows that epoch.
//
//   begin_run_charts(context, linked);                       // once a frame, before them
//   loss_chart(context, rect, linked, {.smoothing = 0.6F});
//
// Main thread only, while a frame is built.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/pages/page.h"
#include "app/table/metrics.h"
#include "app/widgets/line_chart.h"

namespace app {

struct RunChartLook {
  float smoothing = 0;
  bool x_axis = true;
  bool mark_texts = true;
  float header_right_px = 0;                        // for a control beside the title
  const widgets::SeriesPyramid* batches = nullptr;  // loss of every batch, faint behind
  const widgets::SeriesPyramid* batches_smoothed = nullptr;
};

void begin_run_charts(const PageContext& context, widgets::LinkedPlots& linked);

void loss_chart(PageContext& context, const widgets::Rect& in, widgets::LinkedPlots& linked, const RunChartLook& look);
// Of validation; at least one.
void metrics_chart(PageContext& context, const widgets::Rect& in, widgets::LinkedPlots& linked,
                   std::span<const Metric> metrics, const RunChartLook& look);
void rate_chart(PageContext& context, const widgets::Rect& in, widgets::LinkedPlots& linked, const RunChartLook& look);
enum class Norm { Gradient, Update };
void norms_chart(PageContext& context, const widgets::Rect& in, widgets::LinkedPlots& linked, Norm norm,
                 const RunChartLook& look);

// Of the chart of metrics; not whole where there is no room, its tip says the rest.
std::string metrics_title(const RunView& run, bool whole = true);

// Best epoch, patience, steps of the rate and events, by place.
std::vector<widgets::ChartMark> marks_of(const RunView& run, const engine::Theme& theme);
// The blocks of all epochs, in the order of the network as far as they were recorded.
std::vector<std::string> blocks_of(const RunView& run);
// One value an epoch, NaN where the epoch has none. Epochs that are missing leave gaps.
std::vector<float> norms_of(const RunView& run, const std::string& block, Norm norm);
ImU32 training_colour(const engine::Theme& theme);
ImU32 validation_colour(const engine::Theme& theme);
ImU32 overlay_colour(const engine::Theme& theme, std::size_t place);  // of a run that is laid over the shown one

}  // namespace app
