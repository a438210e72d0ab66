#include "app/widgets/controls.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/widgets/drop_down.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "app/widgets/text_input.h"

namespace app::widgets {
namespace {

ImU32 button_colour(const Style& style, const ButtonLook& look, bool hovered) {
  const engine::Theme& theme = style.theme;
  if (!look.enabled) return with_opacity(theme.control, 0.5F);
  if (look.selected) return theme.accent_soft;
  switch (look.kind) {
    case ButtonKind::Primary: return hovered ? theme.accent_deep : theme.accent_strong;
    case ButtonKind::Danger: return with_opacity(theme.bad, hovered ? 0.4F : 0.25F);
    case ButtonKind::Quiet: return hovered ? theme.control_hovered : 0;
    case ButtonKind::Secondary: break;
  }
  return hovered ? theme.control_hovered : theme.control;
}

void row_label(const Style& style, std::string_view text, float label_px, float height_px) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(style.fonts.small, {at.x, at.y + (height_px - text_size(style.fonts.small, text).y) / 2}, style.theme.muted,
            text);
  ImGui::SetCursorScreenPos({at.x + label_px, at.y});
}

// A row with its text, up to the field itself, which comes next; gives the place of that.
Rect begin_field(const Style& style, std::string_view landmark, std::string_view text, float label_px) {
  ImGui::PushFont(style.fonts.small);
  const float height = ImGui::GetFrameHeight();
  ImGui::PopFont();
  row_label(style, text, label_px, height);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect place{at, {at.x + ImGui::GetContentRegionAvail().x, at.y + height}};
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  ImGui::PushFont(style.fonts.small);
  ImGui::PushID(landmark.data(), landmark.data() + landmark.size());
  before_text(style, landmark, place);
  return place;
}

void end_field(const Style& style, std::string_view landmark) {
  after_text(style, landmark, OnEnter::Stays);
  ImGui::PopID();
  ImGui::PopFont();
}

float fraction_of_value(float value, float low, float high, bool logarithmic) {
  return logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
}

float value_of_fraction(float t, float low, float high, bool logarithmic) {
  return logarithmic ? low * std::pow(high / low, t) : low + (high - low) * t;
}

constexpr float kKeySteps = 100;  // of an arrow key, from end to end

// As far as an arrow key moves it: a hundredth of the way, or from one whole number to the next.
float stepped(float value, int step, float low, float high, const SliderLook& look) {
  if (look.whole) return std::clamp(std::round(value) + static_cast<float>(step), low, high);
  const float t = fraction_of_value(value, low, high, look.logarithmic) + static_cast<float>(step) / kKeySteps;
  return value_of_fraction(std::clamp(t, 0.0F, 1.0F), low, high, look.logarithmic);
}

bool in_chip_row() { return ImGui::GetCursorPosX() > ImGui::GetCursorStartPos().x + 1; }

// To the next line when the pill would not fit into this one.
void wrap_before(float width_px) {
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (in_chip_row() && ImGui::GetCursorScreenPos().x + width_px > right) ImGui::NewLine();
}

struct PillTrack {
  Item item;
  float low_x = 0, high_x = 0;
};

// A pill with a name and a track to slide on; `number` stands at the right end.
PillTrack pill_track(const Style& style, std::string_view landmark, std::string_view text, std::string_view number) {
  constexpr float kTrack_px = 84;
  const ImFont* font = style.fonts.small;
  const float text_px = text_size(font, text).x,
              number_px = number.empty() ? 0 : text_size(style.fonts.tiny, number).x + 10;
  const ImVec2 size{text_px + kTrack_px + number_px + 38, 28};
  wrap_before(size.x);
  const Item i = item(style, landmark, size, Takes::Steps);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(i.place.low, i.place.high, i.hovered || i.held ? style.theme.control_hovered : style.theme.control,
                     size.y / 2);
  const float y = i.place.centre().y, x = i.place.low.x + 12;
  draw_text(font, {x, y - text_size(font, text).y / 2}, style.theme.muted, text);
  draw_text_right(style.fonts.tiny, {i.place.high.x - 12, y - text_size(style.fonts.tiny, number).y / 2},
                  style.theme.text, number);
  const PillTrack track{i, x + text_px + 14, x + text_px + 14 + kTrack_px};
  draw.AddRectFilled({track.low_x, y - 1.5F}, {track.high_x, y + 1.5F}, style.theme.faint, 2);
  return track;
}

// The keyboard moves the lower end, with Shift the upper one.
void step_range(int step, float& low, float& high) {
  constexpr float kStep = 0.05F;
  const float way = step > 0 ? kStep : -kStep;
  if (step == 1 || step == -1) low = std::clamp(low + way, 0.0F, high);
  if (step > 1 || step < -1) high = std::clamp(high + way, low, 1.0F);
}

float mouse_fraction(const PillTrack& track) {
  return std::clamp((ImGui::GetIO().MousePos.x - track.low_x) / (track.high_x - track.low_x), 0.0F, 1.0F);
}

void draw_knob(const Style& style, ImVec2 at) {
  ImGui::GetWindowDrawList()->AddCircleFilled(at, 5.5F, style.theme.text);
  ImGui::GetWindowDrawList()->AddCircleFilled(at, 3, style.theme.accent);
}

}  // namespace

