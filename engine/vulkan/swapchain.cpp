#include "engine/vulkan/swapchain.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/vulkan/check.h"

namespace engine::vulkan {
namespace {

VkSemaphore make_semaphore(VkDevice device) {
  VkSemaphoreCreateInfo info{VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
  VkSemaphore semaphore = VK_NULL_HANDLE;
  require(vkCreateSemaphore(device, &info, nullptr, &semaphore), "making a semaphore");
  return semaphore;
}

// The canvas is copied, not drawn, into the window: the format must be the canvas' own.
VkColorSpaceKHR require_format(const Device& device, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count, nullptr);
  std::vector<VkSurfaceFormatKHR> formats(count);
  vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count, formats.data());
  const auto found = std::ranges::find(formats, kCanvasFormat, &VkSurfaceFormatKHR::format);
  if (found == formats.end()) throw HostError("showing the window: the display offers no 8 bit BGRA format");
  return found->colorSpace;
}

}  // namespace

Swapchain::Swapchain(const Device& device, VkInstance instance, VkSurfaceKHR surface)
    : device_(device), instance_(instance), surface_(surface) {
  for (VkSemaphore& semaphore : acquired_) semaphore = make_semaphore(device.handle());
}

Swapchain::~Swapchain() {
  device_.wait_idle();
  destroy_images();
  for (const VkSemaphore semaphore : acquired_) vkDestroySemaphore(device_.handle(), semaphore, nullptr);
  vkDestroySwapchainKHR(device_.handle(), swapchain_, nullptr);
  vkDestroySurfaceKHR(instance_, surface_, nullptr);
}

void Swapchain::destroy_images() {
  for (const VkSemaphore semaphore : done_) vkDestroySemaphore(device_.handle(), semaphore, nullptr);
  done_.clear();
  images_.clear();
}

void Swapchain::recreate(int width_px, int height_px) {
  device_.wait_idle();
  destroy_images();
  VkSurfaceCapabilitiesKHR can;
  require(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device_.physical(), surface_, &can),
          "asking what the window can show");
  extent_ = can.currentExtent;
  if (extent_.width == UINT32_MAX)
    extent_ = {static_cast<std::uint32_t>(width_px), static_cast<std::uint32_t>(height_px)};
  const VkSwapchainKHR old = swapchain_;
  VkSwapchainCreateInfoKHR info{VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR};
  info.surface = surface_;
  info.minImageCount =
      can.maxImageCount == 0 ? can.minImageCount + 1 : std::min(can.minImageCount + 1, can.maxImageCount);
  info.imageFormat = kCanvasFormat;
  info.imageColorSpace = require_format(device_, surface_);
  info.imageExtent = extent_;
  info.imageArrayLayers = 1;
  info.imageUsage = VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  info.preTransform = can.currentTransform;
  info.compositeAlpha = VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR;
  info.presentMode = VK_PRESENT_MODE_FIFO_KHR;
  info.clipped = VK_TRUE;
  info.oldSwapchain = old;
  require(vkCreateSwapchainKHR(device_.handle(), &info, nullptr, &swapchain_), "making the window's images");
  vkDestroySwapchainKHR(device_.handle(), old, nullptr);
  std::uint32_t count = 0;
  vkGetSwapchainImagesKHR(device_.handle(), swapchain_, &count, nullptr);
  images_.resize(count);
  vkGetSwapchainImagesKHR(device_.handle(), swapchain_, &count, images_.data());
  for (std::uint32_t i = 0; i < count; ++i) done_.push_back(make_semaphore(device_.handle()));
}

std::optional<Swapchain::Next> Swapchain::acquire(std::size_t frame_index) {
  std::uint32_t image = 0;
  const VkResult result =
      vkAcquireNextImageKHR(device_.handle(), swapchain_, UINT64_MAX, acquired_[frame_index], VK_NULL_HANDLE, &image);
  if (result == VK_ERROR_OUT_OF_DATE_KHR) return std::nullopt;
  if (result != VK_SUBOPTIMAL_KHR) require(result, "getting the window's next image");
  return Next{image, acquired_[frame_index], done_[image]};
}

void Swapchain::record_copy(VkCommandBuffer commands, const Canvas& canvas, const Next& next) const {
  const VkImage image = images_[next.image];
  change_layout(commands, image,
                {VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                 VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, 0, VK_ACCESS_2_TRANSFER_WRITE_BIT});
  VkImageCopy region{};
  region.srcSubresource = region.dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  region.extent = {std::min(extent_.width, static_cast<std::uint32_t>(canvas.width_px())),
                   std::min(extent_.height, static_cast<std::uint32_t>(canvas.height_px())), 1};
  vkCmdCopyImage(commands, canvas.image(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, image,
                 VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
  change_layout(commands, image,
                {VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR,
                 VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_TRANSFER_WRITE_BIT, 0});
}

bool Swapchain::present(const Next& next) const {
  VkPresentInfoKHR info{VK_STRUCTURE_TYPE_PRESENT_INFO_KHR};
  info.waitSemaphoreCount = 1;
  info.pWaitSemaphores = &next.done;
  info.swapchainCount = 1;
  info.pSwapchains = &swapchain_;
  info.pImageIndices = &next.image;
  const VkResult result = vkQueuePresentKHR(device_.queue(), &info);
  if (result == VK_ERROR_OUT_OF_DATE_KHR || result == VK_SUBOPTIMAL_KHR) return false;
  require(result, "showing a frame");
  return true;
}

}  // namespace engine::vulkan
