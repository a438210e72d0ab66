// Generated images with known mistakes in their labels, drawn into a workspace and imported.
// One thread at a time (a lane, or the command line).
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/core/progress.h"
#include "app/workspace/import.h"
#include "app/workspace/workspace.h"

namespace app {

struct DemoRequest {
  std::filesystem::path recipe;  // empty: the shipped one
  int images = 0;                // 0: as many as the recipe says
  std::optional<std::uint64_t> seed;
};

struct DemoOutcome {
  bool cancelled = false;
  int images = 0, lesions = 0, wrong_labels = 0;
  std::uint64_t seed = 0;
  std::filesystem::path answer_key_file;
  ImportReport import;
};

// Drawn again over those of the same recipe, so that a cancelled one can be finished; throws where images of another
// recipe would be lost.
DemoOutcome add_demo_images(Workspace& workspace, const DemoRequest& request, const OnProgress& on_progress,
                            const std::stop_token& stop);

}  // namespace app
