#include "app/widgets/item.h"

#include <algorithm>

#include <imgui_internal.h>

#include "app/widgets/scroll_keys.h"
#include "engine/ui/keys.h"

namespace app::widgets {
namespace {

constexpr float kRing_px = 2, kOutside_px = 2;

// What is seen of it in the current window, with room for the ring.
Rect seen_part(const Rect& place) {
  const ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 low = draw.GetClipRectMin(), high = draw.GetClipRectMax();
  const float room = kOutside_px + kRing_px;
  return {{std::max(place.low.x, low.x - room), std::max(place.low.y, low.y - room)},
          {std::min(place.high.x, high.x + room), std::min(place.high.y, high.y + room)}};
}

bool seen_whole(const Rect& place) {
  const ImDrawList& draw = *ImGui::GetWindowDrawList();
  return place.low.y >= draw.GetClipRectMin().y && place.high.y <= draw.GetClipRectMax().y;
}

KeyboardFocus::Given enter(const Style& style, std::string_view landmark, const Rect& place, Takes takes) {
  const KeyboardFocus::Given given = style.focus.enter(landmark, place, takes);
  if (given.focused) style.focus.show_ring(seen_part(place));
  return given;
}

}  // namespace

Item item(const Style& style, std::string_view landmark, ImVec2 size, Takes takes, bool enabled) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const Rect place{low, {low.x + size.x, low.y + size.y}};
  ImGui::PushID(landmark.data(), landmark.data() + landmark.size());
  const bool clicked = ImGui::InvisibleButton("item", size);
  ImGui::PopID();
  style.mark(landmark, place.low, place.high);
  Item made{place, ImGui::IsItemHovered(), ImGui::IsItemActive(), clicked && enabled};
  if (!enabled) return made;
  const KeyboardFocus::Given given = enter(style, landmark, place, takes);
  if (given.arrived && !seen_whole(place)) ImGui::SetScrollHereY();
  if (made.held || made.clicked) style.focus.touch(landmark);
  made.clicked |= given.pressed;
  made.focused = given.focused;
  made.step = given.step;
  made.step_down = given.step_down;
  made.pressed = given.pressed;
  return made;
}

void draw_row_back(const Style& style, const Rect& row, bool chosen, bool hovered) {
  if (chosen || hovered)
    ImGui::GetWindowDrawList()->AddRectFilled(row.low, row.high,
                                              chosen ? style.theme.accent_soft : style.theme.control_hovered, 8);
}

bool mouse_moved() {
  const ImVec2 way = ImGui::GetIO().MouseDelta;
  return way.x != 0 || way.y != 0;
}

bool text_stop(const Style& style, std::string_view landmark, float top_y) {
  constexpr float kLeast_px = 24;
  const ImVec2 end = ImGui::GetCursorScreenPos();
  const Rect place{{end.x, top_y}, {end.x + ImGui::GetContentRegionAvail().x, end.y}};
  if (ImGui::GetScrollMaxY() <= 0 || place.height() < kLeast_px) return false;
  const KeyboardFocus::Given given = enter(style, landmark, place, Takes::Moves);
  const ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float above = place.low.y - draw.GetClipRectMin().y, below = place.high.y - draw.GetClipRectMax().y;
  if (given.arrived && above > 0 && below > 0) ImGui::SetScrollY(ImGui::GetScrollY() + std::min(above, below));
  if (given.focused && !given.arrived) scroll_with_keys(ScrollKeys::All);
  return given.focused;
}

void before_text(const Style& style, std::string_view landmark, const Rect& place) {
  if (enter(style, landmark, place, Takes::Text).arrived) ImGui::SetKeyboardFocusHere();
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);  // Tab is the keyboard focus' own
  ImGui::PushStyleColor(ImGuiCol_FrameBg, style.theme.field);
  ImGui::PushStyleColor(ImGuiCol_Border, style.theme.field_outline);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
}

void after_text(const Style& style, std::string_view landmark, OnEnter on_enter) {
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  ImGui::PopItemFlag();
  if (ImGui::IsItemActive()) return style.focus.take(landmark);
  if (!ImGui::IsItemDeactivated()) return;
  if (on_enter == OnEnter::Stays && style.focus.keys().press)
    style.focus.want(landmark);
  else
    style.focus.leave(landmark);
}

FocusKeys take_focus_keys() {
  using engine::FocusKey;
  const ImGuiIO& io = ImGui::GetIO();
  const auto pressed = [](FocusKey key) { return engine::focus_key_pressed(key); };
  FocusKeys keys;
  const bool tab = pressed(FocusKey::Tab) && !io.KeyCtrl && !io.KeyAlt;
  keys.next = tab && !io.KeyShift;
  keys.previous = tab && io.KeyShift;
  keys.text_active = io.WantTextInput;
  keys.press = !io.KeyCtrl && (pressed(FocusKey::Enter) || (pressed(FocusKey::Space) && !keys.text_active));
  keys.left = pressed(FocusKey::Left);
  keys.right = pressed(FocusKey::Right);
  keys.up = pressed(FocusKey::Up);
  keys.down = pressed(FocusKey::Down);
  keys.large = io.KeyShift;
  keys.mouse = ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (tab && keys.text_active) ImGui::ClearActiveID();
  return keys;
}

void draw_focus_ring(const Style& style) {
  if (!style.focus.ring()) return;
  const auto& [low, high] = *style.focus.ring();
  if (high.x <= low.x || high.y <= low.y) return;
  ImGui::GetForegroundDrawList()->AddRect({low.x - kOutside_px, low.y - kOutside_px},
                                          {high.x + kOutside_px, high.y + kOutside_px}, style.theme.text,
                                          style.theme.control_radius_px, 0, kRing_px);
}

}  // namespace app::widgets
