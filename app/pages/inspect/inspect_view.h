// The Inspect page's own view: which part of the image its canvas shows, what it is compared with, and a picture that
// was dropped and is in no set. Main thread only.
#pragma once

#include <optional>
#include <string>

#include "app/core/types.h"
#include "app/models/focused_image.h"
#include "app/pages/page.h"

namespace app {

// Asked for by a key; the canvas does it and sets it back.
enum class ZoomRequest { None, Fit, Actual };

enum class CompareWith { None, Image, Run, Class };

struct PairView {
  CompareWith with = CompareWith::None;
  bool wipe = false;  // one over the other, with an edge that is dragged
  float edge = 0.5F;  // of the canvas' width
  std::optional<ImageId> pinned;
  std::string pinned_name;
  RunId run = 0;   // whose model sees the second picture
  int group = -1;  // whose evidence it shows
  FocusedImage other;
};

// A file that was dropped on the page: the model is asked, nothing is imported.
struct DroppedView {
  bool open = false;
  std::string path;
  FocusedImage image;
  float threshold = 0.5F;  // of this card
};

struct InspectView {
  ZoomRequest zoom_request = ZoomRequest::None;
  float zoom = 1;                          // 1 fits the image; kept when the next image comes
  bool actual_pixels = false;              // one image pixel per screen pixel, also for the next image
  float centre_u = 0.5F, centre_v = 0.5F;  // image uv in the middle of the canvas
  bool show_cells = false;
  bool show_outline = true;      // of the lesion
  std::optional<ImageId> image;  // that was drawn last
  PairView compare;
  DroppedView dropped;
};

struct InspectContext : PageContext {
  InspectView& view;
};

}  // namespace app
