// The menu: every action that names a menu in the action table. The menus stand in one column, the actions of the
// chosen one beside it, so that arrows and mouse go through both alike.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <imgui.h>

#include "app/shell/shell_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr std::array<std::string_view, 6> kMenus = {"File", "Edit", "Label", "View", "Train", "Help"};
constexpr float kNames_px = 96, kActions_px = 330, kAction_px = 30, kPadding_px = 8;

void draw_bars(const Style& style, const Item& button) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(button.place.low, button.place.high,
                     button.hovered ? style.theme.accent_deep : style.theme.accent_strong, 10);
  const ImVec2 c = button.place.centre();
  for (const float y : {-6.0F, 0.0F, 6.0F})
    draw.AddRectFilled({c.x - 9, c.y + y - 1}, {c.x + 9, c.y + y + 1}, style.theme.on_accent, 1);
}

void draw_back(const Style& style, const Item& row, bool chosen) {
  if (chosen || row.hovered || row.focused)
    ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high,
                                              chosen ? style.theme.accent_soft : style.theme.control_hovered, 6);
}

void draw_names(ShellContext& context, ImVec2 at) {
  const Style& style = context.style;
  std::string& shown = context.view.menu;
  for (const std::string_view name : kMenus) {
    ImGui::SetCursorScreenPos(at);
    const Item row = item(style, "menu." + std::string(name), {kNames_px, kAction_px});
    if (row.hovered || row.focused || row.clicked) shown = name;
    draw_back(style, row, shown == name);
    draw_text(style.fonts.small, {at.x + 10, at.y + 7}, style.theme.text, name);
    at.y += kAction_px;
  }
}

bool draw_action(ShellContext& context, const Action& action) {
  const Style& style = context.style;
  const bool here = is_at_home(action, {.page = context.view.page});
  const Item row = item(style, "menu." + action.id, {kActions_px, kAction_px}, Takes::Press, here);
  draw_back(style, row, false);
  tooltip(style, action.tooltip);
  const ImVec2 at = row.place.low;
  draw_text(style.fonts.small, {at.x + 10, at.y + 7}, here ? style.theme.text : style.theme.faint, name_of(action));
  draw_text_right(style.fonts.tiny, {row.place.high.x - 10, at.y + 8}, style.theme.faint,
                  shortcut_text(action.shortcut));
  if (row.clicked) context.commands.push(RunAction{action.id});
  return row.clicked;
}

std::size_t draw_actions(ShellContext& context, ImVec2 at) {
  std::size_t drawn = 0;
  for (const Action& action : context.actions.rows()) {
    if (action.menu != context.view.menu || !is_offered(action)) continue;
    ImGui::SetCursorScreenPos({at.x, at.y + kAction_px * static_cast<float>(drawn++)});
    if (draw_action(context, action)) ImGui::CloseCurrentPopup();
  }
  return drawn;
}

std::size_t longest(const ShellContext& context) {
  std::size_t most = kMenus.size();
  for (const std::string_view menu : kMenus) {
    const auto rows = std::ranges::count_if(
        context.actions.rows(), [&](const Action& action) { return action.menu == menu && is_offered(action); });
    most = std::max(most, static_cast<std::size_t>(rows));
  }
  return most;
}

}  // namespace

void draw_menu(ShellContext& context, const Rect& in) {
  ImGui::SetCursorScreenPos(in.low);
  const Item button = item(context.style, "nav.menu", {in.width(), in.height()});
  draw_bars(context.style, button);
  tooltip(context.style, "Menu: everything that can be done");
  if (button.clicked) {
    ImGui::OpenPopup("menu");
    context.view.menu = kMenus.front();
  }
  ImGui::SetNextWindowPos({in.low.x, in.high.y + 8});
  const float room_px = ImGui::GetIO().DisplaySize.y - in.high.y - 16;
  ImGui::SetNextWindowSize({kNames_px + kActions_px + 3 * kPadding_px,
                            std::min(kAction_px * static_cast<float>(longest(context)) + 2 * kPadding_px, room_px)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPadding_px, kPadding_px});
  if (ImGui::BeginPopup("menu", ImGuiWindowFlags_NoMove)) {
    context.style.focus.begin_layer("menu", LayerKind::List);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_names(context, at);
    draw_actions(context, {at.x + kNames_px + kPadding_px, at.y});
    context.style.focus.end_layer();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

}  // namespace app
