#include "engine/host/describe_device.h"

#include "engine/base/error.h"
#include "engine/vulkan/device.h"
#include "engine/vulkan/instance.h"

namespace engine {

DeviceReport describe_device() {
  try {
    const vulkan::Instance instance(false, {});
    return vulkan::Device(instance.handle(), VK_NULL_HANDLE).report();
  } catch (const HostError& error) {  // the report says so; asking is not failing
    DeviceReport report;
    report.has_validation = vulkan::Instance::has_validation_layer();
    report.problem = error.what();
    return report;
  }
}

}  // namespace engine
