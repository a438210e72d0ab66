#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/term_tip.h"
#include "app/pages/train/live_panel.h"
#include "app/pages/train/live_words.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

const std::array<std::string, 3> kOrders = {"in their order", "largest first", "most missed first"};
constexpr float kOrder_px = 150, kShares_px = 92, kZoom_px = 26;

// The Library counts under its own target and run: it has to follow the matrix before it filters.
void show_cell(TrainContext& context, const MatrixCell& cell) {
  follow_evaluation(context);
  Filter filter;
  filter.splits = {Split::Val};
  filter.pairs = {{cell.true_group, cell.predicted_group}};
  context.commands.push(SetFilter{filter});
  context.commands.push(ShowPage{"library"});
}

// Shares or counts, the order, and closer or farther where it is a map of many cells. As far as there is room.
void draw_head(TrainContext& context, const Rect& in, std::size_t groups) {
  const bool many = groups > 2, map = groups > 8;
  LiveView& live = context.view.live;
  const Style& style = context.style;
  const float top = in.low.y + 9;
  draw_text(style.fonts.strong, {in.low.x + 14, top + 3}, style.theme.text, "Confusion");
  float right = in.high.x - 12;
  const ImVec2 title = text_size(style.fonts.strong, "Confusion");
  common::term_tip(style, "confusion matrix", {{in.low.x + 14, top + 3}, {in.low.x + 14 + title.x, top + 3 + title.y}});
  const float least = in.low.x + 14 + title.x + 12;
  const auto place = [&](float width) {
    if (right - width < least) return false;
    ImGui::SetCursorScreenPos({right - width, top});
    right -= width + 8;
    return true;
  };
  if (place(kShares_px))
    toggle(style, "train.matrix_shares", "row %", live.matrix_look.by_row,
           "Large numbers and colours are shares of each labelled group; off: counts");
  if (map && place(kZoom_px) && button(style, "train.matrix_closer", "+", {.width_px = kZoom_px, .height_px = 26}))
    live.matrix.zoom = std::min(12.0F, live.matrix.zoom * 1.5F);
  if (map && place(kZoom_px) && button(style, "train.matrix_farther", "−", {.width_px = kZoom_px, .height_px = 26}))
    live.matrix.zoom = std::max(1.0F, live.matrix.zoom / 1.5F);
  if (!many || !place(kOrder_px)) return;
  const int order =
      drop_down(style, "train.matrix_order", kOrders, static_cast<int>(live.matrix_look.order), {kOrder_px, 26});
  if (order >= 0) live.matrix_look.order = static_cast<MatrixOrder>(order);
}

}  // namespace

void follow_evaluation(TrainContext& context) {
  const RunView& run = context.models.run;
  const Gallery& gallery = context.models.gallery;
  const std::string& target = run.evaluation.question.target;  // groups of the same names may be another one's
  const bool shown = gallery.target() != nullptr && gallery.target()->name == target;
  if (!shown && gallery.table().class_list().target_named(target) != nullptr) context.commands.push(SetTarget{target});
  if (run.live && run.run) context.commands.push(ShowRun{*run.run, run.evaluation.epoch});
}

void draw_matrix(TrainContext& context, const Rect& in) {
  const RunView& run = context.models.run;
  const EvaluationView& evaluation = run.evaluation;
  common::begin_card(context, "Confusion", in, common::Scroll::No);
  draw_head(context, in, evaluation.groups.size());
  const std::string why = why_no_evaluation(run);
  std::span<const int> before;  // the refit: what the run's own model said of the labels it knew
  if (evaluation.refit && context.models.refit.ghost_confusion.size() == evaluation.confusion.size())
    before = context.models.refit.ghost_confusion;
  MatrixLook look = context.view.live.matrix_look;
  look.empty = why;
  const auto cell =
      matrix_plot(context.style, "train.matrix", {{in.low.x + 14, in.low.y + 44}, {in.high.x - 12, in.high.y - 6}},
                  {evaluation.groups, evaluation.confusion, before}, look, context.view.live.matrix);
  if (cell) show_cell(context, *cell);
  common::end_card();
}

}  // namespace app
