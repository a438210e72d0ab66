// One way of drawing, with pipelines of its own, inside rectangles of the interface. The interface itself is a pass,
// the heat map another; a page brings its own as a class beside these and names it nowhere else:
//
//   if (auto* dots = find_pass<DotsPass>()) {              // the window's own, made on first use
//     const std::size_t item = dots->add(positions);
//     draw_pass(*ImGui::GetWindowDrawList(), *dots, low, high, item);
//   }
//
// A pass may stand in several places of one frame; `item` tells them apart and means what the pass wants it to mean.
// What is drawn before and after it in the list lies below and above it. It is recorded again when version() says
// that it changed, or when something over or under it did.
// Main thread only. `Passes` owns the passes, and ends them when the device has nothing more to do.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/pixel_rect.h"

namespace engine {

namespace vulkan {
class Device;
class FrameRing;
class TextureStore;
struct Frame;
}  // namespace vulkan

// What a pass is constructed with. All of it outlives the pass.
struct PassDevice {
  const vulkan::Device& device;
  vulkan::FrameRing& ring;
  vulkan::TextureStore& textures;
};

class Pass {
 public:
  virtual ~Pass() = default;

  // A logic frame begins: what was added for the last one is forgotten.
  virtual void begin_logic_frame() {}
  // Once per drawn frame in which the pass stands somewhere, outside of a rendering scope: fills buffers.
  virtual void prepare(vulkan::Frame& frame) = 0;
  // Inside a rendering scope. Clip space is the rectangle (viewport), and nothing outside of it, nor outside of what
  // has to be drawn again, is touched (scissor). All other state is the pass' own to bind; nothing has to be restored.
  virtual void record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t item) = 0;
  // Another number whenever record() would draw something else.
  virtual std::uint64_t version(std::size_t item) const = 0;
};

}  // namespace engine
