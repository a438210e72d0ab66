// Whether what was typed for `nevus import` is there: a misspelt name must not be passed over in silence. Main thread
// only; pure functions, which throw std::runtime_error with the names that there are.
#pragma once

#include <string>
#include <vector>

#include "app/cli/import_options.h"

namespace app::cli {

// Columns of --column: of a table of the source, or a level of its folders.
void require_columns(const ImportOptions& options, const ImportSource& source);

// Classes of --malignant: of the source, or here already.
void require_classes(const ImportOptions& options, const ImportSource& source, const std::vector<std::string>& here,
                     const ClassCatalog& catalog);

// That --by-folders says how something here is read.
void require_folders(const ImportOptions& options, const ImportSource& source);

// What must be chosen first: what names the pictures, or which of two columns or levels of folders is the label.
void require_mapping(const ImportSource& source);

}  // namespace app::cli