void end_chips() {
  if (in_chip_row()) ImGui::NewLine();
}

bool range_pill(const Style& style, std::string_view landmark, std::string_view text, float& low, float& high,
                std::string_view tip) {
  char number[32];
  std::snprintf(number, sizeof number, "%.2f – %.2f", static_cast<double>(low), static_cast<double>(high));
  const PillTrack track = pill_track(style, landmark, text, number);
  tooltip(style, tip);
  const float before_low = low, before_high = high;
  if (track.item.held) {
    const float wanted = std::round(mouse_fraction(track) * 20) / 20;
    const bool moves_low = wanted < low || (wanted < high && wanted - low < high - wanted);
    (moves_low ? low : high) = wanted;
  }
  step_range(track.item.step, low, high);
  const float y = track.item.place.centre().y, width = track.high_x - track.low_x;
  ImGui::GetWindowDrawList()->AddRectFilled({track.low_x + low * width, y - 1.5F},
                                            {track.low_x + high * width, y + 1.5F}, style.theme.accent, 2);
  draw_knob(style, {track.low_x + low * width, y});
  draw_knob(style, {track.low_x + high * width, y});
  ImGui::SameLine(0, 8);
  return low != before_low || high != before_high;
}

bool slider_pill(const Style& style, std::string_view landmark, std::string_view text, float& value, float low,
                 float high, std::string_view tip) {
  const PillTrack track = pill_track(style, landmark, text, "");
  tooltip(style, tip);
  const float before = value;
  if (track.item.held) value = low + (high - low) * mouse_fraction(track);
  if (track.item.step != 0) value = stepped(value, track.item.step, low, high, {});
  const float y = track.item.place.centre().y,
              x = track.low_x + (track.high_x - track.low_x) * std::clamp((value - low) / (high - low), 0.0F, 1.0F);
  ImGui::GetWindowDrawList()->AddRectFilled({track.low_x, y - 1.5F}, {x, y + 1.5F}, style.theme.accent, 2);
  draw_knob(style, {x, y});
  ImGui::SameLine(0, 8);
  return value != before;
}

bool button(const Style& style, std::string_view landmark, std::string_view text, const ButtonLook& look) {
  const std::string shown = *look.icon == '\0' ? std::string(text)
                            : text.empty()     ? look.icon
                                               : std::string(look.icon) + "  " + std::string(text);
  const ImFont* font = look.kind == ButtonKind::Primary ? style.fonts.strong : style.fonts.body;
  const float width = look.width_px > 0 ? look.width_px : text_size(font, shown).x + 32;
  const Item i = item(style, landmark, {width, look.height_px}, Takes::Press, look.enabled);
  ImGui::GetWindowDrawList()->AddRectFilled(
      i.place.low, i.place.high, button_colour(style, look, i.hovered && look.enabled), style.theme.control_radius_px);
  if (look.kind == ButtonKind::Secondary && look.enabled)  // seen as a button on every surface
    ImGui::GetWindowDrawList()->AddRect(i.place.low, i.place.high, with_opacity(style.theme.faint, 0.35F),
                                        style.theme.control_radius_px);
  const ImU32 colour = !look.enabled                      ? style.theme.faint
                       : look.selected                    ? style.theme.accent
                       : look.kind == ButtonKind::Primary ? style.theme.on_accent
                                                          : style.theme.text;
  draw_text_centred(font, i.place, colour, elided(font, shown, width - 8));
  tooltip(style, look.tip);
  return i.clicked;
}

