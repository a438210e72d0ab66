#include "engine/vulkan/texture_store.h"

#include <cstring>

#include "engine/vulkan/check.h"

namespace engine::vulkan {
namespace {

constexpr std::uint32_t kMostTextures = 256;
constexpr std::size_t kStaging_bytes = 4U << 20U;  // per frame: 64 thumbnails of 128 px

std::size_t aligned(std::size_t bytes) { return (bytes + 15) / 16 * 16; }

struct DescriptorRelease {
  VkDevice device;
  VkDescriptorPool pool;
  VkDescriptorSet set;
  ~DescriptorRelease() { vkFreeDescriptorSets(device, pool, 1, &set); }
};

}  // namespace

TextureStore::TextureStore(const Device& device, FrameRing& ring) : device_(device), ring_(ring) {
  VkSamplerCreateInfo sampler{VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO};
  sampler.magFilter = sampler.minFilter = VK_FILTER_LINEAR;
  sampler.addressModeU = sampler.addressModeV = sampler.addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE;
  require(vkCreateSampler(device.handle(), &sampler, nullptr, &sampler_), "making a sampler");

  VkDescriptorSetLayoutBinding binding{0, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1, VK_SHADER_STAGE_FRAGMENT_BIT,
                                       nullptr};
  VkDescriptorSetLayoutCreateInfo layout{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
  layout.bindingCount = 1;
  layout.pBindings = &binding;
  require(vkCreateDescriptorSetLayout(device.handle(), &layout, nullptr, &layout_), "making a descriptor layout");

  VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, kMostTextures};
  VkDescriptorPoolCreateInfo pool{VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
  pool.flags = VK_DESCRIPTOR_POOL_CREATE_FREE_DESCRIPTOR_SET_BIT;
  pool.maxSets = kMostTextures;
  pool.poolSizeCount = 1;
  pool.pPoolSizes = &size;
  require(vkCreateDescriptorPool(device.handle(), &pool, nullptr, &pool_), "making a descriptor pool");
  for (std::size_t i = 0; i < kFramesInFlight; ++i) {
    staging_.push_back(std::make_unique<Buffer>(device, kStaging_bytes, VK_BUFFER_USAGE_TRANSFER_SRC_BIT));
  }
}

TextureStore::~TextureStore() {
  ring_.wait_all();  // retired descriptor sets go before their pool
  vkDestroyDescriptorPool(device_.handle(), pool_, nullptr);
  vkDestroyDescriptorSetLayout(device_.handle(), layout_, nullptr);
  vkDestroySampler(device_.handle(), sampler_, nullptr);
}

std::uint32_t TextureStore::create(const ImageInfo& info) {
  Texture texture;
  texture.image = std::make_shared<GpuImage>(device_, info);
  texture.versions.assign(info.layers, ++version_);
  VkDescriptorSetAllocateInfo allocate{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
  allocate.descriptorPool = pool_;
  allocate.descriptorSetCount = 1;
  allocate.pSetLayouts = &layout_;
  require(vkAllocateDescriptorSets(device_.handle(), &allocate, &texture.set), "making a texture: too many at once");
  write_descriptor(texture);
  textures_.emplace(++last_, std::move(texture));
  return last_;
}

void TextureStore::write_descriptor(const Texture& texture) {
  VkDescriptorImageInfo image{sampler_, texture.image->view(), VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
  VkWriteDescriptorSet write{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
  write.dstSet = texture.set;
  write.descriptorCount = 1;
  write.descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
  write.pImageInfo = &image;
  vkUpdateDescriptorSets(device_.handle(), 1, &write, 0, nullptr);
}

void TextureStore::release(std::uint32_t number) {
  const auto found = textures_.find(number);
  if (found == textures_.end()) return;
  std::erase_if(pending_, [number](const Upload& upload) { return upload.texture == number; });
  ring_.retire(found->second.image);
  ring_.retire(std::shared_ptr<void>(new DescriptorRelease{device_.handle(), pool_, found->second.set},
                                     [](DescriptorRelease* release) { delete release; }));
  textures_.erase(found);
}

void TextureStore::upload(std::uint32_t texture, std::uint32_t layer, std::vector<std::byte> bytes, bool urgent) {
  pending_.push_back({texture, layer, std::move(bytes), urgent});
}

// As record_uploads() will see it.
bool TextureStore::upload_late(std::uint32_t texture, std::uint32_t layer) const {
  std::size_t used = 0;
  for (const Upload& upload : pending_) {
    const bool fits = used + upload.bytes.size() <= kStaging_bytes;
    if (!fits && !upload.urgent && upload.texture == texture && upload.layer == layer) return true;
    if (fits) used += aligned(upload.bytes.size());
  }
  return false;
}

std::size_t TextureStore::record_uploads(Frame& frame) {
  const Buffer& ring = *staging_[frame.index];
  std::size_t used = 0, patient = 0;
  std::deque<Upload> later;
  for (Upload& upload : pending_) {
    if (used + upload.bytes.size() <= ring.size_bytes()) {
      std::memcpy(ring.data() + used, upload.bytes.data(), upload.bytes.size());
      record(frame, upload, ring, used);
      used += aligned(upload.bytes.size());
      patient += upload.urgent ? 0 : 1;
    } else if (upload.urgent) {
      auto own = std::make_shared<Buffer>(device_, upload.bytes.size(), VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
      std::memcpy(own->data(), upload.bytes.data(), upload.bytes.size());
      record(frame, upload, *own, 0);
      frame.retired.push_back(std::move(own));
    } else {
      later.push_back(std::move(upload));
    }
  }
  pending_ = std::move(later);
  return patient;
}

void TextureStore::record(Frame& frame, const Upload& upload, const Buffer& staging, std::size_t offset) {
  Texture& texture = textures_.at(upload.texture);
  const VkImage image = texture.image->handle();
  // The first upload brings every layer into a readable layout, so that the array may be sampled.
  if (!texture.initialised) {
    change_layout(frame.commands, image,
                  {VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, VK_PIPELINE_STAGE_2_NONE,
                   VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT | VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT, 0,
                   VK_ACCESS_2_TRANSFER_WRITE_BIT | VK_ACCESS_2_SHADER_READ_BIT});
    texture.initialised = true;
  }
  change_layout(frame.commands, image,
                {VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
                 VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT | VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                 VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_SHADER_READ_BIT | VK_ACCESS_2_TRANSFER_WRITE_BIT,
                 VK_ACCESS_2_TRANSFER_WRITE_BIT, upload.layer, 1});
  VkBufferImageCopy region{};
  region.bufferOffset = offset;
  region.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, upload.layer, 1};
  region.imageExtent = {texture.image->info().width_px, texture.image->info().height_px, 1};
  vkCmdCopyBufferToImage(frame.commands, staging.handle(), image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
  change_layout(frame.commands, image,
                {VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL,
                 VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT,
                 VK_ACCESS_2_TRANSFER_WRITE_BIT, VK_ACCESS_2_SHADER_READ_BIT, upload.layer, 1});
  texture.versions[upload.layer] = ++version_;
}

VkDescriptorSet TextureStore::descriptor(std::uint32_t texture) const {
  const auto found = textures_.find(texture);
  return found == textures_.end() || !found->second.initialised ? VK_NULL_HANDLE : found->second.set;
}

bool TextureStore::is_opaque(std::uint32_t texture) const {
  const auto found = textures_.find(texture);
  return found != textures_.end() && found->second.image->info().opaque;
}

std::uint64_t TextureStore::version(std::uint32_t texture, std::uint32_t layer) const {
  const auto found = textures_.find(texture);
  return found == textures_.end() || layer >= found->second.versions.size() ? 0 : found->second.versions[layer];
}

}  // namespace engine::vulkan
