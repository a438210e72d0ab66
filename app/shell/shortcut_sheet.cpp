#include "app/shell/shortcut_sheet.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/page_names.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

using ShortcutLine = std::pair<std::string, std::string>;  // key, what it does

// What is no action of the table: how the images of a page are walked with keys and mouse.
std::vector<ShortcutLine> image_keys(std::string_view page) {
  if (page == "library")
    return {{"Arrows", "Another image"},
            {"Shift Arrows", "Select up to there"},
            {"Home / End", "First, last image"},
            {"Page Up / Down", "A page on"},
            {"Ctrl Click", "Add one to the selection"}};
  if (page == "inspect")
    return {{"Left / Right", "Another image"},
            {"Up / Down", "The epoch before, after"},
            {"Home / End", "First, last image"},
            {"Page Up / Down", "Ten images on"}};
  if (page == "wall")
    return {{"Arrows", "The image beside, alone"},
            {"Shift Arrows", "Add it; in the grid all up to there"},
            {"Home / End", "First, last image"},
            {"Drag", "Select what lies inside"},
            {"Ctrl Click", "Add one to the selection"}};
  return {};
}

const std::vector<ShortcutLine>& control_keys() {
  static const std::vector<ShortcutLine> keys = {{"Tab / Shift Tab", "Next, previous control"},
                                                 {"Arrows", "The control beside; a slider's value"},
                                                 {"Enter / Space", "Press the control"},
                                                 {"Escape", "Close what lies on top; go back"}};
  return keys;
}

bool has_row(const Action& action) {
  const bool seen = action.scope == Scope::Global || action.scope == Scope::Page;
  return seen && !action.shortcut.empty() && is_offered(action);
}

// It stands with that page, where its key means one thing.
bool of_one_page(const Action& action) { return action.scope == Scope::Page && action.pages.size() == 1; }

std::string_view menu_of(const Action& action) {
  return action.menu.empty() && action.scope == Scope::Global ? "View" : std::string_view(action.menu);
}

// A class' key is one "1", its name is "mel". What acts on the Library and the Wall alone says so.
ShortcutLine row_of(const ActionTable& actions, const Action& action) {
  constexpr std::string_view kLabel = "Label as ";
  constexpr std::size_t kPagesOfImages = 3;
  std::string name = name_of(action);
  if (action.menu == "Label" && name.starts_with(kLabel)) name = name.substr(kLabel.size());
  const bool some = action.scope == Scope::Page && action.pages.size() > 1 && action.pages.size() < kPagesOfImages;
  return {shortcut_text(action.shortcut), some ? name + " (" + page_names(actions, action.pages) + ")" : name};
}

ShortcutGroup group_of_menu(const ActionTable& actions, const std::string& title, std::string_view menu) {
  ShortcutGroup group{title, {}};
  for (const Action& action : actions.rows())
    if (menu_of(action) == menu && has_row(action) && !of_one_page(action))
      group.rows.push_back(row_of(actions, action));
  return group;
}

ShortcutGroup group_of_page(const ActionTable& actions, const std::string& name, std::string_view page) {
  ShortcutGroup group{name + " page", image_keys(page)};
  for (const Action& action : actions.rows())
    if (has_row(action) && of_one_page(action) && page_name(actions, action.pages.front()) == name)
      group.rows.push_back(row_of(actions, action));
  return group;
}

// In the order of their first actions.
std::vector<std::string> pages_with_actions(const ActionTable& actions) {
  std::vector<std::string> pages;
  for (const Action& action : actions.rows())
    for (const std::string& page : action.pages)
      if (page.find('.') == std::string::npos && std::ranges::find(pages, page) == pages.end()) pages.push_back(page);
  return pages;
}

constexpr float kRow_px = 27, kTitle_px = 34, kKeys_px = 116;
constexpr float kNarrowest_px = 370, kMostColumns = 3;  // a column, in which no name is cut, and how many of them

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
  std::vector<ShortcutGroup> groups = {group_of_menu(actions, "Label the image or the selection as", "Label"),
                                       group_of_menu(actions, "Library, Inspect and Wall", ""),
                                       group_of_menu(actions, "Edit", "Edit"),
                                       {"Controls", control_keys()},
                                       group_of_menu(actions, "View", "View"),
                                       group_of_menu(actions, "Train", "Train"),
                                       group_of_menu(actions, "File", "File"),
                                       group_of_menu(actions, "Help", "Help")};
  for (const std::string& page : pages_with_actions(actions))
    groups.push_back(group_of_page(actions, page_name(actions, page), page));
  return groups;
}

void draw_shortcuts(ShellContext& context, const Rect& window) {
  const float height = std::min(760.0F, window.height() - 60);
  begin_dialog(context, "shortcuts", window, {std::min(1200.0F, window.width() - 40), height}, 30);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Keyboard shortcuts");
  begin_scrolled("keys", -48);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  const float columns = std::clamp(std::floor(room / kNarrowest_px), 1.0F, kMostColumns), column = room / columns;
  std::vector<float> y(static_cast<std::size_t>(columns));
  for (const ShortcutGroup& group : shortcut_groups(context.actions)) {
    if (group.rows.empty()) continue;
    const std::size_t shortest = static_cast<std::size_t>(std::ranges::min_element(y) - y.begin());
    y[shortest] += draw_group(style, group, {origin.x + column * static_cast<float>(shortest), origin.y + y[shortest]},
                              column - 16);
  }
  ImGui::Dummy({1, *std::ranges::max_element(y)});
  end_scrolled();
  if (close_button(style, "shortcuts.close")) context.commands.push(RunAction{"shortcuts"});
  end_dialog(context);
}

}  // namespace app
