#include "engine/vulkan/frame_ring.h"

#include <iterator>

#include "engine/vulkan/check.h"

namespace engine::vulkan {

FrameRing::FrameRing(const Device& device) : device_(device) {
  VkCommandPoolCreateInfo pool{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
  pool.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
  pool.queueFamilyIndex = device.queue_family();
  require(vkCreateCommandPool(device.handle(), &pool, nullptr, &pool_), "making a command pool");
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    frames_[i].index = i;
    VkCommandBufferAllocateInfo commands{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
    commands.commandPool = pool_;
    commands.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
    commands.commandBufferCount = 1;
    require(vkAllocateCommandBuffers(device.handle(), &commands, &frames_[i].commands), "making a command buffer");
    VkFenceCreateInfo fence{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    fence.flags = VK_FENCE_CREATE_SIGNALED_BIT;
    require(vkCreateFence(device.handle(), &fence, nullptr, &frames_[i].done), "making a fence");
  }
}

FrameRing::~FrameRing() {
  wait_all();
  for (const Frame& frame : frames_) vkDestroyFence(device_.handle(), frame.done, nullptr);
  vkDestroyCommandPool(device_.handle(), pool_, nullptr);
}

Frame& FrameRing::begin() {
  current_ = (current_ + 1) % frames_.size();
  Frame& frame = frames_[current_];
  require(vkWaitForFences(device_.handle(), 1, &frame.done, VK_TRUE, UINT64_MAX), "waiting for a frame");
  frame.retired.clear();
  VkCommandBufferBeginInfo info{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
  info.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  require(vkBeginCommandBuffer(frame.commands, &info), "beginning a frame");
  return frame;
}

void FrameRing::submit(VkSemaphore wait_for, VkSemaphore signal) {
  Frame& frame = frames_[current_];
  require(vkEndCommandBuffer(frame.commands), "ending a frame");
  frame.retired.insert(frame.retired.end(), std::make_move_iterator(waiting_.begin()),
                       std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  VkCommandBufferSubmitInfo commands{VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO};
  commands.commandBuffer = frame.commands;
  VkSemaphoreSubmitInfo wait{VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO};
  wait.semaphore = wait_for;
  wait.stageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;  // the swapchain image is only copied into
  VkSemaphoreSubmitInfo done{VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO};
  done.semaphore = signal;
  done.stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
  VkSubmitInfo2 submit{VK_STRUCTURE_TYPE_SUBMIT_INFO_2};
  submit.commandBufferInfoCount = 1;
  submit.pCommandBufferInfos = &commands;
  submit.waitSemaphoreInfoCount = wait_for != VK_NULL_HANDLE ? 1 : 0;
  submit.pWaitSemaphoreInfos = &wait;
  submit.signalSemaphoreInfoCount = signal != VK_NULL_HANDLE ? 1 : 0;
  submit.pSignalSemaphoreInfos = &done;
  require(vkResetFences(device_.handle(), 1, &frame.done), "resetting a fence");
  require(vkQueueSubmit2(device_.queue(), 1, &submit, frame.done), "submitting a frame");
}

void FrameRing::wait_all() {
  for (Frame& frame : frames_) {
    vkWaitForFences(device_.handle(), 1, &frame.done, VK_TRUE, UINT64_MAX);
    frame.retired.clear();
  }
  waiting_.clear();
}

}  // namespace engine::vulkan
