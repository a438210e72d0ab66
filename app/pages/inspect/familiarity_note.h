// Said before any number: whether the image is like those the model was trained on, and whether a person is to decide.
// Main thread only.
#pragma once

#include "app/models/focused_image.h"
#include "app/widgets/style.h"

namespace app {

// Nothing where nothing was asked yet. `may_refer`: whether what the model answers is shown at all.
void draw_familiarity(const widgets::Style& style, const FamiliarityView& view, bool may_refer);

}  // namespace app
