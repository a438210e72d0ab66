// The Library page: filters above, the grid of thumbnails, what a key would label, and the focused
// image at the side.
// Main thread only.
#pragma once

#include "app/pages/panel_context.h"

namespace app {

void draw_library(PanelContext& context, widgets::Rect page);
void draw_filters(PanelContext& context);  // chips; in the layout of the current window
void draw_grid(PanelContext& context, const widgets::Rect& in);
void draw_side_column(PanelContext& context, const widgets::Rect& in);

}  // namespace app
