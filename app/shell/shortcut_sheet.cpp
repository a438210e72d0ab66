#include "app/shell/shortcut_sheet.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

using ShortcutLine = std::pair<std::string, std::string>;  // key, what it does

// What is no action of the table: how the grid and the controls are worked.
const std::vector<ShortcutLine>& image_keys() {
  static const std::vector<ShortcutLine> keys = {{"Arrows", "Another image"},
                                                 {"Shift Arrows", "Select up to there"},
                                                 {"Home / End", "First, last image"},
                                                 {"Page Up / Down", "A page on"},
                                                 {"Ctrl Click", "Add one to the selection"}};
  return keys;
}

const std::vector<ShortcutLine>& control_keys() {
  static const std::vector<ShortcutLine> keys = {{"Tab / Shift Tab", "Next, previous control"},
                                                 {"Arrows", "The control beside, or a slider's value"},
                                                 {"Enter / Space", "Press the control"},
                                                 {"Escape", "Close what lies on top, go back"}};
  return keys;
}

// A class' key is one "1", its name is "mel".
ShortcutLine row_of(const Action& action) {
  std::string name = name_of(action);
  constexpr std::string_view kLabel = "Label as ";
  if (action.menu == "Label" && name.starts_with(kLabel)) name = name.substr(kLabel.size());
  return {shortcut_text(action.shortcut), name};
}

ShortcutGroup group_of(const ActionTable& actions, const std::string& title, std::string_view menu) {
  ShortcutGroup group{title, {}};
  for (const Action& action : actions.rows()) {
    const bool seen = action.scope == Scope::Global || action.scope == Scope::Page;
    if (action.menu == menu && seen && !action.shortcut.empty() && is_offered(action))
      group.rows.push_back(row_of(action));
  }
  return group;
}

constexpr float kRow_px = 27, kTitle_px = 34, kKeys_px = 140;

void draw_key(const Style& style, ImVec2 at, const std::string& text) {
  const Rect cap{at, {at.x + std::max(26.0F, text_size(style.fonts.tiny, text).x + 16), at.y + 22}};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(cap.low, cap.high, style.theme.control_hovered, 5);
  draw.AddRect(cap.low, cap.high, style.theme.border, 5);
  draw_text_centred(style.fonts.tiny, cap, style.theme.text, text);
}

float draw_group(const Style& style, const ShortcutGroup& group, ImVec2 at, float width) {
  const float top = at.y;
  draw_text(style.fonts.small, at, style.theme.accent, group.title);
  at.y += kTitle_px - 8;
  for (const auto& [key, what] : group.rows) {
    draw_key(style, at, key);
    draw_text(style.fonts.small, {at.x + kKeys_px, at.y + 4}, style.theme.text,
              elided(style.fonts.small, what, width - kKeys_px - 10));
    at.y += kRow_px;
  }
  return at.y - top + 14;
}

}  // namespace

std::vector<ShortcutGroup> shortcut_groups(const ActionTable& actions) {
  ShortcutGroup images = group_of(actions, "Images", "");
  images.rows.insert(images.rows.begin(), image_keys().begin(), image_keys().end());
  return {group_of(actions, "Label the image or the selection as", "Label"),
          std::move(images),
          group_of(actions, "Edit", "Edit"),
          {"Controls", control_keys()},
          group_of(actions, "View", "View"),
          group_of(actions, "Train", "Train"),
          group_of(actions, "File", "File"),
          group_of(actions, "Help", "Help")};
}

void draw_shortcuts(ShellContext& context, const Rect& window) {
  const float height = std::min(760.0F, window.height() - 60);
  begin_dialog(context, "shortcuts", window, {std::min(1040.0F, window.width() - 40), height}, 30);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Keyboard shortcuts");
  begin_scrolled("keys", -48);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  constexpr std::size_t kColumns = 3;
  const float column = ImGui::GetContentRegionAvail().x / kColumns;
  std::array<float, kColumns> y{};
  for (const ShortcutGroup& group : shortcut_groups(context.actions)) {
    if (group.rows.empty()) continue;
    const std::size_t shortest = static_cast<std::size_t>(std::ranges::min_element(y) - y.begin());
    y[shortest] += draw_group(style, group, {origin.x + column * static_cast<float>(shortest), origin.y + y[shortest]},
                              column - 16);
  }
  ImGui::Dummy({1, *std::ranges::max_element(y)});
  end_scrolled();
  if (button(style, "shortcuts.close", "Close")) context.commands.push(RunAction{"shortcuts"});
  end_dialog(context);
}

}  // namespace app
