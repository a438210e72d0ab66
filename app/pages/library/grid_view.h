// The Library page's own view: how its grid is drawn. Main thread only.
#pragma once

#include <cstdint>

#include "app/pages/page.h"

namespace app {

struct GridView {
  bool measures_open = false;  // the row of chips to sort by them
  bool all_classes = false;    // of a long list of classes, the chips of all
  float tile_px = 136;         // about how wide a thumbnail is drawn; edited in place
  std::uint64_t revealed = 0;  // the moves of the focus that it has scrolled to
};

struct LibraryContext : PageContext {
  GridView& view;
};

}  // namespace app
