// Vulkan results as exceptions: for calls that must succeed.
// Any thread.
#pragma once

#include <vulkan/vulkan.h>

namespace engine::vulkan {

// Throws HostError: "creating the device: VK_ERROR_… (-3)".
void require(VkResult result, const char* attempted);

}  // namespace engine::vulkan
