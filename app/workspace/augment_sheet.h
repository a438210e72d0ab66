// What training will see of a few images: the plain input and the random views that a recipe draws of it, by the
// same call with the same numbers (seed, image, epoch, view); and the contact sheet of it, for export and on screen.
//
//   AugmentSheet sheet = make_augment_sheet(workspace, reader, {.recipe = request});
//   engine::save_png(render_augment_sheet(sheet, 160), "sheet.png");
//
// Any thread; the reader's rule for making one, rendering is a pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/train_request.h"
#include "app/workspace/workspace.h"
#include "engine/image/image.h"
#include "ml/data/augment.h"

namespace app {

struct AugmentSheetRequest {
  TrainRequest recipe;          // its last phase is shown
  std::vector<ImageId> chosen;  // empty: `images` of the training split, evenly spread
  int images = 6;
  int views = 7;  // at most; a recipe that keeps views has its own number
  int first = 0;  // epoch (or, where views are kept, view) of the first column, from 0
};

struct AugmentCell {
  std::string name;                     // "plain", "epoch 3", "view 2", "MixUp"
  std::optional<ml::AugmentDraw> draw;  // of random views
  std::optional<double> own_share;      // of mixed ones
  std::string note;                     // what was drawn, for people
  engine::Image picture;                // RGB, as the network sees it, in displayable colours
};

struct AugmentRow {
  ImageId id = 0;
  std::string image;  // file name
  std::vector<AugmentCell> cells;
};

struct AugmentSheet {
  std::string title;   // recipe, seed and amounts with their units
  bool fresh = false;  // new views every epoch; otherwise a number of them is kept
  std::vector<AugmentRow> rows;
  std::vector<std::string> unreadable;  // left out, with the reason
};

// Throws when the recipe draws no views, or there is no image to show.
AugmentSheet make_augment_sheet(const Workspace& workspace, const db::Readable& from,
                                const AugmentSheetRequest& request);

// Rows of pictures `cell_px` wide with what was drawn under each, the title and the disclaimer.
engine::Image render_augment_sheet(const AugmentSheet& sheet, int cell_px);

}  // namespace app
