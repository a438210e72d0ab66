#include "engine/vulkan/device.h"

#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/vulkan/check.h"
#include "engine/vulkan/instance.h"

namespace engine::vulkan {
namespace {

struct Candidate {
  VkPhysicalDevice device = VK_NULL_HANDLE;
  std::uint32_t family = 0;
  int score = -1;
};

std::optional<std::uint32_t> graphics_family(VkPhysicalDevice device, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  for (std::uint32_t i = 0; i < count; ++i) {
    VkBool32 presents = VK_TRUE;
    if (surface != VK_NULL_HANDLE) vkGetPhysicalDeviceSurfaceSupportKHR(device, i, surface, &presents);
    if ((families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) != 0 && presents == VK_TRUE) return i;
  }
  return std::nullopt;
}

bool has_features(VkPhysicalDevice device) {
  VkPhysicalDeviceVulkan13Features features13{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
  VkPhysicalDeviceFeatures2 features{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, &features13};
  vkGetPhysicalDeviceFeatures2(device, &features);
  return features13.dynamicRendering == VK_TRUE && features13.synchronization2 == VK_TRUE;
}

Candidate rate(VkPhysicalDevice device, VkSurfaceKHR surface) {
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(device, &properties);
  const auto family = graphics_family(device, surface);
  if (properties.apiVersion < VK_API_VERSION_1_3 || !family || !has_features(device)) return {};
  const char* wanted = std::getenv("NEVUS_DEVICE");
  if (wanted != nullptr && std::string_view(properties.deviceName).find(wanted) != std::string_view::npos)
    return {device, *family, 100};
  switch (properties.deviceType) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: return {device, *family, 4};
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: return {device, *family, 3};
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: return {device, *family, 2};
    default: return {device, *family, 1};
  }
}

Candidate choose(VkInstance instance, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkEnumeratePhysicalDevices(instance, &count, nullptr);
  std::vector<VkPhysicalDevice> devices(count);
  vkEnumeratePhysicalDevices(instance, &count, devices.data());
  Candidate best;
  for (const VkPhysicalDevice device : devices) {
    const Candidate candidate = rate(device, surface);
    if (candidate.score > best.score) best = candidate;
  }
  if (best.device != VK_NULL_HANDLE) return best;
  throw HostError("choosing a graphics device: none of " + std::to_string(count) +
                  " offers Vulkan 1.3 with dynamic rendering; install mesa-vulkan-drivers, whose software driver does");
}

}  // namespace

Device::Device(VkInstance instance, VkSurfaceKHR surface) {
  const Candidate chosen = choose(instance, surface);
  physical_ = chosen.device;
  family_ = chosen.family;
  driver_.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &driver_};
  vkGetPhysicalDeviceProperties2(physical_, &properties);
  properties_ = properties.properties;

  const float priority = 1.0F;
  VkDeviceQueueCreateInfo queue{VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
  queue.queueFamilyIndex = family_;
  queue.queueCount = 1;
  queue.pQueuePriorities = &priority;
  VkPhysicalDeviceVulkan13Features features{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
  features.dynamicRendering = VK_TRUE;
  features.synchronization2 = VK_TRUE;
  VkPhysicalDeviceFeatures offered{}, enabled{};
  vkGetPhysicalDeviceFeatures(physical_, &offered);
  enabled.largePoints = offered.largePoints;
  large_points_ = offered.largePoints == VK_TRUE;
  const char* swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
  VkDeviceCreateInfo info{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO, &features};
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  info.enabledExtensionCount = surface != VK_NULL_HANDLE ? 1 : 0;
  info.ppEnabledExtensionNames = &swapchain;
  info.pEnabledFeatures = &enabled;
  require(vkCreateDevice(physical_, &info, nullptr, &device_), "opening the graphics device");
  vkGetDeviceQueue(device_, family_, 0, &queue_);
}

Device::~Device() { vkDestroyDevice(device_, nullptr); }

DeviceReport Device::report() const {
  const std::uint32_t v = properties_.apiVersion;
  return {properties_.deviceName,
          std::string(driver_.driverName) + " " + driver_.driverInfo,
          std::to_string(VK_API_VERSION_MAJOR(v)) + "." + std::to_string(VK_API_VERSION_MINOR(v)) + "." +
              std::to_string(VK_API_VERSION_PATCH(v)),
          properties_.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU,
          Instance::has_validation_layer(),
          ""};
}

std::uint32_t Device::memory_type(std::uint32_t allowed_bits, VkMemoryPropertyFlags flags) const {
  VkPhysicalDeviceMemoryProperties memory;
  vkGetPhysicalDeviceMemoryProperties(physical_, &memory);
  for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i) {
    if ((allowed_bits & (1U << i)) != 0 && (memory.memoryTypes[i].propertyFlags & flags) == flags) return i;
  }
  throw HostError("allocating graphics memory: the device has no suitable kind of memory");
}

}  // namespace engine::vulkan
