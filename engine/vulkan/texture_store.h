// Textures by number, each with a descriptor set of its own (descriptor indexing is not everywhere),
// and the queue of pixels on their way to the device. Uploads are recorded at the head of a frame:
// whole textures at once, layers of the thumbnail array within a budget per frame.
// Main thread only. Textures are retired with the frames that may use them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include <vulkan/vulkan.h>

#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/memory.h"

namespace engine::vulkan {

class TextureStore {
 public:
  TextureStore(const Device& device, FrameRing& ring);
  ~TextureStore();
  TextureStore(const TextureStore&) = delete;
  TextureStore& operator=(const TextureStore&) = delete;

  // Numbers start at 1. The content is undefined until the first upload.
  std::uint32_t create(const ImageInfo& info);
  void release(std::uint32_t texture);

  // Bytes of one layer, tightly packed. Urgent ones are recorded in the next frame whatever they cost.
  void upload(std::uint32_t texture, std::uint32_t layer, std::vector<std::byte> bytes, bool urgent);
  // Its pixels will not be there in the next drawn frame yet: too many others come before it.
  bool upload_late(std::uint32_t texture, std::uint32_t layer) const;
  bool uploads_waiting() const { return !pending_.empty(); }
  // Gives how many came in that were not urgent: their owners may be waiting to see them.
  std::size_t record_uploads(Frame& frame);

  VkDescriptorSet descriptor(std::uint32_t texture) const;  // null for an unknown number
  VkDescriptorSetLayout descriptor_layout() const { return layout_; }
  bool is_opaque(std::uint32_t texture) const;
  std::uint32_t width_px(std::uint32_t texture) const { return textures_.at(texture).image->info().width_px; }
  // Changes whenever the content of the texture or one of its layers does.
  std::uint64_t version(std::uint32_t texture, std::uint32_t layer) const;

 private:
  struct Texture {
    std::shared_ptr<GpuImage> image;
    VkDescriptorSet set = VK_NULL_HANDLE;
    bool initialised = false;
    std::vector<std::uint64_t> versions;  // per layer
  };
  struct Upload {
    std::uint32_t texture = 0, layer = 0;
    std::vector<std::byte> bytes;
    bool urgent = false;
  };

  void record(Frame& frame, const Upload& upload, const Buffer& staging, std::size_t offset);
  void write_descriptor(const Texture& texture);

  const Device& device_;
  FrameRing& ring_;
  VkSampler sampler_ = VK_NULL_HANDLE;
  VkDescriptorSetLayout layout_ = VK_NULL_HANDLE;
  VkDescriptorPool pool_ = VK_NULL_HANDLE;
  std::unordered_map<std::uint32_t, Texture> textures_;
  std::deque<Upload> pending_;
  std::vector<std::unique_ptr<Buffer>> staging_;  // one ring buffer per frame in flight
  std::uint32_t last_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace engine::vulkan
