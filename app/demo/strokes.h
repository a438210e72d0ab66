// Anti-aliased thin things drawn into a field: tapering polylines, branching vessels, soft spots.
// A pixel keeps the greater of what it had and what is drawn over it.
//
// One thread at a time per field; the owner decides.
#pragma once

#include <vector>

#include "app/demo/field.h"
#include "app/demo/random.h"
#include "app/demo/view.h"

namespace app::demo {

struct Stroke {
  std::vector<Point> points_px;
  float start_width_px = 1.0f;
  float end_width_px = 1.0f;
  float strength = 1.0f;
};
void draw_stroke(Field& target, const Stroke& stroke);

struct VesselTree {
  Point root;  // in the lesion plane, like every length here
  float angle_rad = 0.0f;
  float length = 0.2f;
  float width = 0.01f;
  int branches = 3;
};
void draw_vessel_tree(Field& target, const View& view, const VesselTree& tree, Random& random);

struct Spot {
  Point centre;  // in the lesion plane
  float radius = 0.02f;
  float aspect = 1.0f;
  float angle_rad = 0.0f;
  float softness = 0.3f;  // share of the radius over which it fades
  float strength = 1.0f;
};
void draw_spot(Field& target, const View& view, const Spot& spot);

}  // namespace app::demo
