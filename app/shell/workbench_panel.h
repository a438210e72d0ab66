// The whole window for one frame: navigation, header, the page, status line, toasts and dialogs.
// Main thread only.
#pragma once

#include "app/shell/shell_context.h"

namespace app {

void draw_workbench(ShellContext& context, Page& page);

}  // namespace app
