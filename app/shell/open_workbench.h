// Opens a workspace in the workbench, in a window or headless with a script, and reports what the
// session did. Main thread only.
#pragma once

#include <filesystem>
#include <string>

#include "app/workspace/workspace.h"
#include "engine/host/frame_log.h"

namespace app {

struct OpenOptions {
  bool headless = false;
  std::filesystem::path script;  // needed when headless
  std::filesystem::path output = "out";
  int width_px = 1600;
  int height_px = 1000;
  bool validation = false;
};

struct SessionReport {
  bool passed = true;
  std::string failure;  // of the script
  std::vector<std::filesystem::path> shots;
  std::vector<std::string> validation;     // messages; none is good
  std::vector<engine::FrameTimes> frames;  // of a script in a window
  std::filesystem::path summary;           // headless: summary.json, with the training log beside it
};

SessionReport open_workbench(Workspace& workspace, const OpenOptions& options);

}  // namespace app
