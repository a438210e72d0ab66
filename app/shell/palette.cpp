// The command palette: every action that can be run now, found by its name.
#include <algorithm>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/query_field.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/fuzzy.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

std::vector<const Action*> matching(const ShellContext& context, const std::string& query) {
  std::vector<std::pair<int, const Action*>> scored;
  for (const Action& info : context.actions.rows()) {
    if (!is_at_home(info, {.page = context.view.page}) || !is_offered(info)) continue;
    if (const auto score = fuzzy_score(query, name_of(info))) scored.emplace_back(-*score, &info);
  }
  std::ranges::stable_sort(scored, {}, &std::pair<int, const Action*>::first);
  std::vector<const Action*> result;
  for (const auto& [score, info] : scored) result.push_back(info);
  return result;
}

// True when the mouse comes to it: Enter takes the row that is lit.
bool palette_row(ShellContext& context, const Action& info, bool chosen) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(info.id.c_str());
  if (ImGui::InvisibleButton("row", {width, kQueryRow_px})) {
    context.commands.push(RunAction{info.id});
    context.view.palette_open = false;
  }
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  style.mark("palette." + info.id, at, {at.x + width, at.y + kQueryRow_px});
  draw_row_back(style, {at, {at.x + width, at.y + kQueryRow_px}}, chosen, hovered);
  const std::string name = name_of(info);
  draw_text(style.fonts.body, {at.x + 10, at.y + 8}, style.theme.text, name);
  const float title_px = text_size(style.fonts.body, name).x;
  draw_text(style.fonts.small, {at.x + 26 + title_px, at.y + 9}, style.theme.muted,
            elided(style.fonts.small, info.tooltip, width - title_px - 150));
  draw_text_right(style.fonts.tiny, {at.x + width - 10, at.y + 10}, style.theme.muted, shortcut_text(info.shortcut));
  return hovered && mouse_moved();
}

}  // namespace

void draw_palette(ShellContext& context, const Rect& window) {
  begin_dialog(context, "palette", window, {640, 440}, 120);
  const std::string before = context.view.palette_query;
  int& choice = context.view.palette_choice;
  const int last_choice = choice;
  const bool entered =
      query_field(context.style, "palette.input", "What do you want to do?", context.view.palette_query, choice);
  const std::vector<const Action*> rows = matching(context, context.view.palette_query);
  choice =
      context.view.palette_query != before ? 0 : std::clamp(choice, 0, std::max(0, static_cast<int>(rows.size()) - 1));
  if (entered && !rows.empty()) {
    context.commands.push(RunAction{rows[static_cast<std::size_t>(choice)]->id});
    context.view.palette_open = false;
  }
  ImGui::BeginChild("rows", {0, 0}, false);
  if (rows.empty())
    label(context.style, context.style.fonts.small, context.style.theme.muted, "Nothing that can be done here.");
  int met = choice;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (palette_row(context, *rows[i], static_cast<int>(i) == choice)) met = static_cast<int>(i);
    if (static_cast<int>(i) == choice && choice != last_choice) ImGui::SetScrollHereY();
  }
  choice = met;
  ImGui::EndChild();
  end_dialog(context);
}

}  // namespace app
