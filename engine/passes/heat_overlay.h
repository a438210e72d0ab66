// Draws an image with a heat map over it, coloured and upsampled (bicubic B-spline) in the fragment
// shader: the sliders touch push constants, never pixels.
//
//   draw_heat_overlay(*ImGui::GetWindowDrawList(), {image, map, ...}, top_left, bottom_right);
//
// Main thread only, while a frame is built. The parameters are copied; the renderer keeps them for the frame.
#pragma once

#include <array>

#include <imgui.h>

#include "engine/image/colour_map.h"
#include "engine/passes/texture_id.h"

namespace engine {

struct HeatOverlay {
  TextureRef image = 0;
  TextureRef map = 0;                                // one channel, 0..1; 0: the image alone
  std::array<float, 4> image_from_crop{1, 1, 0, 0};  // crop uv -> image uv: scale x, y, offset x, y
  float opacity = 0.55F;
  float threshold = 0.22F;  // heat below is not drawn
  ColourMap colour_map = ColourMap::Viridis;
  bool smooth = true;                 // false: the cells of the map as they are
  ImVec2 uv_min{0, 0}, uv_max{1, 1};  // part of the image that is shown
};

void draw_heat_overlay(ImDrawList& draw_list, const HeatOverlay& overlay, ImVec2 top_left, ImVec2 bottom_right);

}  // namespace engine
