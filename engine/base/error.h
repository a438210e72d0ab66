// No window, no device, or the device failed: what was attempted and what to do. The images have an error of
// their own (image/image_io.h).
// Any thread.
#pragma once

#include <stdexcept>

namespace engine {

class HostError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace engine
