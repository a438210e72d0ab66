#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "app/widgets/format.h"
#include "app/widgets/line_chart_drawing.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kSwatch_px = 16, kSeriesGap_px = 14, kNameGap_px = 5, kLeastName_px = 24, kCutName_px = 72,
                kHeader_px = 22, kNameRow_px = 20, kMore_px = 26;
constexpr float kTallEnough_px = 72;  // a chart that can spare a second row for its legend

struct Entry {
  std::string name, value;
  ImU32 colour;
  bool dashed;
  std::string brief;
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

float width_of(const Style& style, const Entry& entry) {
  const float name_px = text_size(style.fonts.tiny, entry.name).x;
  return kSwatch_px + (name_px > 0 ? name_px + kNameGap_px : 0) + text_size(style.fonts.mono, entry.value).x +
         kSeriesGap_px;
}

float width_of(const Style& style, const std::vector<Entry>& entries) {
  float width = -kSeriesGap_px;
  for (const Entry& entry : entries) width += width_of(style, entry);
  return width;
}

// Long names are cut as far as all fit; where next to nothing would be left of them, fewer are drawn, with names. Where
// not even one is, its colour has to do.
void fit_names(const Style& style, std::vector<Entry>& entries, float room_px) {
  if (width_of(style, entries) > room_px)
    for (Entry& entry : entries)
      if (!entry.brief.empty()) entry.name = entry.brief;
  const std::vector<Entry> whole = entries;
  for (float most_px = 120; most_px >= kLeastName_px && width_of(style, entries) > room_px; most_px -= 4)
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].name = elided(style.fonts.tiny, whole[i].name, most_px);
  if (width_of(style, entries) <= room_px) return;
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i].name = elided(style.fonts.tiny, whole[i].name, kCutName_px);
  if (width_of(style, entries.front()) - kSeriesGap_px + kMore_px > room_px)
    for (Entry& entry : entries) entry.name.clear();
}

void draw_entry(const Style& style, float x, float y, const Entry& entry) {
  const float middle = y + 8;
  if (entry.dashed)
    draw_dashed(std::vector<ImVec2>{{x, middle}, {x + 11, middle}}, entry.colour, 2);
  else
    ImGui::GetWindowDrawList()->AddLine({x, middle}, {x + 11, middle}, entry.colour, 2.5F);
  x += kSwatch_px;
  if (!entry.name.empty()) {
    draw_text(style.fonts.tiny, {x, y + 1}, style.theme.muted, entry.name);
    x += text_size(style.fonts.tiny, entry.name).x + kNameGap_px;
  }
  draw_text(style.fonts.mono, {x, y}, style.theme.text, entry.value);
}

std::string all_of(const std::vector<Entry>& entries, std::string_view where) {
  std::string text(where);
  for (const Entry& entry : entries) text += "\n" + entry.name + "  " + entry.value;
  return text;
}

std::vector<Entry> entries_of(std::span<const LineSeries> series, const LineChartLook& look, float at) {
  std::vector<Entry> entries;
  for (const LineSeries& one : series)
    if (!one.background)
      entries.push_back({one.name, value_text(read_off(one, at), look.logarithmic), one.colour, one.dashed, one.brief});
  std::ranges::stable_partition(entries, [](const Entry& entry) { return !entry.dashed; });  // its own lines first
  return entries;
}

// Where one row cannot hold them all even with brief names, those that fit beside the title stand there.
void begin_beside_title(const Style& style, float x, float y, float end, float row_px, std::vector<Entry>& entries) {
  const auto briefly = [](Entry entry) {
    if (!entry.brief.empty()) entry.name = entry.brief;
    return entry;
  };
  std::vector<Entry> brief;
  std::ranges::transform(entries, std::back_inserter(brief), briefly);
  while (brief.size() > 1 && width_of(style, brief) > row_px &&
         x + width_of(style, brief.front()) - kSeriesGap_px <= end) {
    draw_entry(style, x, y, brief.front());
    x += width_of(style, brief.front());
    brief.erase(brief.begin());
    entries.erase(entries.begin());
  }
}

// As many as there is room for; how many more there are.
void draw_legend(const Style& style, float x, float y, float end, const std::vector<Entry>& entries) {
  std::size_t drawn = 0;
  for (; drawn < entries.size(); ++drawn) {
    const float width = width_of(style, entries[drawn]);
    const float more = drawn + 1 < entries.size() ? kMore_px : 0.0F;
    if (x + width - kSeriesGap_px + more > end) break;
    draw_entry(style, x, y, entries[drawn]);
    x += width;
  }
  if (drawn == entries.size()) return;
  std::string more = "+";
  more += std::to_string(entries.size() - drawn);
  draw_text(style.fonts.tiny, {x, y + 2}, style.theme.muted, more);
}

}  // namespace

float draw_header(const Style& style, const Rect& in, std::span<const LineSeries> series, const LineChartLook& look,
                  float at) {
  std::vector<Entry> entries = entries_of(series, look, at);
  const std::string whole =
      all_of(entries, std::isnan(at) ? "last" : std::string(look.x_name) + " " + tick_text(at, 1));
  const std::string where = whole.substr(0, whole.find('\n'));
  const float y = in.low.y, end = in.high.x - look.header_right_px;
  float x = in.low.x + text_size(style.fonts.small, look.title).x + 10;
  draw_text(style.fonts.small, {in.low.x, y}, style.theme.text, std::string(look.title));
  const float where_px = text_size(style.fonts.tiny, where).x + kSeriesGap_px, wanted = width_of(style, entries);
  const bool two_rows = x + wanted > end && in.height() > kTallEnough_px;
  const std::size_t all = entries.size();
  if (two_rows) begin_beside_title(style, x, y, end, in.width(), entries);
  if (all == entries.size() && !entries.empty() &&
      x + where_px + (two_rows ? 0 : wanted) <= end) {  // names matter more than where it is
    draw_text(style.fonts.tiny, {x, y + 2}, style.theme.faint, where);
    x += where_px;
  }
  const float left = two_rows ? in.low.x : x, right = two_rows ? in.high.x : end;
  fit_names(style, entries, right - left);
  draw_legend(style, left, two_rows ? y + kNameRow_px : y, right, entries);
  const float height = two_rows ? kHeader_px + kNameRow_px : kHeader_px;
  if (ImGui::IsMouseHoveringRect(in.low, {end, in.low.y + height}) && ImGui::IsWindowHovered()) {
    ImGui::PushFont(style.fonts.small);
    ImGui::SetTooltip("%s", (std::string(look.tip) + (look.tip.empty() ? "" : "\n") + whole).c_str());
    ImGui::PopFont();
  }
  return height;
}

}  // namespace app::widgets
