// Where every image stands on the Wall, as a function of the table and what is shown of it: a grid in the gallery's
// order, the histogram of scores with the threshold, the confusion matrix, two maps and the times of decisions.
//
//   const WallLayout layout = lay_out(gallery, {.kind = WallKind::Scores, .aspect = 1.6F});
//   draw(layout.places[row]);                                   // size 0: the image is not shown
//
// Units: a sprite of full size is one unit wide; y goes down. Pure functions, no ImGui; the thread that may read the
// gallery.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/table/gallery.h"

namespace app {

enum class WallKind { Grid, Scores, Confusion, Map, DataMap, Timeline };
inline constexpr int kWallKinds = 6;

struct WallPlace {
  float x = 0, y = 0;  // centre
  float size = 0;      // 0: not shown
  bool operator==(const WallPlace&) const = default;
};

// A text at a place of the canvas; `along` and `down` say which part of the text stands there (0 .. 1).
struct WallText {
  std::string text;
  float x = 0, y = 0;
  float along = 0, down = 0;
  bool strong = false;
  float room = 0;            // units it may be wide; 0: as it asks
  std::string brief = {};    // where the longest of its kind does not fit; empty: the beginning of the text
  std::string longest = {};  // of its kind, with what stands at the other end of the room
  std::string beside = {};   // what stands at the other end, whose room is left free
  float pitch = 0;           // units to the next of its kind, which it may not touch; 0: there is none
  int nth = -1;              // where they would touch every so many are seen by this; negative: none is
  bool upright = false;      // turned to the left: it begins at its place and goes up
};

struct WallLine {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

// Where the threshold stands for a score: the line can be dragged along x. Within a bin the images stand in columns of
// as many each, so the line is drawn where the columns part, by less than a bin beside its value.
struct WallThreshold {
  float x_of_0 = 0, x_of_1 = 1;
  float top = 0, bottom = 0;
  float line = 0;  // where it is drawn
  float x(float threshold) const { return x_of_0 + (x_of_1 - x_of_0) * threshold; }
  float at(float x) const { return (x - x_of_0) / (x_of_1 - x_of_0); }
};

struct WallLayout {
  std::vector<WallPlace> places;  // by row
  float low_x = 0, low_y = 0, high_x = 1, high_y = 1;
  std::vector<WallText> texts;
  std::vector<WallLine> lines;
  std::optional<WallThreshold> threshold;
  std::size_t placed = 0;  // images with a place of their own in it
  std::size_t aside = 0;   // and those that stand aside
  std::string aside_because;
  std::string missing;  // why there is nothing to lay out; empty: there is
  std::string note;     // what the picture means, in one line
};

// Of a row on a map, 0 .. 1; NaN: it has none.
struct MapPoint {
  float x = 0, y = 0;
};

// When the label of a row was last decided; 0: never.
struct DecisionTime {
  std::int64_t at_ms = 0;
  bool imported = false;  // by an import, not by a person
};

struct WallRequest {
  WallKind kind = WallKind::Grid;
  float aspect = 1.6F;                                 // width over height of what it is shown in
  float line = 1.2F;                                   // a line of text is about so many units high
  const std::vector<MapPoint>* map = nullptr;          // by row; null: there is none yet
  std::string map_missing;                             // why
  bool blind = false;                                  // predictions are hidden: nothing may be laid out by them
  const std::vector<DecisionTime>* decided = nullptr;  // by row; null: not read yet
};

WallLayout lay_out(const Gallery& gallery, const WallRequest& request);

// How a network came to see each image, over the epochs a run kept: the mean of the probability it gave the label, and
// how much that varied. Rows without two epochs have no point.
struct LearntPoint {
  float mean = 0, deviation = 0;
  int epochs = 0;
};
std::vector<LearntPoint> learnt_points(const Gallery& gallery);

// The row whose place is nearest in a direction (dx, dy one of -1, 0, 1), what lies ahead before what lies beside;
// none: nothing lies there.
std::optional<Row> neighbour_towards(const WallLayout& layout, Row from, int dx, int dy);
// The row whose sprite covers the point, or comes within `reach` of it: the nearest; none: nothing does.
std::optional<Row> row_at(const WallLayout& layout, float x, float y, float reach = 0);
// The outline that a drawn path means: the rectangle between its ends where it is nearly straight, else the path.
std::vector<float> lasso_outline(const std::vector<float>& path);
// Rows whose centres lie inside the polygon (even-odd), ascending. Points in turns: x, y, x, y, ...
std::vector<Row> rows_inside(const WallLayout& layout, const std::vector<float>& polygon);

}  // namespace app
