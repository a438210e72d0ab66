#include "engine/vulkan/canvas.h"

#include <cstddef>

namespace engine::vulkan {
namespace {
constexpr VkPipelineStageFlags2 kOutput = VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT;
}  // namespace

void Canvas::resize(int width_px, int height_px) {
  if (image_) ring_.retire(image_);
  ImageInfo info;
  info.format = kCanvasFormat;
  info.width_px = static_cast<std::uint32_t>(width_px);
  info.height_px = static_cast<std::uint32_t>(height_px);
  info.usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
  image_ = std::make_shared<GpuImage>(device_, info);
  width_px_ = width_px;
  height_px_ = height_px;
  drawn_ = false;
}

void Canvas::begin(VkCommandBuffer commands, const PixelRect& area, const float (&clear)[4]) {
  change_layout(commands, image(),
                {drawn_ ? VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL : VK_IMAGE_LAYOUT_UNDEFINED,
                 VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, kOutput, 0,
                 VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT | VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT});
  VkRenderingAttachmentInfo colour{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  colour.imageView = image_->view();
  colour.imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
  colour.loadOp = drawn_ ? VK_ATTACHMENT_LOAD_OP_LOAD : VK_ATTACHMENT_LOAD_OP_CLEAR;
  colour.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  colour.clearValue.color = {{clear[0], clear[1], clear[2], clear[3]}};
  const VkRect2D rect{{area.x, area.y},
                      {static_cast<std::uint32_t>(area.width), static_cast<std::uint32_t>(area.height)}};
  VkRenderingInfo rendering{VK_STRUCTURE_TYPE_RENDERING_INFO};
  rendering.renderArea = rect;
  rendering.layerCount = 1;
  rendering.colorAttachmentCount = 1;
  rendering.pColorAttachments = &colour;
  vkCmdBeginRendering(commands, &rendering);
  VkClearAttachment attachment{VK_IMAGE_ASPECT_COLOR_BIT, 0, colour.clearValue};
  const VkClearRect cleared{rect, 0, 1};
  vkCmdClearAttachments(commands, 1, &attachment, 1, &cleared);
  drawn_ = true;
}

void Canvas::end(VkCommandBuffer commands) {
  vkCmdEndRendering(commands);
  change_layout(
      commands, image(),
      {VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, kOutput,
       VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT, VK_ACCESS_2_TRANSFER_READ_BIT});
}

Image Canvas::read_back() {
  Image out = Image::blank(width_px_, height_px_, 3);
  if (!drawn_) return out;
  const std::size_t pixels = out.pixels.size() / 3;
  const Buffer buffer(device_, pixels * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
  Frame& frame = ring_.begin();
  VkBufferImageCopy region{};
  region.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  region.imageExtent = {static_cast<std::uint32_t>(width_px_), static_cast<std::uint32_t>(height_px_), 1};
  vkCmdCopyImageToBuffer(frame.commands, image(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, buffer.handle(), 1, &region);
  VkMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2};
  barrier.srcStageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
  barrier.srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
  barrier.dstStageMask = VK_PIPELINE_STAGE_2_HOST_BIT;
  barrier.dstAccessMask = VK_ACCESS_2_HOST_READ_BIT;
  VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  dependency.memoryBarrierCount = 1;
  dependency.pMemoryBarriers = &barrier;
  vkCmdPipelineBarrier2(frame.commands, &dependency);
  ring_.submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  ring_.wait_all();
  const auto* bgra = reinterpret_cast<const std::uint8_t*>(buffer.data());
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t c = 0; c < 3; ++c) out.pixels[3 * i + c] = bgra[4 * i + 2 - c];
  }
  return out;
}

}  // namespace engine::vulkan
