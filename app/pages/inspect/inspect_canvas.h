// The large picture of Inspect, alone or with a second one: side by side with the same zoom, or wiped over it.
// Main thread only.
#pragma once

#include "app/pages/inspect/inspect_view.h"

namespace app {

void draw_inspect_canvas(InspectContext& context, const widgets::Rect& in);

}  // namespace app
