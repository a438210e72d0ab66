// Masks that no table names: those called as a picture is, in a folder of masks or with _mask or _segmentation behind
// it. Any thread.
#pragma once

#include "app/intake/import_source.h"
#include "app/intake/shelf.h"

namespace app {

void match_masks(ImportSource& source, const Shelf& shelf);

}  // namespace app
