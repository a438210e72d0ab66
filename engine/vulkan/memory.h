// Buffers and images with memory of their own. A workbench has a few dozen of them, so each gets one
// allocation; thumbnails share one array image.
// Main thread only. RAII: destroy only when no frame in flight uses them (FrameRing::retire).
#pragma once

#include <cstddef>

#include <vulkan/vulkan.h>

#include "engine/vulkan/device.h"

namespace engine::vulkan {

// Host-visible, mapped for its whole life.
class Buffer {
 public:
  Buffer(const Device& device, std::size_t size_bytes, VkBufferUsageFlags usage);
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  VkBuffer handle() const { return buffer_; }
  std::byte* data() const { return data_; }
  std::size_t size_bytes() const { return size_bytes_; }

 private:
  VkDevice device_;
  std::size_t size_bytes_;
  VkBuffer buffer_ = VK_NULL_HANDLE;
  VkDeviceMemory memory_ = VK_NULL_HANDLE;
  std::byte* data_ = nullptr;
};

struct ImageInfo {
  VkFormat format = VK_FORMAT_R8G8B8A8_UNORM;
  std::uint32_t width_px = 1, height_px = 1, layers = 1;
  VkImageUsageFlags usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  bool alpha_from_red = false;  // a coverage map: sampled as (1, 1, 1, r)
  bool opaque = false;          // the owner's promise: every texel is
};

// A 2D array image (of one layer or more) with a view of all of it.
class GpuImage {
 public:
  GpuImage(const Device& device, const ImageInfo& info);
  ~GpuImage();
  GpuImage(const GpuImage&) = delete;
  GpuImage& operator=(const GpuImage&) = delete;

  VkImage handle() const { return image_; }
  VkImageView view() const { return view_; }
  const ImageInfo& info() const { return info_; }

 private:
  VkDevice device_;
  ImageInfo info_;
  VkImage image_ = VK_NULL_HANDLE;
  VkDeviceMemory memory_ = VK_NULL_HANDLE;
  VkImageView view_ = VK_NULL_HANDLE;
};

// One layer (or all) from one use to the next.
struct LayoutChange {
  VkImageLayout from = VK_IMAGE_LAYOUT_UNDEFINED, to = VK_IMAGE_LAYOUT_GENERAL;
  VkPipelineStageFlags2 from_stage = 0, to_stage = 0;
  VkAccessFlags2 from_access = 0, to_access = 0;
  std::uint32_t first_layer = 0, layers = VK_REMAINING_ARRAY_LAYERS;
};
void change_layout(VkCommandBuffer commands, VkImage image, const LayoutChange& change);

}  // namespace engine::vulkan
