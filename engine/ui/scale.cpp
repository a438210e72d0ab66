#include "engine/ui/scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace engine {
namespace {

constexpr std::array kNotches = {0.75F, 0.9F, 1.0F, 1.1F, 1.25F, 1.5F, 1.75F, 2.0F, 2.5F, 3.0F};
constexpr float kSame = 0.01F;
constexpr float kUsualDots = 96;

// A letter or a picture of the atlas: four corners of an upright rectangle, in the order in which ImGui writes them.
bool is_upright(const ImDrawVert* corner) {
  return corner[0].pos.y == corner[1].pos.y && corner[1].pos.x == corner[2].pos.x &&
         corner[2].pos.y == corner[3].pos.y && corner[3].pos.x == corner[0].pos.x;
}

bool is_textured(const ImDrawVert* corner) {
  return corner[0].uv.x != corner[2].uv.x && corner[0].uv.y != corner[2].uv.y;
}

bool is_quad(const ImDrawIdx* index) {
  const unsigned first = index[0];
  return index[1] == first + 1 && index[2] == first + 2 && index[3] == first && index[4] == first + 2 &&
         index[5] == first + 3;
}

// Whole letters are moved, never stretched: their bitmaps are as large as they are seen.
void snap(ImDrawVert* corner) {
  const float by_x = std::round(corner[0].pos.x) - corner[0].pos.x,
              by_y = std::round(corner[0].pos.y) - corner[0].pos.y;
  for (std::size_t i = 0; i < 4; ++i) {
    corner[i].pos.x += by_x;
    corner[i].pos.y += by_y;
  }
}

void snap_letters(ImDrawList& list, const ImDrawCmd& command) {
  const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
  ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  for (unsigned i = 0; i + 6 <= command.ElemCount;) {
    ImDrawVert* corner = vertices + indices[i];
    const bool letter = is_quad(indices + i) && is_textured(corner) && is_upright(corner);
    if (letter) snap(corner);
    i += letter ? 6 : 3;
  }
}

}  // namespace

float fitting_scale(float wanted, int window_width_px, int window_height_px) {
  const float room = std::min(static_cast<float>(window_width_px) / kLeastWidth_px,
                              static_cast<float>(window_height_px) / kLeastHeight_px);
  return std::clamp(wanted, kLeastScale, std::clamp(room, kLeastScale, kMostScale));
}

float next_scale(float from, int step) {
  if (step > 0) {
    const auto* above = std::ranges::find_if(kNotches, [&](float notch) { return notch > from + kSame; });
    return above == kNotches.end() ? kNotches.back() : *above;
  }
  for (auto notch = kNotches.rbegin(); notch != kNotches.rend(); ++notch)
    if (*notch < from - kSame) return *notch;
  return kNotches.front();
}

float scale_of_display(float dots_per_inch) {
  if (!std::isfinite(dots_per_inch)) return 1;
  return std::clamp(std::floor(dots_per_inch / kUsualDots * 4) / 4, 1.0F, kMostScale);
}

void sharpen(ImDrawList& list) { list._FringeScale = 1 / std::max(1.0F, interface_scale()); }

void scale_draw_data(ImDrawData& data, float scale) {
  if (scale == 1) return;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    ImDrawList& list = *data.CmdLists[n];
    for (ImDrawVert& vertex : list.VtxBuffer) vertex.pos = {vertex.pos.x * scale, vertex.pos.y * scale};
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback == nullptr && command.GetTexID() == ImGui::GetIO().Fonts->TexID)
        snap_letters(list, command);
    }
  }
  data.ScaleClipRects({scale, scale});
  data.DisplaySize = {std::round(data.DisplaySize.x * scale), std::round(data.DisplaySize.y * scale)};
}

}  // namespace engine
