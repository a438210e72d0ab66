// What is known of one image beyond the table: metadata and label history, read on a worker.
// One thread at a time; the owner of the reader decides.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/models/focused_image.h"
#include "app/table/class_list.h"
#include "app/workspace/lesion_mask.h"
#include "db/reader.h"

namespace app {

struct ImageDetails {
  int width_px = 0, height_px = 0;
  std::vector<std::pair<std::string, std::string>> metadata;  // label, value; only what is known
  std::vector<LabelEventView> history;                        // newest first
  bool changed = false;                                       // the file holds other content than was imported
  LesionMask mask;                                            // without pieces: there is none, or the file changed
};

// Empty when the workspace has no such image.
ImageDetails read_image_details(const db::Reader& from, ImageId image, const ClassList& classes);

}  // namespace app
