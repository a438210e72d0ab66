// Two frames in flight: each has a command buffer and a fence. What a frame may still use is retired
// with it and destroyed when its fence has passed.
//
//   Frame& frame = ring.begin();  ... record into frame.commands ...  ring.submit(waits, signals);
//
// Main thread only.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <vulkan/vulkan.h>

#include "engine/vulkan/device.h"

namespace engine::vulkan {

inline constexpr std::size_t kFramesInFlight = 2;

struct Frame {
  std::size_t index = 0;  // 0 or 1: which copy of per-frame buffers to use
  VkCommandBuffer commands = VK_NULL_HANDLE;
  VkFence done = VK_NULL_HANDLE;
  std::vector<std::shared_ptr<void>> retired;
};

class FrameRing {
 public:
  explicit FrameRing(const Device& device);
  ~FrameRing();
  FrameRing(const FrameRing&) = delete;
  FrameRing& operator=(const FrameRing&) = delete;

  // Waits until this slot's last frame is done, frees what it retired, and begins its commands.
  Frame& begin();
  // A wait or signal that is null is left out.
  void submit(VkSemaphore wait_for, VkSemaphore signal);
  void wait_all();  // every submitted frame is done, everything retired is freed

  // Keeps the object until the frame that is being recorded (or the next one) is done.
  void retire(std::shared_ptr<void> object) { waiting_.push_back(std::move(object)); }

 private:
  const Device& device_;
  VkCommandPool pool_ = VK_NULL_HANDLE;
  std::array<Frame, kFramesInFlight> frames_;
  std::vector<std::shared_ptr<void>> waiting_;
  std::size_t current_ = 0;
};

}  // namespace engine::vulkan
