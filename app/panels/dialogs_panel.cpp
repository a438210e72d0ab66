// Command palette, shortcut sheet, about: made from the action table.
#include <algorithm>
#include <imgui.h>
#include <imgui_stdlib.h>
#include <string>
#include <vector>

#include "app/core/action_table.h"
#include "app/panels/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/fuzzy.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr ImGuiWindowFlags kDialog = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

void begin_dialog(const PanelContext& context, const char* name, const Rect& window, ImVec2 size, float y) {
  ImGui::SetNextWindowPos({window.centre().x, y}, ImGuiCond_Always, {0.5F, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.style.theme.panel_raised);
  ImGui::Begin(name, nullptr, kDialog);
}

void end_dialog() {
  ImGui::End();
  ImGui::PopStyleColor();
}

std::vector<const ActionInfo*> matching(const std::string& query) {
  std::vector<std::pair<int, const ActionInfo*>> scored;
  for (const ActionInfo& info : action_table()) {
    if (const auto score = fuzzy_score(query, info.title)) scored.emplace_back(-*score, &info);
  }
  std::ranges::stable_sort(scored, {}, &std::pair<int, const ActionInfo*>::first);
  std::vector<const ActionInfo*> result;
  for (const auto& [score, info] : scored) result.push_back(info);
  return result;
}

void palette_row(PanelContext& context, const ActionInfo& info, bool first) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(info.id.data());
  if (ImGui::InvisibleButton("row", {width, 34})) {
    context.commands.push(info.action);
    context.view.shell.palette_open = false;
  }
  ImGui::PopID();
  style.mark("palette." + std::string(info.id), at, {at.x + width, at.y + 34});
  if (first || ImGui::IsItemHovered()) ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + 34}, style.theme.accent_soft, 8);
  draw_text(style.fonts.body, {at.x + 10, at.y + 8}, style.theme.text, info.title);
  const float title_px = text_size(style.fonts.body, info.title).x;
  draw_text(style.fonts.small, {at.x + 26 + title_px, at.y + 9}, style.theme.faint, elided(style.fonts.small, info.tooltip, width - title_px - 150));
  draw_text_right(style.fonts.mono, {at.x + width - 10, at.y + 9}, style.theme.muted, info.shortcut);
}

void draw_palette(PanelContext& context, const Rect& window) {
  begin_dialog(context, "palette", window, {640, 440}, 120);
  std::string& query = context.view.shell.palette_query;
  ImGui::SetNextItemWidth(-1);
  if (ImGui::IsWindowAppearing()) {
    query.clear();
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered = ImGui::InputTextWithHint("##query", "What do you want to do?", &query, ImGuiInputTextFlags_EnterReturnsTrue);
  context.style.mark("palette.input", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  const std::vector<const ActionInfo*> rows = matching(query);
  if (entered && !rows.empty()) {
    context.commands.push(rows.front()->action);
    context.view.shell.palette_open = false;
  }
  ImGui::BeginChild("rows", {0, 0}, false);
  for (std::size_t i = 0; i < rows.size(); ++i) palette_row(context, *rows[i], i == 0 && !query.empty());
  ImGui::EndChild();
  end_dialog();
}

void draw_shortcuts(PanelContext& context, const Rect& window) {
  begin_dialog(context, "shortcuts", window, {760, 560}, 100);
  label(context.style, context.style.fonts.title, context.style.theme.text, "Keyboard shortcuts");
  ImGui::BeginChild("keys", {0, 0}, false);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float column = ImGui::GetContentRegionAvail().x / 2;
  float y[2] = {origin.y, origin.y};
  std::size_t n = 0;
  for (const ActionInfo& info : action_table()) {
    if (info.shortcut.empty()) continue;
    const std::size_t side = n++ % 2;
    const float x = origin.x + column * static_cast<float>(side);
    draw_text(context.style.fonts.mono, {x, y[side] + 6}, context.style.theme.accent, info.shortcut);
    draw_text(context.style.fonts.small, {x + 140, y[side] + 5}, context.style.theme.text, elided(context.style.fonts.small, info.title, column - 150));
    y[side] += 26;
  }
  ImGui::Dummy({1, std::max(y[0], y[1]) - origin.y});
  ImGui::EndChild();
  end_dialog();
}

void draw_about(PanelContext& context, const Rect& window) {
  begin_dialog(context, "about", window, {600, 0}, 160);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Nevus");
  paragraph(style, style.fonts.body, style.theme.muted, "A workbench for skin-lesion image sets: browse and relabel, fine-tune on the CPU, watch every number live and trace it to its images.");
  paragraph(style, style.fonts.body, style.theme.warning, "Research and teaching tool. Not a medical device. Nothing it shows is a diagnosis, and no decision about a person may rest on it.");
  paragraph(style, style.fonts.small, style.theme.muted, "Every labelling is an event in an append-only log; undo is another event. Images stay where they are; the workspace refers to them by content.");
  if (button(style, "about.close", "Close")) context.commands.push(Action::ToggleAbout);
  end_dialog();
}

}  // namespace

void draw_dialogs(PanelContext& context, const Rect& window) {
  if (context.view.shell.palette_open) draw_palette(context, window);
  if (context.view.shell.shortcuts_open) draw_shortcuts(context, window);
  if (context.view.shell.about_open) draw_about(context, window);
}

}  // namespace app
