// What the whole interface knows of the open workspace beside its images: names, and what undo would do.
// Main thread only. A plain value.
#pragma once

#include <string>

namespace app {

struct WorkspaceView {
  std::string name;
  std::string path;
  std::string undo_name;  // "Label 12 images as mel"; empty: nothing of one's own to undo
  std::string redo_name;
  std::string problem;          // why it cannot be read just now; empty: it can
  std::string viewing_because;  // why nothing can be changed in it; empty: it can
  bool leak_known = false;      // the splits were looked through
  std::string leak;             // "31 lesions in train and val"; empty: nothing leaks
  std::string leak_detail;
};

}  // namespace app
