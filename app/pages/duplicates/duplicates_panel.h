// Draws the Duplicates page. Main thread only, while a frame is built.
#pragma once

#include "app/pages/duplicates/duplicates_view.h"

namespace app {

void draw_duplicates(DuplicatesContext& context, widgets::Rect page);
// The side column: how the two differ, and the verdicts.
void draw_pair_details(DuplicatesContext& context, const widgets::Rect& in);

}  // namespace app
