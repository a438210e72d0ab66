// The Train page: settings and controls, curves, the evaluation at a threshold and an epoch, runs.
// Main thread only.
#pragma once

#include "app/pages/train/train_view.h"

namespace app {

void draw_train(TrainContext& context, widgets::Rect page);
void draw_train_form(TrainContext& context);  // in the layout of the current window
void draw_evaluation(TrainContext& context, const widgets::Rect& in);
void draw_runs(TrainContext& context);

}  // namespace app
