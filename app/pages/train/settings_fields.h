// The fields of the settings form: groups that open, a row per setting with its name, unit, help and a way back to
// the recipe's value, and what is wrong with it at the field itself.
// Main thread only, while a frame is built; in the layout of the current window.
#pragma once

#include "app/pages/train/train_view.h"

namespace app {

void draw_settings_fields(TrainContext& context);

}  // namespace app
