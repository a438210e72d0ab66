// What a panel gets for one frame: the views to read, the queue to ask through, thumbnails, fonts and
// colours, and the landmarks it registers for scripts. References only; valid during the frame.
// Main thread only.
#pragma once

#include "app/core/command.h"
#include "app/views/workbench_view.h"
#include "engine/ui_host/fonts.h"
#include "engine/ui_host/landmarks.h"
#include "engine/ui_host/theme.h"

namespace app {

struct PanelContext {
  WorkbenchView& view;       // panels edit only form fields and their own scroll and zoom
  CommandQueue& commands;
  Thumbnails& thumbnails;
  const engine::Fonts& fonts;
  const engine::Theme& theme;
  engine::Landmarks& landmarks;
};

}  // namespace app
