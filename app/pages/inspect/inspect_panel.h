// The Inspect page: the image large, with zoom, pan and evidence; its neighbours below; labels,
// prediction, metadata and history at the side.
// Main thread only.
#pragma once

#include "app/pages/panel_context.h"

namespace app {

void draw_inspect(PanelContext& context, widgets::Rect page);

}  // namespace app
