// What the whole interface knows about the workspace: classes, targets, counts. Rebuilt by the
// window when labels change; panels only read it. Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/core/types.h"

namespace app {

struct ClassView {
  ClassId id = 0;
  std::string name;       // "mel"
  std::string full_name;  // "melanoma"
  std::uint32_t colour_rgb = 0x7C8CFF;
  int count = 0;  // images with this label now
  char key = 0;   // '1'..'9', 0: none
};

struct TargetView {
  std::string name;  // "malignant"
  std::string description;
  std::vector<std::string> groups;  // {"benign", "malignant"}
};

struct CatalogView {
  std::string workspace_name;
  std::string workspace_path;
  std::vector<ClassView> classes;
  std::vector<TargetView> targets;
  int target = -1;  // index of the shown target
  int images = 0;
  int unlabelled = 0;
  std::int64_t label_revision = 0;
  int relabelled = 0;     // images whose label differs from the imported one
  std::string undo_name;  // "Label 12 images as mel"; empty: nothing to undo
  std::string redo_name;
  bool has_imagenet_weights = false;

  const TargetView* shown_target() const {
    return target >= 0 && target < static_cast<int>(targets.size()) ? &targets[static_cast<std::size_t>(target)]
                                                                    : nullptr;
  }
};

}  // namespace app
