// nevus sealed: test sets that a class passes on. Main thread only.
#pragma once

#include "app/cli/command_line.h"

namespace app::cli {

void add_sealed(CommandLine& line);

}  // namespace app::cli
