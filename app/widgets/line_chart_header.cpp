#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/widgets/format.h"
#include "app/widgets/line_chart_drawing.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kSwatch_px = 16, kGap_px = 14;

struct Entry {
  std::string name, value;
  ImU32 colour;
  bool dashed;
};

std::string value_text(float value, bool logarithmic) {
  if (!std::isfinite(value)) return "–";
  return logarithmic ? learning_rate(value) : decimals(value, std::abs(value) < 10 ? 3 : 1);
}

// The last value that is there, where no place is asked for.
float read_off(const LineSeries& series, float at) {
  if (!std::isnan(at)) {
    const auto index = nearest_value(series, at);
    return index ? value_of(series, *index) : std::nanf("");
  }
  for (std::size_t i = size_of(series); i > 0 && i + 8 > size_of(series); --i)
    if (std::isfinite(value_of(series, i - 1))) return value_of(series, i - 1);
  return std::nanf("");
}

float width_of(const Style& style, const Entry& entry, bool with_name) {
  return kSwatch_px + (with_name ? text_size(style.fonts.tiny, entry.name).x + 5 : 0) +
         text_size(style.fonts.mono, entry.value).x + kGap_px;
}

void draw_entry(const Style& style, float x, float y, const Entry& entry, bool with_name) {
  const float middle = y + 8;
  if (entry.dashed)
    draw_dashed(std::vector<ImVec2>{{x, middle}, {x + 11, middle}}, entry.colour, 2);
  else
    ImGui::GetWindowDrawList()->AddLine({x, middle}, {x + 11, middle}, entry.colour, 2.5F);
  x += kSwatch_px;
  if (with_name) {
    draw_text(style.fonts.tiny, {x, y + 1}, style.theme.muted, entry.name);
    x += text_size(style.fonts.tiny, entry.name).x + 5;
  }
  draw_text(style.fonts.mono, {x, y}, style.theme.text, entry.value);
}

std::string all_of(const std::vector<Entry>& entries, std::string_view where) {
  std::string text(where);
  for (const Entry& entry : entries) text += "\n" + entry.name + "  " + entry.value;
  return text;
}

}  // namespace

void draw_header(const Style& style, const Rect& in, std::span<const LineSeries> series, const LineChartLook& look,
                 float at) {
  std::vector<Entry> entries;
  for (const LineSeries& one : series)
    if (!one.background)
      entries.push_back({one.name, value_text(read_off(one, at), look.logarithmic), one.colour, one.dashed});
  std::ranges::stable_partition(entries, [](const Entry& entry) { return !entry.dashed; });  // its own lines first
  const std::string where = std::isnan(at) ? "last" : std::string(look.x_name) + " " + tick_text(at, 1);
  const float y = in.low.y;
  draw_text(style.fonts.small, {in.low.x, y}, style.theme.text, std::string(look.title));
  float x = in.low.x + text_size(style.fonts.small, look.title).x + 10;
  const float end = in.high.x - look.header_right_px;
  float bare = 0, wanted = 0;
  for (const Entry& entry : entries) {
    bare += width_of(style, entry, false);
    wanted += width_of(style, entry, true);
  }
  const float where_px = text_size(style.fonts.tiny, where).x + kGap_px;
  const float lines = x + wanted - kGap_px <= end ? wanted : bare;  // whose names matter more than where is read off
  if (!entries.empty() && x + where_px + lines - kGap_px <= end) {
    draw_text(style.fonts.tiny, {x, y + 2}, style.theme.faint, where);
    x += where_px;
  }
  const bool with_names = x + wanted - kGap_px <= end;
  std::size_t drawn = 0;
  for (; drawn < entries.size(); ++drawn) {
    const float width = width_of(style, entries[drawn], with_names);
    const float more = drawn + 1 < entries.size() ? 26.0F : 0.0F;
    if (x + width - kGap_px + more > end) break;
    draw_entry(style, x, y, entries[drawn], with_names);
    x += width;
  }
  if (drawn < entries.size()) {
    std::string more = "+";
    more += std::to_string(entries.size() - drawn);
    draw_text(style.fonts.tiny, {x, y + 2}, style.theme.muted, more);
  }
  if (!ImGui::IsMouseHoveringRect(in.low, {end, in.high.y}) || !ImGui::IsWindowHovered()) return;
  ImGui::PushFont(style.fonts.small);
  ImGui::SetTooltip("%s", (std::string(look.tip) + (look.tip.empty() ? "" : "\n") + all_of(entries, where)).c_str());
  ImGui::PopFont();
}

}  // namespace app::widgets
