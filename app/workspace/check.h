// Whether a workspace is whole: its database, its label log, the rows that refer to each other, the files of runs and
// caches, and the images where they are said to be. Nothing is changed.
//
//   const CheckReport report = check_workspace(workspace, {.hashes = true}, progress, stop);
//   report.sound();
//
// One thread at a time; the owner of the workspace's reader decides.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/workspace/workspace.h"

namespace app {

struct CheckOptions {
  bool hashes = false;  // also read every image and compare its content with what was imported
};

// One thing that was looked at.
struct CheckPart {
  std::string name;                   // "database"
  std::string looked_at;              // "4,775 images"
  long found = 0;                     // problems; of many only the first are named
  std::vector<std::string> problems;  // in words
  std::vector<std::string> notes;     // no problems
};

struct CheckReport {
  std::vector<CheckPart> parts;
  bool cancelled = false;
  bool sound() const;
};

CheckReport check_workspace(const Workspace& workspace, const CheckOptions& options, const OnProgress& on_progress = {},
                            const std::stop_token& stop = {});
std::string describe(const CheckReport& report);
Json to_json(const CheckReport& report);

}  // namespace app
