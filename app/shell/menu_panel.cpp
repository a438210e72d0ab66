// The menu: every action that names a menu in the action table. The menus stand in one column, the actions of the
// chosen one beside it, so that arrows and mouse go through both alike; where they are many, these scroll alone.
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

// What the mouse comes to has the keyboard too, so that one name is chosen; a mouse that rests leaves it to the arrows.
void draw_names(ShellContext& context, ImVec2 at) {
  const Style& style = context.style;
  std::string& shown = context.view.menu;
  for (const std::string_view name : kMenus) {
    ImGui::SetCursorScreenPos(at);
    const std::string landmark = "menu." + std::string(name);
    const Item row = item(style, landmark, {kNames_px, kAction_px});
    const bool met = row.hovered && mouse_moved();
    if (met) style.focus.touch(landmark);
    if (met || row.focused || row.clicked) shown = name;
    draw_back(style, row, shown == name);
    draw_text(style.fonts.small, {at.x + 10, at.y + 7}, style.theme.text, name);
    at.y += kAction_px;
  }
}

bool draw_action(ShellContext& context, const Action& action) {
  const Style& style = context.style;
  const bool here = is_at_home(action, {.page = context.view.page});
  const Item row = item(style, "menu." + action.id, {ImGui::GetContentRegionAvail().x, kAction_px}, Takes::Press, here);
  draw_back(style, row, false);
  tooltip(style, action.tooltip);
  const ImVec2 at = row.place.low;
  draw_text(style.fonts.small, {at.x + 10, at.y + 7}, here ? style.theme.text : style.theme.faint, name_of(action));
  draw_text_right(style.fonts.tiny, {row.place.high.x - 10, at.y + 8}, style.theme.faint,
                  shortcut_text(action.shortcut));
  if (row.clicked) context.commands.push(RunAction{action.id});
  return row.clicked;
}

// A window of its own for each menu, which begins at its top.
void draw_actions(ShellContext& context, ImVec2 at) {
  ImGui::SetCursorScreenPos(at);
  ImGui::BeginChild(context.view.menu.c_str(), {kActions_px, 0}, false);
  if (ImGui::IsWindowAppearing()) ImGui::SetScrollY(0);
  const ImVec2 top = ImGui::GetCursorScreenPos();
  bool done = false;
  float y = top.y;
  for (const Action& action : context.actions.rows()) {
    if (action.menu != context.view.menu || !is_offered(action)) continue;
    ImGui::SetCursorScreenPos({top.x, y});
    y += kAction_px;
    done |= draw_action(context, action);
  }
  ImGui::EndChild();
  if (done) ImGui::CloseCurrentPopup();
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
  constexpr ImGuiWindowFlags kFixed =
      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::BeginPopup("menu", kFixed)) {
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
