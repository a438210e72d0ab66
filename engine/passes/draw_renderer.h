// Draws ImGui's draw data into the bound target: one vertex and one index buffer per frame in flight,
// a descriptor set per texture, the array layer as a push constant, heat overlays by their pipeline.
// Main thread only.
#pragma once

#include <array>
#include <memory>

#include <imgui.h>

#include "engine/passes/damage.h"
#include "engine/passes/heat_overlay.h"
#include "engine/passes/pipelines.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/texture_store.h"

namespace engine {

class DrawRenderer {
 public:
  DrawRenderer(const vulkan::Device& device, vulkan::FrameRing& ring, vulkan::TextureStore& textures,
               VkFormat target_format);

  // Inside a rendering scope. Draws only what lies in `area`.
  void draw(vulkan::Frame& frame, const ImDrawData& data, const PixelRect& area);

 private:
  struct Buffers {
    std::shared_ptr<vulkan::Buffer> vertices, indices;
  };
  struct Pass;

  void copy_geometry(Buffers& buffers, const ImDrawData& data);
  void bind_ui(const Pass& pass);
  void bind_heat(Pass& pass, const HeatOverlay& overlay);
  void draw_command(Pass& pass, const ImDrawCmd& command);

  const vulkan::Device& device_;
  vulkan::FrameRing& ring_;
  vulkan::TextureStore& textures_;
  Pipelines pipelines_;
  std::array<Buffers, vulkan::kFramesInFlight> buffers_;
};

}  // namespace engine