namespace {

std::string chip_tip(std::string_view whole, bool cut, const ChipLook& look) {
  const std::string tip(look.tip);
  if (!cut || tip == whole) return tip;
  return std::string(whole) + (tip.empty() ? "" : "\n" + tip);
}

}  // namespace

bool chip(const Style& style, std::string_view landmark, std::string_view whole, int count, const ChipLook& look) {
  const ImFont* font = style.fonts.small;
  const bool cut = look.most_px > 0 && text_size(font, whole).x > look.most_px;
  const std::string text = cut ? elided(font, whole, look.most_px) : std::string(whole);
  const std::string number = count >= 0 ? std::to_string(count) : "";
  const float dot = look.dot != 0 ? 14.0F : 0.0F;
  const float number_px = number.empty() ? 0.0F : text_size(font, number).x + 8;
  const ImVec2 size{text_size(font, text).x + dot + number_px + 24, 28};
  wrap_before(size.x);
  const Item i = item(style, landmark, size);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(i.place.low, i.place.high,
                     look.selected ? style.theme.accent_soft
                     : i.hovered   ? style.theme.control_hovered
                                   : style.theme.control,
                     size.y / 2);
  float x = i.place.low.x + 12;
  if (look.dot != 0) draw.AddCircleFilled({x + 4, i.place.centre().y}, 4, look.dot);
  x += dot;
  const float y = i.place.centre().y - text_size(font, text).y / 2;
  draw_text(font, {x, y}, look.selected ? style.theme.accent : style.theme.text, text);
  if (!number.empty())
    draw_text_right(font, {i.place.high.x - 12, y}, look.selected ? style.theme.accent : style.theme.muted, number);
  tooltip(style, chip_tip(whole, cut, look));
  ImGui::SameLine(0, 8);
  return i.clicked;
}

int segmented(const Style& style, std::string_view landmark, std::span<const std::string_view> names, int selected,
              float width_px) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float each = width_px / static_cast<float>(names.size());
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(low, {low.x + width_px, low.y + 32}, style.theme.control, style.theme.control_radius_px);
  int clicked = -1;
  for (std::size_t n = 0; n < names.size(); ++n) {
    ImGui::SetCursorScreenPos({low.x + each * static_cast<float>(n), low.y});
    const Item i = item(style, std::string(landmark) + "." + std::string(names[n]), {each, 32});
    const bool on = static_cast<int>(n) == selected;
    if (on || i.hovered)
      draw.AddRectFilled({i.place.low.x + 2, i.place.low.y + 2}, {i.place.high.x - 2, i.place.high.y - 2},
                         on ? style.theme.accent_soft : style.theme.control_hovered, 6);
    draw_text_centred(style.fonts.small, i.place, on ? style.theme.accent : style.theme.text,
                      elided(style.fonts.small, names[n], each - 6));
    if (i.clicked) clicked = static_cast<int>(n);
  }
  ImGui::SetCursorScreenPos(low);
  ImGui::Dummy({width_px, 32});
  return clicked;
}

bool slider(const Style& style, std::string_view landmark, std::string_view text, float& value, float low, float high,
            const SliderLook& look) {
  row_label(style, text, look.label_px, 26);
  char number[32];
  std::snprintf(number, sizeof number, look.format, static_cast<double>(value));
  const float number_px = 62;
  const float width = std::max(40.0F, ImGui::GetContentRegionAvail().x - number_px);
  const Item i = item(style, landmark, {width, 26}, Takes::Steps);
  const float before = value;
  if (i.held) {
    const float t = std::clamp((ImGui::GetIO().MousePos.x - i.place.low.x - 7) / (width - 14), 0.0F, 1.0F);
    value = value_of_fraction(t, low, high, look.logarithmic);
  }
  if (i.step != 0) value = stepped(value, i.step, low, high, look);
  const float t = std::clamp(fraction_of_value(value, low, high, look.logarithmic), 0.0F, 1.0F);
  const float y = i.place.centre().y, x = i.place.low.x + 7 + (width - 14) * t;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({i.place.low.x, y - 2}, {i.place.high.x, y + 2}, style.theme.control_hovered, 2);
  draw.AddRectFilled({i.place.low.x, y - 2}, {x, y + 2}, style.theme.accent, 2);
  draw.AddCircleFilled({x, y}, 7, style.theme.text);
  draw.AddCircleFilled({x, y}, 4, style.theme.accent);
  draw_text_right(style.fonts.mono, {i.place.high.x + number_px, y - text_size(style.fonts.mono, number).y / 2},
                  style.theme.text, number);
  return value != before;
}

