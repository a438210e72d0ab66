// A reader of the workspace for the jobs of one lane: made by the first of them, on the lane, and used there only.
//
//   lane.post([reader = reader_](const std::stop_token&) { read_run_list(reader->workspace(), reader->get()); }, ...);
//
// Shared by the jobs; only the lane's thread calls get().
#pragma once

#include <memory>

#include "app/workspace/workspace.h"

namespace app {

class LaneReader {
 public:
  explicit LaneReader(const Workspace& workspace) : workspace_(workspace) {}

  const Workspace& workspace() const { return workspace_; }
  const db::Reader& get() {
    if (!reader_) reader_ = workspace_.make_reader();
    return *reader_;
  }

 private:
  const Workspace& workspace_;
  std::unique_ptr<db::Reader> reader_;
};

}  // namespace app
