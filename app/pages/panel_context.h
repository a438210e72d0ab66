// What a panel gets for one frame: the views to read, the queue to ask through, thumbnails, and the
// style with fonts, colours and landmarks. References only; valid during the frame.
// Main thread only.
#pragma once

#include "app/core/command.h"
#include "app/models/workbench_view.h"
#include "app/widgets/style.h"

namespace app {

struct PanelContext {
  WorkbenchView& view;  // panels edit only form fields and their own scroll and zoom
  CommandQueue& commands;
  Thumbnails& thumbnails;
  widgets::Style style;
};

}  // namespace app
