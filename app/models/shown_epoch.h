// What the shown epoch says of an image. The model that is asked is the best epoch's, so what it says of the image, and
// the evidence, are of that epoch and are called so while another one is shown.
//
//   say_shown_epoch(models.gallery, models.run, row, image);   // image.said(), image.said_group(), image.model_epoch
//
// Main thread only.
#pragma once

#include <optional>

#include "app/models/focused_image.h"
#include "app/models/run_view.h"
#include "app/table/gallery.h"

namespace app {

// `row`: of `image` in the gallery's table; absent: no image is shown.
void say_shown_epoch(const Gallery& gallery, const RunView& run, std::optional<Row> row, FocusedImage& image);

}  // namespace app
