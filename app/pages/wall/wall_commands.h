// What the Wall is asked for by its own panel. Plain values.
#pragma once

#include "app/pages/wall/wall_view.h"

namespace app {

struct ShowWallLayout {
  WallKind kind;
};
struct SortWall {
  Sort sort;
};
struct ShowWallMap {
  MapKind kind;
};
// The features of all images are computed where none are kept.
struct ComputeWallMap {};
struct StopWallMap {};

}  // namespace app
