// All view models of the window together, and the thumbnails the grid draws. Panels get a
// reference and a command queue, nothing else. Main thread only; owned by the window.
#pragma once

#include <cstdint>

#include "app/models/catalog_view.h"
#include "app/models/inspect_view.h"
#include "app/models/library_view.h"
#include "app/models/shell_view.h"
#include "app/models/train_view.h"

namespace app {

// Gives the texture of a thumbnail, or 0 and asks for it to be made. Square.
class Thumbnails {
 public:
  virtual ~Thumbnails() = default;
  virtual std::uint64_t texture(ImageId image) = 0;  // cast to ImTextureID through uintptr_t
};

struct WorkbenchView {
  CatalogView catalog;
  LibraryView library;
  InspectView inspect;
  TrainView train;
  ShellView shell;
};

}  // namespace app
