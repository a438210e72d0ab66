// The whole window for one frame: navigation, header, the page, status line, toasts and dialogs.
// Main thread only.
#pragma once

#include "app/pages/panel_context.h"

namespace app {

void draw_workbench(PanelContext& context);

}  // namespace app
