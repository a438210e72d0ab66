// What only the shell asks for: imports, toasts, its dialogs. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "app/core/types.h"

namespace app {

struct ImportPaths {
  std::vector<std::filesystem::path> paths;
};
struct ImportWeights {
  std::filesystem::path file;
};
// Of the import dialog; a file is imported at once.
struct BrowseFolder {
  std::filesystem::path folder;
};
struct CancelJob {
  JobId job;
};
// Of the augmentation preview: from this epoch or kept view on.
struct StepAugmentPreview {
  int first;
};
struct DismissToast {
  std::uint64_t toast;
};

}  // namespace app
