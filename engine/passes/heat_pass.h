// An image with a heat map over it, coloured and upsampled (bicubic B-spline) in the fragment shader: the sliders
// touch push constants, never pixels.
//
//   draw_heat_overlay(*ImGui::GetWindowDrawList(), {image, map, ...}, top_left, bottom_right);
//
// Main thread only, while a frame is built. The parameters are copied; the pass keeps them for the frame.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <imgui.h>

#include "engine/base/texture_ref.h"
#include "engine/image/colour_map.h"
#include "engine/passes/pass.h"

namespace engine {

namespace vulkan {
class Pipeline;
}

struct HeatOverlay {
  TextureRef image = 0;
  TextureRef map = 0;                                // one channel, 0..1; 0: the image alone
  std::array<float, 4> image_from_crop{1, 1, 0, 0};  // crop uv -> image uv: scale x, y, offset x, y
  float opacity = 0.55F;
  float threshold = 0.22F;  // heat below is not drawn
  ColourMap colour_map = ColourMap::Viridis;
  float edge = 0.04F;                 // of heat above the threshold in which the colour comes in
  float contour = 0;                  // opacity of the line where the heat crosses the threshold; 0: none
  bool smooth = true;                 // false: the cells of the map as they are
  ImVec2 uv_min{0, 0}, uv_max{1, 1};  // part of the image that is shown
};

void draw_heat_overlay(ImDrawList& draw_list, const HeatOverlay& overlay, ImVec2 top_left, ImVec2 bottom_right);

// A pipeline per colour map and smoothing, made on first use (specialisation constants: software rasterisers pay for
// every run-time branch).
class HeatPass : public Pass {
 public:
  explicit HeatPass(const PassDevice& device);
  ~HeatPass() override;

  std::size_t add(const HeatOverlay& overlay);  // gives the item; until the next logic frame

  void begin_logic_frame() override { overlays_.clear(); }
  void prepare(vulkan::Frame&) override {}
  void record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t item) override;
  std::uint64_t version(std::size_t item) const override;

 private:
  const vulkan::Pipeline& pipeline(ColourMap map, bool smooth);

  PassDevice device_;
  std::array<std::unique_ptr<vulkan::Pipeline>, 2 * kColourMaps> pipelines_;
  std::vector<HeatOverlay> overlays_;
};

}  // namespace engine
