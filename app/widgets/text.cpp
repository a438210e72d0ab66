#include "app/widgets/text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/text/display_text.h"
#include "engine/text/utf8.h"
#include "engine/ui/text_glyphs.h"

namespace app::widgets {
namespace {

using engine::shown;

constexpr float kTooltipWidth_px = 340;
float size_of(const ImFont* font) { return font->FontSize; }
ImVec2 floored(ImVec2 at) { return {std::floor(at.x), std::floor(at.y)}; }

// Where the text may be cut: in front of what belongs to no letter before it.
std::vector<std::size_t> cuts(std::string_view text) {
  std::vector<std::size_t> places;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t code = engine::next_code(text, at);
    if (from == 0 || !engine::continues_cluster(before, code)) places.push_back(from);
    before = code;
  }
  return places;
}

// As much as fits of a text whose parts look otherwise on their own: Arabic letters join, right-to-left runs turn.
std::string elided_script(const ImFont* font, std::string_view text, float width_px) {
  const auto cut = [&](std::size_t bytes) { return std::string(text.substr(0, bytes)) + "…"; };
  const std::vector<std::size_t> places = cuts(text);
  const auto too_wide = [&](std::size_t bytes) { return text_size(font, cut(bytes)).x > width_px; };
  const auto first = std::ranges::partition_point(places, [&](std::size_t bytes) { return !too_wide(bytes); });
  return cut(first == places.begin() ? 0 : *(first - 1));
}

}  // namespace

ImU32 with_opacity(ImU32 colour, float opacity) {
  const ImU32 alpha = static_cast<ImU32>(static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xFFU) * opacity);
  return (colour & ~IM_COL32_A_MASK) | alpha << IM_COL32_A_SHIFT;
}

ImU32 colour_from_rgb(unsigned rgb) { return IM_COL32(rgb >> 16U & 0xFFU, rgb >> 8U & 0xFFU, rgb & 0xFFU, 255); }

ImVec2 text_size(const ImFont* font, std::string_view text) {
  const std::string_view drawn = shown(font, text);
  return font->CalcTextSizeA(size_of(font), 1e6F, 0, drawn.data(), drawn.data() + drawn.size());
}

void draw_text(const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text) {
  const std::string_view drawn = shown(font, text);
  ImGui::GetWindowDrawList()->AddText(font, size_of(font), floored(at), colour, drawn.data(),
                                      drawn.data() + drawn.size());
}

void draw_text_centred(const ImFont* font, const Rect& in, ImU32 colour, std::string_view text) {
  const ImVec2 size = text_size(font, text);
  draw_text(font, {in.centre().x - size.x / 2, in.centre().y - size.y / 2}, colour, text);
}

void draw_text_right(const ImFont* font, ImVec2 top_right, ImU32 colour, std::string_view text) {
  draw_text(font, {top_right.x - text_size(font, text).x, top_right.y}, colour, text);
}

std::string elided(const ImFont* font, std::string_view text, float width_px) {
  if (text_size(font, text).x <= width_px) return std::string(text);
  if (!engine::TextGlyphs::plain(*font, text)) return elided_script(font, text, width_px);
  const float room = width_px - text_size(font, "…").x;
  const char* rest = nullptr;
  font->CalcTextSizeA(size_of(font), room, 0, text.data(), text.data() + text.size(), &rest);
  return std::string(text.data(), rest) + "…";
}

void label(const Style&, const ImFont* font, ImU32 colour, std::string_view text) {
  draw_text(font, ImGui::GetCursorScreenPos(), colour, text);
  ImGui::Dummy(text_size(font, text));
}

void paragraph(const Style&, const ImFont* font, ImU32 colour, std::string_view text, float wrap_x) {
  ImGui::PushFont(const_cast<ImFont*>(font));
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::PushTextWrapPos(wrap_x);
  const std::string_view drawn = shown(font, text);
  ImGui::TextUnformatted(drawn.data(), drawn.data() + drawn.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void paragraph_in(const Style& style, const Rect& in, ImU32 colour, std::string_view text) {
  const ImFont* font = style.fonts.small;
  const std::string_view drawn = shown(font, text);
  const float width = std::max(20.0F, in.width());
  const ImVec2 size = font->CalcTextSizeA(size_of(font), 1e6F, width, drawn.data(), drawn.data() + drawn.size());
  const ImVec2 at = floored({in.centre().x - size.x / 2, in.centre().y - size.y / 2});
  ImGui::GetWindowDrawList()->AddText(font, size_of(font), at, colour, drawn.data(), drawn.data() + drawn.size(),
                                      width);
}

void draw_text_upwards(const ImFont* font, ImVec2 bottom_left, ImU32 colour, std::string_view text) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 from = floored(bottom_left);
  const int first = draw.VtxBuffer.Size;
  // The letters lie outside what is clipped until they are turned: those are left out, unless all of it may be seen.
  // What is clipped then is clipped as everything else.
  const ImVec2 seen_low = draw.GetClipRectMin(), seen_high = draw.GetClipRectMax();
  draw.PushClipRectFullScreen();
  if (draw.CmdBuffer.back().ElemCount > 0) draw.AddDrawCmd();
  const ImVec2 low = draw.GetClipRectMin();
  draw_text(font, {low.x, low.y}, colour, text);
  draw.CmdBuffer.back().ClipRect = {seen_low.x, seen_low.y, seen_high.x, seen_high.y};
  draw.PopClipRect();
  for (int i = first; i < draw.VtxBuffer.Size; ++i) {
    ImVec2& at = draw.VtxBuffer[i].pos;
    at = {from.x + (at.y - low.y), from.y - (at.x - low.x)};
  }
}

void draw_dashed(std::span<const ImVec2> points, ImU32 colour, float thickness) {
  constexpr float kDash_px = 5, kPause_px = 4;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  float done = 0;  // of the dash or the pause at hand
  bool drawn = true;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float at = 0; at < length;) {
      const float step = std::min((drawn ? kDash_px : kPause_px) - done, length - at);
      const auto place = [&](float px) {
        return ImVec2{a.x + (b.x - a.x) * px / length, a.y + (b.y - a.y) * px / length};
      };
      if (drawn) draw.AddLine(place(at), place(at + step), colour, thickness);
      at += step;
      done += step;
      if (done < (drawn ? kDash_px : kPause_px) - 1e-3F) continue;
      done = 0;
      drawn = !drawn;
    }
  }
}

void tooltip(const Style& style, std::string_view text) {
  if (text.empty() || !ImGui::IsItemHovered()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 8});
  ImGui::BeginTooltip();
  ImGui::PushFont(style.fonts.small);
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + kTooltipWidth_px);
  const std::string_view drawn = shown(style.fonts.small, text);
  ImGui::TextUnformatted(drawn.data(), drawn.data() + drawn.size());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace app::widgets
