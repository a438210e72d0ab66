#include "app/pages/train/run_list.h"

#include <string>

#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;

namespace {

// The note first: it is why the run was made.
std::string second_line(const TrainContext& context, const RunRow& run) {
  std::string text = run.note;
  for (const std::string& more : {run.summary, context.deterministic ? std::string() : run.when})
    if (!more.empty()) text += (text.empty() ? "" : " · ") + more;
  return text;
}

}  // namespace

void draw_runs(TrainContext& context) {
  const Style& style = context.style;
  section(style, "Runs", std::to_string(context.models.run.runs.size()));
  for (const RunRow& run : context.models.run.runs) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const Item row = item(style, "train.run." + std::to_string(run.id), {width, 44});
    if (row.clicked) context.commands.push(ShowRun{run.id, 0});
    tooltip(style, "AUC: of validation at the best epoch, before calibration, by the labels of training");
    const bool shown = context.models.run.run == run.id;
    if (shown || row.hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + 44},
                                                shown ? style.theme.accent_soft : style.theme.control, 8);
    draw_text(style.fonts.small, {at.x + 10, at.y + 5}, style.theme.text, run.name);
    draw_text_right(style.fonts.mono, {at.x + width - 10, at.y + 6},
                    run.state == RunState::Failed    ? style.theme.bad
                    : run.state == RunState::Running ? style.theme.accent
                                                     : style.theme.good,
                    run.state == RunState::Failed    ? "failed"
                    : run.state == RunState::Running ? "training"
                                                     : "AUC " + decimals(run.best_auc, 3));
    draw_text(style.fonts.tiny, {at.x + 10, at.y + 24}, style.theme.muted,
              elided(style.fonts.tiny, second_line(context, run), width - 20));
  }
}

}  // namespace app
