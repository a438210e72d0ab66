// The clauses of the filter as chips that are lifted with a click: those that were set by pointing at something (a
// cell, a bar, a slice, a lasso), and on request the rest, which the Library has controls of its own for; those of
// predictions also by themselves, for where their own controls are not drawn.
// Main thread only, while a frame is built.
#pragma once

#include "app/pages/page.h"

namespace app::common {

enum class ChipsOf { PointedAt, PredictedGroups, Predictions, Everything };

// In the layout of the current window; changes `filter` and gives true when one was lifted.
bool clause_chips(PageContext& context, Filter& filter, ChipsOf which);

}  // namespace app::common
