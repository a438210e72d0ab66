// What the graphics device is, or why there is none.
// Any thread; a plain value.
#pragma once

#include <string>

namespace engine {

struct DeviceReport {
  std::string name, driver, api_version;
  bool is_cpu = false;
  bool has_validation = false;
  std::string problem;  // why there is none; empty when all is well
};

}  // namespace engine
