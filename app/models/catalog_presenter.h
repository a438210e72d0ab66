// Fills the views that come straight from the database: catalogue, Library rows, an image's
// metadata and label history. Main thread only; pure functions over a reader.
#pragma once

#include <string>
#include <vector>

#include "app/models/catalog_view.h"
#include "app/models/focused_image.h"
#include "app/models/library_view.h"
#include "app/workspace/workspace.h"

namespace app {

CatalogView make_catalog(const Workspace& workspace, const std::string& target);

// All images in order of their ids, without predictions.
std::vector<ImageRow> make_rows(const Workspace& workspace, const CatalogView& catalog);

// Metadata, history and label of the image; leaves picture, prediction and heat as they are.
void fill_image(FocusedImage& view, const Workspace& workspace, const CatalogView& catalog, ImageId image);

}  // namespace app
