// The choices of `nevus import` on the command line: what a column is, what a spelling or a word for a split means,
// which classes are malignant, and which conflicts are decided for the source. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/workspace/import.h"

namespace app::cli {

struct ImportOptions {
  std::vector<std::string> columns, labels, splits, malignant, update;
  std::string source;
  bool by_folders = false;
};

void add_import_options(Verb& verb, ImportOptions& options);

// Throw std::runtime_error for what is not NAME=VALUE, or names no role, split or kind; the message lists what there
// is.
SourceChoices source_choices(const ImportOptions& options);
PlanChoices plan_choices(const ImportOptions& options);
ImportChoices import_choices(const ImportOptions& options);

}  // namespace app::cli
