// The frame of a dialog over the page. Main thread only.
#pragma once

#include "app/shell/shell_context.h"

namespace app {

// Centred across the window, its top at `y`; a height of 0 follows the content.
void begin_dialog(const ShellContext& context, const char* name, const widgets::Rect& window, ImVec2 size, float y);
void end_dialog();

// Dims the page behind a dialog; true when it was clicked, beside the dialog.
bool draw_scrim(const widgets::Rect& window);

}  // namespace app
