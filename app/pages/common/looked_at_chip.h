// Beside a threshold that is only looked at: which one is the run's own. A click goes back to it, as the key T does.
// Main thread only, while a frame is built.
#pragma once

#include <optional>
#include <string_view>

#include "app/pages/page.h"

namespace app::common {

// At the cursor, in a row of chips that the caller ends. Nothing where the run's own threshold is shown.
void looked_at_chip(PageContext& context, std::string_view landmark, std::optional<RunId> run);
// What it takes of a row; 0: there is none.
float looked_at_px(const PageContext& context, std::optional<RunId> run);

}  // namespace app::common
