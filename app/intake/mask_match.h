// Masks that no table names: those called as a picture is, in a folder of masks or with _mask or _segmentation behind
// it. Where several are called so, their folders tell which belongs to which ("masks/train/1.png" to
// "images/train/1.png"); where these do not either, none is taken, and that is counted. Any thread.
#pragma once

#include "app/intake/import_source.h"
#include "app/intake/shelf.h"

namespace app {

void match_masks(ImportSource& source, const IntakeShelf& shelf);

}  // namespace app
