// A strip below every page while a run is shown: its epochs on one line, with the best marked and what the image in
// focus was at each. Dragging it shows another epoch, everywhere; with the keyboard on it the arrows do. At its right
// the refit: on or off, and what it did in one line. Main thread only.
#pragma once

#include <string>

#include "app/shell/shell_context.h"
#include "app/widgets/rect.h"

namespace app {

bool has_epoch_strip(const Models& models);
std::string epoch_tip(const Models& models, int epoch);  // which it is, and its AUC as it was measured in training
void draw_epoch_strip(ShellContext& context, const widgets::Rect& in);

}  // namespace app
