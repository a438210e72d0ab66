// What the pages share, as plain views: catalogue, the Library's rows with selection and filter, the image in focus,
// the shown run. Pages read them and ask for changes with commands (commands.h); session.h keeps them in step.
// Main thread only; owned by the session.
#pragma once

#include "app/models/catalog_view.h"
#include "app/models/focused_image.h"
#include "app/models/library_view.h"
#include "app/models/run_view.h"

namespace app {

struct Models {
  CatalogView catalog;
  LibraryView library;
  FocusedImage image;
  RunView run;
};

}  // namespace app
