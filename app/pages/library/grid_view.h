// The Library page's own view: how its grid is drawn. Main thread only.
#pragma once

#include <cstdint>

#include "app/pages/page.h"
#include "app/widgets/linked_plots.h"

namespace app {

struct GridView {
  bool measures_open = false;   // the row of chips to sort by them
  bool all_classes = false;     // of a long list of classes, the chips of all
  bool learning_open = false;   // the row of chips of how images were learned
  float tile_px = 136;          // about how wide a thumbnail is drawn; edited in place
  float filters_px = 0;         // how high the chips are, all of them
  std::uint64_t revealed = 0;   // the moves of the focus that it has scrolled to
  widgets::LinkedPlots curves;  // of the run that trains
};

struct LibraryContext : PageContext {
  GridView& view;
};

}  // namespace app
