// Thumbnails as the pages draw them. Main thread only.
#pragma once

#include <cstdint>

#include "app/core/types.h"

namespace app {

class Thumbnails {
 public:
  virtual ~Thumbnails() = default;
  // The texture of a thumbnail, or 0 and asks for it to be made. Square. Cast to ImTextureID through uintptr_t.
  virtual std::uint64_t texture(ImageId image) = 0;
};

}  // namespace app
