// The outline of a lesion in one view: a few blobs with wavy radii grown together, warped and
// roughened, with a border whose softness changes along it.
//
// Any thread; pure. The map owns its fields.
#pragma once

#include "app/demo/field.h"
#include "app/demo/lesion_parameters.h"
#include "app/demo/view.h"

namespace app::demo {

struct LesionMap {
  Field distance;  // from the outline in picture heights, negative inside
  Field coverage;  // 0 outside to 1 inside, soft across the border
  // Pixels outside [first, last) rows and columns have no coverage.
  int first_row = 0, last_row = 0, first_column = 0, last_column = 0;

  bool empty() const { return first_row >= last_row || first_column >= last_column; }
};

LesionMap map_lesion(const LesionParameters& lesion, const View& view);

// Calls visit(x, y, point in the lesion plane, coverage) for every pixel the lesion covers.
template <typename Visit>
void for_each_covered(const LesionMap& map, const View& view, const Visit& visit) {
  for (int y = map.first_row; y < map.last_row; ++y) {
    for (int x = map.first_column; x < map.last_column; ++x) {
      const float coverage = map.coverage.at(x, y);
      if (coverage > 0.004f)
        visit(x, y, view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y)), coverage);
    }
  }
}

}  // namespace app::demo
