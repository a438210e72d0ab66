// The runs: which is A and which B, which lie over the charts, their names and notes; those that were put away.
#include <algorithm>
#include <string>

#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

using What = EditRun::What;

constexpr float kRow_px = 46, kLetter_px = 28, kColumns_px = 16;

std::string state_of(const RunRow& run) {
  switch (run.state) {
    case RunState::Failed: return "failed";
    case RunState::Stopped: return "stopped";
    case RunState::Running:
    case RunState::Paused:
    case RunState::Preparing: return "training";
    case RunState::None:
    case RunState::Finished: break;
  }
  return "";
}

std::string second_line(const CompareContext& context, const RunRow& run) {
  std::string text = state_of(run);
  const auto add = [&text](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : " · ") + more;
  };
  add(run.note);
  add(run.parent);
  add(run.summary);
  if (!context.deterministic) add(run.when);
  return text;
}

void letter(CompareContext& context, const RunRow& run, bool second, bool chosen) {
  const auto& other = second ? context.view.a : context.view.b;
  const bool fits = !other || *other == run.id || comparable(context.view, *other, run.id);
  const std::string landmark = std::string(second ? "compare.b." : "compare.a.") + std::to_string(run.id);
  if (button(context.style, landmark, second ? "B" : "A",
             {.width_px = kLetter_px,
              .height_px = 26,
              .enabled = run.best_epoch > 0,
              .selected = chosen,
              .tip = run.best_epoch == 0 ? "It has no finished epoch to compare"
                     : !fits             ? "It was trained for other groups than the other one: no comparison"
                     : second            ? "Compare with this run (B)"
                                         : "Compare this run (A)"}))
    context.commands.push(ChooseCompared{second, run.id});
}

void overlay_button(CompareContext& context, const RunRow& run) {
  const auto& overlays = context.models.run.overlays;
  const bool on = std::ranges::find(overlays, run.id, &RunOverlay::run) != overlays.end();
  const bool shown = context.models.run.run == run.id;
  if (button(context.style, "compare.chart." + std::to_string(run.id), "~",
             {.width_px = kLetter_px,
              .height_px = 26,
              .enabled = !shown,
              .selected = on || shown,
              .tip = shown ? "The charts show this run" : "Lay this run over the charts of the Train page"}))
    context.commands.push(OverlayRun{run.id, !on});
}

// What the numbers and the buttons of the rows are.
void draw_columns(const CompareContext& context) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, buttons = 3 * (kLetter_px + 4);
  draw_text_right(style.fonts.tiny, {at.x + width - buttons - 6, at.y}, style.theme.faint, "AUC");
  draw_text(style.fonts.tiny, {at.x + width - buttons + 4, at.y}, style.theme.faint, "compare");
  draw_text_right(style.fonts.tiny, {at.x + width, at.y}, style.theme.faint, "chart");
  ImGui::Dummy({width, kColumns_px});
}

void draw_row(CompareContext& context, const RunRow& run) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float buttons = 3 * (kLetter_px + 4);
  const bool a = context.view.a == run.id, b = context.view.b == run.id;
  if (a || b)
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + 2}, {at.x + 3, at.y + kRow_px - 8},
                                              a ? colour_of_a(style.theme) : colour_of_b(style.theme), 2);
  ImGui::SetCursorScreenPos({at.x + width - buttons + 4, at.y + 2});
  letter(context, run, false, a);
  ImGui::SameLine(0, 4);
  letter(context, run, true, b);
  ImGui::SameLine(0, 4);
  overlay_button(context, run);
  const std::string auc = decimals(run.best_auc, 3);
  const float auc_px = text_size(style.fonts.mono, auc).x;
  draw_text_right(style.fonts.mono, {at.x + width - buttons - 6, at.y + 4}, style.theme.text, auc);
  ImGui::SetCursorScreenPos({at.x + width - buttons - 6 - auc_px, at.y + 4});
  ImGui::Dummy({auc_px, 16});
  tooltip(style, "AUC of validation at the best epoch, before calibration, by the labels of training");
  draw_text(style.fonts.small, {at.x + 10, at.y + 3}, style.theme.text,
            elided(style.fonts.small, run.name, width - buttons - auc_px - 24));
  const std::string more = second_line(context, run);
  draw_text(style.fonts.tiny, {at.x + 10, at.y + 25}, style.theme.muted,
            elided(style.fonts.tiny, more, width - buttons - 16));
  ImGui::SetCursorScreenPos({at.x, at.y + kRow_px});
  ImGui::Dummy({1, 0});
}

