// The menu: every action that names a menu in the action table, in the table's order.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "app/shell/shell_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

std::vector<std::string_view> menus(const ShellContext& context) {
  std::vector<std::string_view> names;
  for (const Action& info : context.actions.rows()) {
    if (!info.menu.empty() && std::ranges::find(names, info.menu) == names.end()) names.push_back(info.menu);
  }
  return names;
}

void draw_bars(const Style& style, const Rect& in, bool hovered) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (hovered) draw.AddRectFilled(in.low, in.high, style.theme.control_hovered, style.theme.control_radius_px);
  const ImVec2 c = in.centre();
  for (const float y : {-5.0F, 0.0F, 5.0F})
    draw.AddRectFilled({c.x - 7, c.y + y - 1}, {c.x + 7, c.y + y + 1}, style.theme.text, 1);
}

void draw_items(ShellContext& context, std::string_view menu) {
  for (const Action& info : context.actions.rows()) {
    if (info.menu != menu) continue;
    const std::string shortcut = shortcut_text(std::string(info.shortcut));
    if (ImGui::MenuItem(std::string(info.title).c_str(), shortcut.c_str())) context.commands.push(RunAction{info.id});
    context.style.mark("menu." + std::string(info.id), ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    tooltip(context.style, info.tooltip);
  }
}

}  // namespace

void draw_menu(ShellContext& context, const Rect& in) {
  ImGui::SetCursorScreenPos(in.low);
  if (ImGui::InvisibleButton("nav.menu", {in.width(), in.height()})) ImGui::OpenPopup("menu");
  context.style.mark("nav.menu", in.low, in.high);
  draw_bars(context.style, in, ImGui::IsItemHovered());
  tooltip(context.style, "Menu: everything that can be done");
  ImGui::SetNextWindowPos({in.high.x + 12, in.high.y}, ImGuiCond_Always, {0, 1});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {10, 10});
  ImGui::PushFont(context.style.fonts.small);
  if (ImGui::BeginPopup("menu")) {
    for (const std::string_view name : menus(context)) {
      const bool open = ImGui::BeginMenu(std::string(name).c_str());
      context.style.mark("menu." + std::string(name), ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
      if (!open) continue;
      draw_items(context, name);
      ImGui::EndMenu();
    }
    ImGui::EndPopup();
  }
  ImGui::PopFont();
  ImGui::PopStyleVar();
}

}  // namespace app
