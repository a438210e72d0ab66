// The picture of the interface that persists between frames, so that only what changed is drawn again.
// A window gets a copy of it; without one it is read back.
// Main thread only.
#pragma once

#include <memory>

#include "engine/base/pixel_rect.h"
#include "engine/image/image.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/memory.h"

namespace engine::vulkan {

inline constexpr VkFormat kCanvasFormat = VK_FORMAT_B8G8R8A8_UNORM;

class Canvas {
 public:
  Canvas(const Device& device, FrameRing& ring) : device_(device), ring_(ring) {}

  // Makes a new picture of another size; the old one is retired.
  void resize(int width_px, int height_px);
  int width_px() const { return width_px_; }
  int height_px() const { return height_px_; }
  VkImage image() const { return image_->handle(); }

  // Rendering into `area`, which is cleared to the colour first; the rest stays. Between the two the
  // renderer draws. Afterwards the picture can be copied from (TRANSFER_SRC).
  void begin(VkCommandBuffer commands, const PixelRect& area, const float (&clear)[4]);
  void end(VkCommandBuffer commands);

  Image read_back();  // waits for the device

 private:
  const Device& device_;
  FrameRing& ring_;
  std::shared_ptr<GpuImage> image_;
  bool drawn_ = false;
  int width_px_ = 0, height_px_ = 0;
};

}  // namespace engine::vulkan
