// Command palette and shortcut sheet, made from the action table; about.
#include <algorithm>
#include <string>
#include <vector>

#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/core/disclaimer.h"
#include "app/shell/dialog.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/fuzzy.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

std::vector<const Action*> matching(const ShellContext& context, const std::string& query) {
  std::vector<std::pair<int, const Action*>> scored;
  for (const Action& info : context.actions.rows()) {
    if (info.scope == Scope::Dialog) continue;  // the palette itself is the dialog
    if (const auto score = fuzzy_score(query, info.title)) scored.emplace_back(-*score, &info);
  }
  std::ranges::stable_sort(scored, {}, &std::pair<int, const Action*>::first);
  std::vector<const Action*> result;
  for (const auto& [score, info] : scored) result.push_back(info);
  return result;
}

void palette_row(ShellContext& context, const Action& info, bool chosen) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(info.id.c_str());
  if (ImGui::InvisibleButton("row", {width, 34})) {
    context.commands.push(RunAction{info.id});
    context.view.palette_open = false;
  }
  ImGui::PopID();
  style.mark("palette." + std::string(info.id), at, {at.x + width, at.y + 34});
  if (chosen || ImGui::IsItemHovered())
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + 34}, style.theme.accent_soft, 8);
  draw_text(style.fonts.body, {at.x + 10, at.y + 8}, style.theme.text, info.title);
  const float title_px = text_size(style.fonts.body, info.title).x;
  draw_text(style.fonts.small, {at.x + 26 + title_px, at.y + 9}, style.theme.faint,
            elided(style.fonts.small, info.tooltip, width - title_px - 150));
  draw_text_right(style.fonts.tiny, {at.x + width - 10, at.y + 10}, style.theme.muted,
                  shortcut_text(std::string(info.shortcut)));
}

int move_choice(ImGuiInputTextCallbackData* data) {
  int& choice = *static_cast<int*>(data->UserData);
  choice += data->EventKey == ImGuiKey_UpArrow ? -1 : 1;
  return 0;
}

void draw_palette(ShellContext& context, const Rect& window) {
  begin_dialog(context, "palette", window, {640, 440}, 120);
  std::string& query = context.view.palette_query;
  int& choice = context.view.palette_choice;
  const std::string before = query;
  const int last_choice = choice;
  ImGui::SetNextItemWidth(-1);
  if (ImGui::IsWindowAppearing()) {
    query.clear();
    choice = 0;
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered = ImGui::InputTextWithHint(
      "##query", "What do you want to do?", &query,
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory, move_choice, &choice);
  context.style.mark("palette.input", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  const std::vector<const Action*> rows = matching(context, query);
  choice = query != before ? 0 : std::clamp(choice, 0, std::max(0, static_cast<int>(rows.size()) - 1));
  if (entered && !rows.empty()) {
    context.commands.push(RunAction{rows[static_cast<std::size_t>(choice)]->id});
    context.view.palette_open = false;
  }
  ImGui::BeginChild("rows", {0, 0}, false);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    palette_row(context, *rows[i], static_cast<int>(i) == choice);
    if (static_cast<int>(i) == choice && choice != last_choice) ImGui::SetScrollHereY();
  }
  ImGui::EndChild();
  end_dialog();
}

void draw_key(const Style& style, ImVec2 at, const std::string& text) {
  const Rect cap{at, {at.x + std::max(26.0F, text_size(style.fonts.tiny, text).x + 16), at.y + 22}};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(cap.low, cap.high, style.theme.control_hovered, 5);
  draw.AddRect(cap.low, cap.high, style.theme.border, 5);
  draw_text_centred(style.fonts.tiny, cap, style.theme.text, text);
}

void draw_shortcuts(ShellContext& context, const Rect& window) {
  begin_dialog(context, "shortcuts", window, {780, 572}, 80);
  label(context.style, context.style.fonts.title, context.style.theme.text, "Keyboard shortcuts");
  ImGui::BeginChild("keys", {0, 0}, false);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float column = ImGui::GetContentRegionAvail().x / 2;
  float y[2] = {origin.y, origin.y};
  std::size_t n = 0;
  for (const Action& info : context.actions.rows()) {
    if (info.shortcut.empty() || info.scope == Scope::Dialog) continue;
    const std::size_t side = n++ % 2;
    const float x = origin.x + column * static_cast<float>(side);
    draw_key(context.style, {x, y[side]}, shortcut_text(std::string(info.shortcut)));
    draw_text(context.style.fonts.small, {x + 150, y[side] + 4}, context.style.theme.text,
              elided(context.style.fonts.small, name_of(info), column - 160));
    y[side] += 28;
  }
  ImGui::Dummy({1, std::max(y[0], y[1]) - origin.y});
  ImGui::EndChild();
  end_dialog();
}

void draw_about(ShellContext& context, const Rect& window) {
  begin_dialog(context, "about", window, {600, 0}, 160);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Nevus");
  paragraph(style, style.fonts.body, style.theme.muted,
            "A workbench for skin-lesion image sets: browse and relabel, fine-tune on the CPU, watch every number live "
            "and trace it to its images.");
  paragraph(
      style, style.fonts.body, style.theme.warning,
      std::string(kDisclaimer) + " Nothing it shows is a diagnosis, and no decision about a person may rest on it.");
  paragraph(style, style.fonts.small, style.theme.muted,
            "Every labelling is an event in an append-only log; undo is another event. Images stay where they are; the "
            "workspace refers to them by content.");
  if (button(style, "about.close", "Close")) context.commands.push(RunAction{"about"});
  end_dialog();
}

}  // namespace

void draw_dialogs(ShellContext& context, const Rect& window) {
  ShellView& shell = context.view;
  if (shell.dialog_open() && draw_scrim(window)) shell.close_dialogs();
  if (shell.palette_open) draw_palette(context, window);
  if (shell.shortcuts_open) draw_shortcuts(context, window);
  if (shell.about_open) draw_about(context, window);
  if (shell.import.open) draw_import_dialog(context, window);
  if (shell.preview.open) draw_augment_preview(context, window);
}

}  // namespace app
