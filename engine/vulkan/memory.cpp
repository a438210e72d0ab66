#include "engine/vulkan/memory.h"

#include "engine/vulkan/check.h"

namespace engine::vulkan {
namespace {

VkDeviceMemory allocate(const Device& device, const VkMemoryRequirements& needs, VkMemoryPropertyFlags flags) {
  VkMemoryAllocateInfo info{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
  info.allocationSize = needs.size;
  info.memoryTypeIndex = device.memory_type(needs.memoryTypeBits, flags);
  VkDeviceMemory memory = VK_NULL_HANDLE;
  require(vkAllocateMemory(device.handle(), &info, nullptr, &memory), "allocating graphics memory");
  return memory;
}

}  // namespace

Buffer::Buffer(const Device& device, std::size_t size_bytes, VkBufferUsageFlags usage)
    : device_(device.handle()), size_bytes_(size_bytes) {
  VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
  info.size = size_bytes;
  info.usage = usage;
  require(vkCreateBuffer(device_, &info, nullptr, &buffer_), "making a buffer");
  VkMemoryRequirements needs;
  vkGetBufferMemoryRequirements(device_, buffer_, &needs);
  memory_ = allocate(device, needs, VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT);
  require(vkBindBufferMemory(device_, buffer_, memory_, 0), "binding a buffer");
  void* mapped = nullptr;
  require(vkMapMemory(device_, memory_, 0, VK_WHOLE_SIZE, 0, &mapped), "mapping a buffer");
  data_ = static_cast<std::byte*>(mapped);
}

Buffer::~Buffer() {
  vkDestroyBuffer(device_, buffer_, nullptr);
  vkFreeMemory(device_, memory_, nullptr);
}

GpuImage::GpuImage(const Device& device, const ImageInfo& info) : device_(device.handle()), info_(info) {
  VkImageCreateInfo image{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
  image.imageType = VK_IMAGE_TYPE_2D;
  image.format = info.format;
  image.extent = {info.width_px, info.height_px, 1};
  image.mipLevels = 1;
  image.arrayLayers = info.layers;
  image.samples = VK_SAMPLE_COUNT_1_BIT;
  image.tiling = VK_IMAGE_TILING_OPTIMAL;
  image.usage = info.usage;
  require(vkCreateImage(device_, &image, nullptr, &image_), "making an image");
  VkMemoryRequirements needs;
  vkGetImageMemoryRequirements(device_, image_, &needs);
  memory_ = allocate(device, needs, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
  require(vkBindImageMemory(device_, image_, memory_, 0), "binding an image");

  VkImageViewCreateInfo view{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
  view.image = image_;
  view.viewType =
      (info.usage & VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT) != 0 ? VK_IMAGE_VIEW_TYPE_2D : VK_IMAGE_VIEW_TYPE_2D_ARRAY;
  view.format = info.format;
  if (info.alpha_from_red)
    view.components = {VK_COMPONENT_SWIZZLE_ONE, VK_COMPONENT_SWIZZLE_ONE, VK_COMPONENT_SWIZZLE_ONE,
                       VK_COMPONENT_SWIZZLE_R};
  view.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, info.layers};
  require(vkCreateImageView(device_, &view, nullptr, &view_), "making an image view");
}

GpuImage::~GpuImage() {
  vkDestroyImageView(device_, view_, nullptr);
  vkDestroyImage(device_, image_, nullptr);
  vkFreeMemory(device_, memory_, nullptr);
}

void change_layout(VkCommandBuffer commands, VkImage image, const LayoutChange& change) {
  VkImageMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
  barrier.srcStageMask = change.from_stage;
  barrier.srcAccessMask = change.from_access;
  barrier.dstStageMask = change.to_stage;
  barrier.dstAccessMask = change.to_access;
  barrier.oldLayout = change.from;
  barrier.newLayout = change.to;
  barrier.srcQueueFamilyIndex = barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
  barrier.image = image;
  barrier.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, change.first_layer, change.layers};
  VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  info.imageMemoryBarrierCount = 1;
  info.pImageMemoryBarriers = &barrier;
  vkCmdPipelineBarrier2(commands, &info);
}

}  // namespace engine::vulkan