void save_button(CompareContext& context, const char* landmark, const char* text, bool changed, const EditRun& edit) {
  const float width = (ImGui::GetWindowContentRegionMax().x - ImGui::GetWindowContentRegionMin().x - 6) / 2;
  if (button(context.style, landmark, text, {.width_px = width, .height_px = 30, .enabled = changed}))
    context.commands.push(edit);
}

// Of A: what is typed stays until another run is A.
void draw_fields(CompareContext& context, const RunRow& run) {
  CompareView& view = context.view;
  if (view.edited != run.id) {
    view.edited = run.id;
    view.name = run.name;
    view.note = run.note;
  }
  section(context.style, "A: " + elided(context.style.fonts.small, run.name, 160));
  text_field(context.style, "compare.name", "Name", "a name", view.name, 48);
  text_field(context.style, "compare.note", "Note", "what it is about", view.note, 48);
  save_button(context, "compare.save_name", "Rename", view.name != run.name && !view.name.empty(),
              {.what = What::Rename, .run = run.id, .text = view.name});
  ImGui::SameLine(0, 6);
  save_button(context, "compare.save_note", "Save note", view.note != run.note,
              {.what = What::Note, .run = run.id, .text = view.note});
  if (button(context.style, "compare.delete", "Delete",
             {.kind = ButtonKind::Quiet,
              .height_px = 30,
              .tip = "Put it away: it can be restored, and its files stay until you remove them"}))
    context.commands.push(EditRun{.what = What::Delete, .run = run.id});
}

void draw_deleted(CompareContext& context) {
  const auto& deleted = context.models.run.deleted_runs;
  if (deleted.empty()) return;
  ImGui::Dummy({1, 6});
  toggle(context.style, "compare.show_deleted", "deleted (" + std::to_string(deleted.size()) + ")",
         context.view.deleted_shown, "Runs that were put away");
  if (!context.view.deleted_shown) return;
  for (const RunRow& run : deleted) {
    const std::string id = std::to_string(run.id);
    label(context.style, context.style.fonts.small, context.style.theme.muted,
          elided(context.style.fonts.small, run.name, ImGui::GetContentRegionAvail().x));
    if (button(context.style, "compare.restore." + id, "Restore", {.height_px = 28}))
      context.commands.push(EditRun{.what = What::Restore, .run = run.id});
    ImGui::SameLine(0, 6);
    if (button(context.style, "compare.remove_files." + id, "Remove files…",
               {.kind = ButtonKind::Danger, .height_px = 28, .tip = "Asks first, and says how much goes"}))
      context.commands.push(EditRun{.what = What::RemoveFiles, .run = run.id});
  }
}

}  // namespace

void draw_runs_list(CompareContext& context) {
  const auto& runs = context.models.run.runs;
  section(context.style, "Runs", std::to_string(runs.size()));
  if (runs.empty())
    paragraph(context.style, context.style.fonts.small, context.style.theme.muted,
              "No run yet. Train one on the Train page (F3), then a second with one setting changed.");
  if (!runs.empty()) draw_columns(context);
  for (const RunRow& run : runs) draw_row(context, run);
  if (const RunRow* a = row_of(runs, context.view.a)) draw_fields(context, *a);
  draw_deleted(context);
}

}  // namespace app
