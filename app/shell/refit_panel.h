// The refit in the epoch strip: its switch and what it did in one line; and, when that is opened, a panel above the
// strip with every number as it was and is, the part of each cause, and the buttons to adopt and drop. Main thread
// only.
#pragma once

#include "app/shell/shell_context.h"
#include "app/widgets/rect.h"

namespace app {

void draw_refit_pill(ShellContext& context, const widgets::Rect& in);
// How high the panel is now; 0: it is not seen.
float refit_panel_height_px(const ShellContext& context);
void draw_refit_panel(ShellContext& context, const widgets::Rect& in);

}  // namespace app
