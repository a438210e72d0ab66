// The Library page: filters above, the grid of thumbnails, what a key would label, and the focused
// image at the side.
// Main thread only.
#pragma once

#include "app/pages/library/grid_view.h"

namespace app {

void draw_library(LibraryContext& context, widgets::Rect page);
void draw_filters(LibraryContext& context);  // chips; in the layout of the current window
void draw_grid(LibraryContext& context, const widgets::Rect& in);
void draw_side_column(LibraryContext& context, const widgets::Rect& in);

}  // namespace app