bool toggle(const Style& style, std::string_view landmark, std::string_view text, bool& on, std::string_view tip) {
  const ImFont* font = style.fonts.small;
  const Item i = item(style, landmark, {44 + text_size(font, text).x, 26});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = i.place.centre().y;
  draw.AddRectFilled({i.place.low.x, y - 9}, {i.place.low.x + 32, y + 9},
                     on ? style.theme.accent_strong : style.theme.control_hovered, 9);
  draw.AddCircleFilled({i.place.low.x + (on ? 23.0F : 9.0F), y}, 6, on ? style.theme.on_accent : style.theme.text);
  draw_text(font, {i.place.low.x + 42, y - text_size(font, text).y / 2},
            i.hovered ? style.theme.text : style.theme.muted, text);
  tooltip(style, tip);
  if (i.clicked) on = !on;
  return i.clicked;
}

bool choice(const Style& style, std::string_view landmark, std::string_view text, std::span<const std::string> names,
            int& selected, float label_px) {
  row_label(style, text, label_px, 34);
  const int chosen = drop_down(style, landmark, names, selected, {ImGui::GetContentRegionAvail().x, 34});
  if (chosen < 0 || chosen == selected) return false;
  selected = chosen;
  return true;
}

bool text_field(const Style& style, std::string_view landmark, std::string_view text, const char* hint,
                std::string& value, float label_px) {
  begin_field(style, landmark, text, label_px);
  const bool changed = input_text("##text", hint, value);
  end_field(style, landmark);
  style.mark(landmark, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  return changed;
}

bool number_field(const Style& style, std::string_view landmark, std::string_view text, int& value, int low, int high,
                  float label_px) {
  const Rect place = begin_field(style, landmark, text, label_px);
  forget_ended_typing();
  const bool changed = ImGui::InputInt("##number", &value, 1, 10);
  end_field(style, landmark);
  style.mark(landmark, place.low, {place.low.x + place.width() * 0.5F, place.high.y});
  value = std::clamp(value, low, high);
  return changed;
}

bool number_field(const Style& style, std::string_view landmark, std::string_view text, std::uint64_t& value,
                  float label_px) {
  constexpr std::uint64_t kStep = 1, kLargeStep = 10;
  const Rect place = begin_field(style, landmark, text, label_px);
  forget_ended_typing();
  const bool changed = ImGui::InputScalar("##number", ImGuiDataType_U64, &value, &kStep, &kLargeStep);
  end_field(style, landmark);
  style.mark(landmark, place.low, {place.low.x + place.width() * 0.5F, place.high.y});
  return changed;
}

void progress_bar(const Style& style, float fraction, float width_px, float height_px) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(low, {low.x + width_px, low.y + height_px}, style.theme.control_hovered, height_px / 2);
  const float shown = fraction < 0 ? 0.15F : std::clamp(fraction, 0.0F, 1.0F);
  if (shown * width_px > height_px)
    draw.AddRectFilled(low, {low.x + width_px * shown, low.y + height_px}, style.theme.accent, height_px / 2);
  ImGui::Dummy({width_px, height_px});
}

void section(const Style& style, std::string_view title, std::string_view note) {
  ImGui::Dummy({0, 4});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x;
  draw_text(style.fonts.strong, at, style.theme.text, title);
  if (!note.empty()) draw_text_right(style.fonts.small, {right, at.y + 1}, style.theme.muted, note);
  ImGui::Dummy({1, 20});
}

}  // namespace app::widgets
