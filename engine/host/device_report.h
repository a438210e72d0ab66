// What the graphics device would be, without opening a window: for `nevus doctor`.
// Main thread only; a plain value.
#pragma once

#include <string>

namespace engine {

struct DeviceReport {
  std::string name, driver, api_version;
  bool is_cpu = false;
  bool has_validation = false;
  std::string problem;  // why there is none; empty when all is well
};

DeviceReport describe_device();

}  // namespace engine
