// What `nevus predict` says as a table, a line an image, safe in a spreadsheet (export/csv_text.h). Its columns `image`
// and `answer`, the group that is decided for, are those that `nevus sealed reveal` takes.
// Any thread; pure.
#pragma once

#include <string>
#include <vector>

#include "app/core/json.h"

namespace app::cli {

// Of the JSON that is printed. Empty fields: it is not known.
std::string predictions_table(const Json& said, const std::vector<std::string>& groups);

}  // namespace app::cli
