// The device and its one graphics queue. Discrete before integrated before software; NEVUS_DEVICE
// (part of a name) overrides. Needs Vulkan 1.3 with dynamic rendering and synchronization2.
// Main thread only. Owns the device; the instance must outlive it.
#pragma once

#include <cstdint>

#include <vulkan/vulkan.h>

#include "engine/base/device_report.h"

namespace engine::vulkan {

class Device {
 public:
  // `surface` may be null: nothing is presented then. Throws HostError when no device will do.
  Device(VkInstance instance, VkSurfaceKHR surface);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  VkDevice handle() const { return device_; }
  VkPhysicalDevice physical() const { return physical_; }
  VkQueue queue() const { return queue_; }
  std::uint32_t queue_family() const { return family_; }
  const VkPhysicalDeviceLimits& limits() const { return properties_.limits; }
  DeviceReport report() const;

  // Throws HostError when no memory type has the flags.
  std::uint32_t memory_type(std::uint32_t allowed_bits, VkMemoryPropertyFlags flags) const;
  bool draws_large_points() const { return large_points_; }
  void wait_idle() const { vkDeviceWaitIdle(device_); }

 private:
  VkPhysicalDevice physical_ = VK_NULL_HANDLE;
  VkPhysicalDeviceProperties properties_{};
  VkPhysicalDeviceDriverProperties driver_{};
  std::uint32_t family_ = 0;
  bool large_points_ = false;
  VkDevice device_ = VK_NULL_HANDLE;
  VkQueue queue_ = VK_NULL_HANDLE;
};

}  // namespace engine::vulkan
