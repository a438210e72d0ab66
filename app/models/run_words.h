// What the run that trains is doing, in words. Any thread; a pure function.
#pragma once

#include <string>

#include "app/models/run_view.h"

namespace app {

// "pausing after this batch", "paused in epoch 4, before batch 3 of 66", "stopping after this batch", …
std::string doing_in_words(const RunView& run);

}  // namespace app
