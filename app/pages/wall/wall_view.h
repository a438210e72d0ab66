// What the Wall shows: which layout, which part of it, what is being drawn with the mouse, and the state of the maps.
// Main thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/pages/page.h"
#include "app/pages/wall/wall_camera.h"
#include "app/pages/wall/wall_layout.h"
#include "app/pages/wall/wall_sprites.h"

namespace app {

enum class MapKind { Principal, Neighbours };

struct WallMapView {
  MapKind kind = MapKind::Principal;
  std::vector<MapPoint> principal, neighbours;  // by row; empty: not there
  std::string model;                            // whose features: "run 3"
  std::string note;                             // "2,637 images; axes: 31 % and 12 % of the variance"
  std::string working;                          // "Placing neighbours, 40 %"; empty: nothing is being made
  std::string problem;
  bool no_features = false;  // none are kept: they can be computed

  const std::vector<MapPoint>* shown() const {
    const std::vector<MapPoint>& points = kind == MapKind::Neighbours && !neighbours.empty() ? neighbours : principal;
    return points.empty() ? nullptr : &points;
  }
};

enum class WallGesture { None, Lasso, Threshold };

struct WallView {
  WallKind kind = WallKind::Grid;
  WallLayout layout;
  WallSprites sprites;
  WallFlight camera;
  bool fitted = true;  // the camera shows all of it, also when that becomes larger
  bool fit_asked = false;
  int zoom_asked = 0;  // steps, by the keyboard
  WallMapView map;
  std::optional<std::vector<DecisionTime>> decided;  // by row; empty: not read yet

  WallGesture gesture = WallGesture::None;
  std::vector<float> lasso;  // units, x and y in turns
  std::optional<Row> hovered;
  bool pictures = false;  // sprites are thumbnails now

  // What the layout was made for.
  std::uint64_t made_for = 0;       // version of the gallery
  std::uint64_t facts_version = 1;  // rises when a map or the times come
  std::uint64_t made_of_facts = 0;
  float made_width = 0, made_height = 0, line = 1.2F;
  WallKind made_kind = WallKind::Grid;
  std::size_t made_images = 0;
  bool made_blind = false;
  bool ever_fitted = false;
  std::optional<Row> last_focus;

  bool moves() const { return sprites.moves() || camera.moves(); }
};

struct WallContext : PageContext {
  WallView& view;
};

}  // namespace app
