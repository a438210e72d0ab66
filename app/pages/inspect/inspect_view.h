// The Inspect page's own view: which part of the image its canvas shows. Main thread only.
#pragma once

#include <optional>

#include "app/core/types.h"
#include "app/pages/page.h"

namespace app {

// Asked for by a key; the canvas does it and sets it back.
enum class ZoomRequest { None, Fit, Actual };

struct InspectView {
  ZoomRequest zoom_request = ZoomRequest::None;
  float zoom = 1;                          // 1 fits the image; kept when the next image comes
  bool actual_pixels = false;              // one image pixel per screen pixel, also for the next image
  float centre_u = 0.5F, centre_v = 0.5F;  // image uv in the middle of the canvas
  bool show_cells = false;
  std::optional<ImageId> image;  // that was drawn last
};

struct InspectContext : PageContext {
  InspectView& view;
};

}  // namespace app
