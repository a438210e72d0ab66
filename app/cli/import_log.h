// The imports of a workspace with their reports, newest first. Main thread only.
#pragma once

#include <cstddef>

#include "app/cli/outcome.h"
#include "db/reader.h"

namespace app::cli {

Outcome import_log(const db::Readable& from, std::size_t limit);

}  // namespace app::cli
