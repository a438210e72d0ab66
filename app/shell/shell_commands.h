// What only the shell asks for: imports, toasts, its dialogs. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/export/export_request.h"

namespace app {

// Shows the plan of an import of these.
struct PlanImport {
  std::vector<std::filesystem::path> paths;
};
// Of the plan that is shown.
struct ChooseRole {
  std::string column;
  int role;
};
struct ChooseReading {
  bool by_folders;  // else by the table, which may need a column chosen
};
struct ChooseSplit {
  std::string word;
  int split;
};
struct KeepApart {
  std::string spelling, label;
  bool apart;
};
struct ChooseMalignant {
  std::string name;
  bool malignant;
};
struct ChooseUpdate {
  std::string kind;
  bool on;
};
struct NameSource {
  std::string name;
};
struct ForgetPlan {};  // back to the folders
struct ImportPlanned {};
struct UndoImport {
  std::int64_t import;
};
struct ImportWeights {
  std::filesystem::path file;
};
// Of the import dialog, by a click: a file is looked at as a whole.
struct BrowseFolder {
  std::filesystem::path folder;
};
// Enter in the path field of the import dialog: what is listed is planned, another folder is listed first.
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
struct CloseWindow {};  // what waits to be applied is let go; what was decided is saved
struct DismissToast {
  std::uint64_t toast;
};

}  // namespace app
