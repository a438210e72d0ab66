// The Inspect page: the image large, with zoom, pan and evidence; its neighbours below; labels,
// prediction, metadata and history at the side.
// Main thread only.
#pragma once

#include "app/pages/inspect/inspect_view.h"

namespace app {

void draw_inspect(InspectContext& context, widgets::Rect page);

}  // namespace app
