// The curves of the shown run, epoch by epoch: loss, AUC, and the batches or the recall. On the Train page, and
// below the Library's grid while a run is on.
// Main thread only.
#pragma once

#include "app/pages/page.h"

namespace app {

void draw_curves(PageContext& context, const widgets::Rect& in);

}  // namespace app
