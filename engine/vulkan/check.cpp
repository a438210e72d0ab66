#include "engine/vulkan/check.h"

#include <string>

#include "engine/base/error.h"

namespace engine::vulkan {

void require(VkResult result, const char* attempted) {
  if (result == VK_SUCCESS) return;
  std::string why = "the graphics driver answered error " + std::to_string(result);
  if (result == VK_ERROR_OUT_OF_DEVICE_MEMORY || result == VK_ERROR_OUT_OF_HOST_MEMORY)
    why = "there is no memory left for graphics";
  if (result == VK_ERROR_DEVICE_LOST) why = "the graphics device was lost; start the program again";
  throw HostError(std::string(attempted) + ": " + why);
}

}  // namespace engine::vulkan
