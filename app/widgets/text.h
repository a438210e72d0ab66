// Text drawn at a place, cut with an ellipsis where it does not fit. Positions are floored: glyphs on
// half pixels are blurred. Text of any script (engine/ui/text_glyphs.h). Main thread only.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <imgui.h>

#include "app/widgets/style.h"

namespace app::widgets {

ImVec2 text_size(const ImFont* font, std::string_view text);
void draw_text(const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text);
void draw_text_centred(const ImFont* font, const Rect& in, ImU32 colour, std::string_view text);
void draw_text_right(const ImFont* font, ImVec2 top_right, ImU32 colour, std::string_view text);
// Centred, on as many lines as it takes.
void paragraph_in(const Style& style, const Rect& in, ImU32 colour, std::string_view text);
// Turned to the left, read from below: its beginning is at the bottom.
void draw_text_upwards(const ImFont* font, ImVec2 bottom_left, ImU32 colour, std::string_view text);
// A line through the points in dashes of a few pixels.
void draw_dashed(std::span<const ImVec2> points, ImU32 colour, float thickness);
// As much as fits into `width_px`, with "…" at the end. Letters keep their marks.
std::string elided(const ImFont* font, std::string_view text, float width_px);

// In the layout of the current window.
void label(const Style& style, const ImFont* font, ImU32 colour, std::string_view text);
void paragraph(const Style& style, const ImFont* font, ImU32 colour, std::string_view text,
               float wrap_x = 0);  // wraps there, in the window; 0: at its edge

// A tooltip over the last item.
void tooltip(const Style& style, std::string_view text);

}  // namespace app::widgets
