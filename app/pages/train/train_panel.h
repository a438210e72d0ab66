// The Train page: settings and controls, curves, the evaluation at a threshold and an epoch, runs.
// Main thread only.
#pragma once

#include "app/pages/panel_context.h"

namespace app {

void draw_train(PanelContext& context, widgets::Rect page);
void draw_train_form(PanelContext& context);  // in the layout of the current window
void draw_evaluation(PanelContext& context, const widgets::Rect& in);
void draw_runs(PanelContext& context);

}  // namespace app
