// The verbs about whether a model should be asked at all. Main thread only.
#pragma once

#include "app/cli/command_line.h"

namespace app::cli {

void add_familiarity(CommandLine& line);
void add_refer(CommandLine& line);

}  // namespace app::cli
