#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/train/live_panel.h"
#include "app/pages/train/live_words.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kAuc_px = 190, kButton_px = 92, kSmallStatus_px = 620;

ImU32 state_colour(const engine::Theme& theme, const RunView& run) {
  switch (run.state) {
    case RunState::Preparing:
    case RunState::Running: return theme.accent;
    case RunState::Paused:
    case RunState::Stopped: return theme.warning;
    case RunState::Finished: return theme.good;
    case RunState::Failed: return theme.bad;
    case RunState::None: break;
  }
  return theme.faint;
}

// The one AUC of the page, and of which epoch it is.
void draw_auc(const TrainContext& context, const Rect& in) {
  const RunView& run = context.models.run;
  const Style& style = context.style;
  const std::string epoch = epoch_in_words(run);
  if (epoch.empty()) return;
  const float auc = number(run.evaluation.metrics[Metric::Auc]);
  const std::string name = run.evaluation.groups.size() > 2 ? "mean AUC" : "AUC";
  draw_text_right(style.fonts.title, {in.high.x, in.low.y - 2}, style.theme.text, name + " " + decimals(auc, 3));
  draw_text_right(style.fonts.tiny, {in.high.x, in.low.y + 28}, style.theme.muted,
                  elided(style.fonts.tiny, "validation, " + epoch, in.width()));
}

void draw_state(const TrainContext& context, const Rect& in) {
  const RunView& run = context.models.run;
  const Style& style = context.style;
  ImGui::GetWindowDrawList()->AddCircleFilled({in.low.x + 6, in.low.y + 10}, 5, state_colour(style.theme, run));
  const std::string state = state_in_words(run);
  draw_text(style.fonts.strong, {in.low.x + 20, in.low.y}, style.theme.text,
            elided(style.fonts.strong, state, in.width() - 20));
  draw_text(style.fonts.small, {in.low.x + 20, in.low.y + 25}, style.theme.muted,
            elided(style.fonts.small, progress_in_words(run, !context.deterministic), in.width() - 20));
  if (text_size(style.fonts.strong, state).x <= in.width() - 20) return;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::Dummy({in.width(), 22});
  tooltip(style, state);
}

void draw_buttons(TrainContext& context, const Rect& in) {
  LiveView& live = context.view.live;
  ImGui::SetCursorScreenPos(in.low);
  if (button(context.style, "train.form_shown", live.form_hidden ? "Settings" : "Widen",
             {.kind = ButtonKind::Secondary,
              .width_px = in.width(),
              .height_px = 28,
              .tip = live.form_hidden ? "Show the settings and the runs again"
                                      : "Hide the settings and the runs: the charts take the whole width"}))
    live.form_hidden = !live.form_hidden;
}

}  // namespace

void draw_live_status(TrainContext& context, const Rect& in) {
  common::begin_card(context, "Run", in, common::Scroll::No);
  Rect inside{{in.low.x + 14, in.low.y + 11}, {in.high.x - 14, in.high.y - 10}};
  const bool narrow = in.width() < kSmallStatus_px;
  if (context.models.run.live) {
    const Rect bar{{inside.low.x, in.high.y - 9}, {inside.high.x, in.high.y - 4}};
    ImGui::SetCursorScreenPos(bar.low);
    progress_bar(context.style, progress_of(context.models.run), bar.width(), 4);
  }
  if (narrow) {
    Rect below{{inside.low.x, inside.low.y + 44}, inside.high};
    draw_buttons(context, {{below.high.x - kButton_px, inside.low.y - 4}, {below.high.x, inside.low.y + 24}});
    draw_state(context, {inside.low, {inside.high.x - kButton_px - 8, inside.high.y}});
    const RunView& run = context.models.run;
    if (const std::string epoch = epoch_in_words(run); !epoch.empty())
      draw_text(context.style.fonts.strong, {below.low.x + 20, below.low.y + 4}, context.style.theme.text,
                elided(context.style.fonts.strong,
                       (run.evaluation.groups.size() > 2 ? "mean AUC " : "AUC ") +
                           decimals(number(run.evaluation.metrics[Metric::Auc]), 3) + "  validation, " + epoch,
                       below.width() - 20));
    return common::end_card();
  }
  draw_buttons(context, inside.take_right(kButton_px));
  inside.take_right(14);
  draw_auc(context, inside.take_right(kAuc_px));
  inside.take_right(10);
  draw_state(context, inside);
  common::end_card();
}

}  // namespace app
