// The curves of the shown run below the Library's grid while a run is on: loss, metrics, learning rate.
// Main thread only.
#pragma once

#include "app/pages/page.h"
#include "app/widgets/linked_plots.h"

namespace app {

void draw_curves(PageContext& context, const widgets::Rect& in, widgets::LinkedPlots& linked);

}  // namespace app
