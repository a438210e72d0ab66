// The list of runs at the foot of the Train page's form: state, name and best value; a click shows the run.
// Main thread only. Draws in the layout of the current window.
#pragma once

#include "app/pages/train/train_view.h"

namespace app {

void draw_runs(TrainContext& context);

}  // namespace app
