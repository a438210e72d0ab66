#include "engine/ui/glyph_room.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace engine {
namespace {
constexpr int kGap_px = 1;  // so that filtering does not mix neighbours
}

GlyphRoom::GlyphRoom(int room_id, float scale) : scale_(scale) {
  const ImFontAtlasCustomRect& room = *ImGui::GetIO().Fonts->GetCustomRectByIndex(room_id);
  if (!room.IsPacked()) return;
  x_px_ = left_px_ = room.X;
  y_px_ = top_px_ = room.Y;
  right_px_ = left_px_ + room.Width;
  bottom_px_ = top_px_ + room.Height;
}

bool GlyphRoom::place(int width_px, int height_px, int& x_px, int& y_px) {
  if (x_px_ + width_px + kGap_px > right_px_) {
    x_px_ = left_px_;
    y_px_ += row_px_;
    row_px_ = 0;
  }
  if (left_px_ + width_px + kGap_px > right_px_ || y_px_ + height_px + kGap_px > bottom_px_) return false;
  x_px = x_px_;
  y_px = y_px_;
  x_px_ += width_px + kGap_px;
  row_px_ = std::max(row_px_, height_px + kGap_px);
  return true;
}

bool GlyphRoom::add(ImFont& font, ImWchar code, const GlyphPicture& picture) {
  int x_px = left_px_, y_px = top_px_;
  if (!picture.cover.empty() && !place(picture.width_px, picture.height_px, x_px, y_px)) return false;
  const ImFontAtlas& atlas = *font.ContainerAtlas;
  for (int y = 0; y < picture.height_px; ++y) {
    const auto row = picture.cover.begin() + static_cast<std::ptrdiff_t>(y) * picture.width_px;
    std::copy_n(row, picture.width_px,
                atlas.TexPixelsAlpha8 + static_cast<std::ptrdiff_t>(y_px + y) * atlas.TexWidth + x_px);
  }
  const auto width = static_cast<float>(picture.width_px), height = static_cast<float>(picture.height_px);
  const auto left = static_cast<float>(picture.left_px);
  const float top = std::round(font.Ascent * scale_) - static_cast<float>(picture.top_px);
  const float u = static_cast<float>(x_px) * atlas.TexUvScale.x, v = static_cast<float>(y_px) * atlas.TexUvScale.y;
  font.AddGlyph(nullptr, code, left / scale_, top / scale_, (left + width) / scale_, (top + height) / scale_, u, v,
                u + width * atlas.TexUvScale.x, v + height * atlas.TexUvScale.y, picture.advance_px / scale_);
  return true;
}

void GlyphRoom::finish(ImFont& font) { font.BuildLookupTable(); }

}  // namespace engine
