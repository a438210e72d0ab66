// The measures of a workspace's pictures: made where they are lacking, kept in the database.
//
//   const MeasureReport report = measure_lacking(workspace, {.threads = 2, .progress = show, .stop = token});
//
// measure_lacking: any thread; it reads with a connection of its own and writes through the workspace's writer.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/workspace/workspace.h"
#include "db/image_quality.h"
#include "engine/image/perceptual_hash.h"

namespace app {

db::ImageLook look_row(const engine::Look& look, std::int64_t mtime_ms, const std::string& decoding);

struct MeasureReport {
  long measured = 0;
  long missing = 0, changed = 0;
  std::vector<std::string> unreadable;  // with the reason
  bool cancelled = false;
};

struct MeasureOptions {
  int threads = 0;  // 0: the machine's
  OnProgress progress = {};
  std::stop_token stop = {};
};

// Reads each file once: content, look and quality. What is missing or has other content is marked so and left out.
MeasureReport measure_lacking(Workspace& workspace, const MeasureOptions& options = {});

}  // namespace app
