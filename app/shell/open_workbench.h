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
  float scale = 0;               // of the interface; 0: as remembered, or as the display asks
  std::string theme;             // "dark", "light"; empty: as remembered
  std::filesystem::path replay;  // a session that is played in the window, which stays open
  std::filesystem::path record;  // what the user does is written there when the window closes
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
// The window without a workspace: it offers to make one in `folder`, or to open another.
SessionReport open_first_run(const std::filesystem::path& folder, const OpenOptions& options);

// Runs that were cut off by a crash or a power failure are marked, so that none seems to go on. One that another
// window trains is left alone.
void mark_interrupted(Workspace& workspace);

}  // namespace app
