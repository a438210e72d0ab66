// The images a window shows. The canvas is copied into the next one; render-done semaphores belong to
// the swapchain's images, because an image may be presented long after its frame's slot is reused.
// Main thread only.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <vulkan/vulkan.h>

#include "engine/vulkan/canvas.h"
#include "engine/vulkan/frame_ring.h"

namespace engine::vulkan {

class Swapchain {
 public:
  Swapchain(const Device& device, VkInstance instance, VkSurfaceKHR surface);
  ~Swapchain();
  Swapchain(const Swapchain&) = delete;
  Swapchain& operator=(const Swapchain&) = delete;

  void recreate(int width_px, int height_px);  // waits for the device

  struct Next {
    std::uint32_t image = 0;
    VkSemaphore acquired = VK_NULL_HANDLE, done = VK_NULL_HANDLE;
  };
  // Empty when the swapchain no longer fits the window: recreate it and try again.
  std::optional<Next> acquire(std::size_t frame_index);
  void record_copy(VkCommandBuffer commands, const Canvas& canvas, const Next& next) const;
  bool present(const Next& next) const;  // false: it no longer fits

 private:
  void destroy_images();

  const Device& device_;
  VkInstance instance_;
  VkSurfaceKHR surface_;
  VkSwapchainKHR swapchain_ = VK_NULL_HANDLE;
  VkExtent2D extent_{};
  std::vector<VkImage> images_;
  std::vector<VkSemaphore> done_;  // one per image
  std::array<VkSemaphore, kFramesInFlight> acquired_{};
};

}  // namespace engine::vulkan
