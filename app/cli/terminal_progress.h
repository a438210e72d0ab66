// Progress as one line on the error stream, so that --json output stays one object.
// Main thread only.
#pragma once

#include "app/core/progress.h"

namespace app::cli {

// Writes nothing where the error stream is no terminal.
OnProgress terminal_progress();

}  // namespace app::cli
