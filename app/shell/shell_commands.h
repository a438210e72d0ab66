// What only the shell asks for: imports, toasts, its dialogs. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "app/core/types.h"
#include "app/export/export_request.h"

namespace app {

struct ImportPaths {
  std::vector<std::filesystem::path> paths;
};
struct ImportWeights {
  std::filesystem::path file;
};
// Of the import dialog, by a click: a file is imported at once.
struct BrowseFolder {
  std::filesystem::path folder;
};
// Enter in the path field of the import dialog: what is listed is imported, another folder is listed first.
struct EnterPath {
  std::filesystem::path path;
};
// Of the export dialog.
struct ChooseExport {
  ExportKind kind;
};
struct StartExport {};
struct CancelJob {
  JobId job;
};
// Of the augmentation preview: from this epoch or kept view on.
struct StepAugmentPreview {
  int first;
};
// The question on the screen is answered with its own words, not with Cancel.
struct AnswerYes {};
struct DismissToast {
  std::uint64_t toast;
};

}  // namespace app
