// The Train page: settings, controls and runs at the left, the live view of the shown run beside them.
// Main thread only.
#pragma once

#include "app/pages/train/train_view.h"

namespace app {

void draw_train(TrainContext& context, widgets::Rect page);
void draw_train_form(TrainContext& context);  // in the layout of the current window

}  // namespace app
