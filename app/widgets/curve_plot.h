// Curves in the unit square: ROC (1 - specificity against recall) and precision-recall. Several at once, one of which
// is in front; on that one the threshold is a point that is dragged, or moved with the arrow keys, and a stretch is
// taken with Shift held.
//
//   const CurveAnswer answer = curve_plot(style, "train.roc", card, lines, {.x_name = "1 − specificity", ...});
//   if (answer.threshold) ...
//
// Main thread only, while a frame is built.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/style.h"

namespace app::widgets {

struct UnitPoint {
  float x = 0, y = 0;
  float threshold = 0;  // above 1: of no threshold
};

struct UnitCurve {
  std::string name;
  std::span<const UnitPoint> points;
  ImU32 colour = 0;
  bool front = false;  // drawn last and thick
  bool dashed = false;
};

// Between two thresholds: what changes sides when one becomes the other.
struct CurveStretch {
  float low = 0, high = 0;
};

struct CurvePlotLook {
  std::string_view x_name, y_name;
  std::optional<float> threshold;       // none: no point is shown, and none is dragged
  bool diagonal = false;                // of a coin
  bool takes_stretch = false;           // of the curve in front
  std::optional<CurveStretch> stretch;  // that is taken: drawn thick
  std::optional<float> level;           // a dashed line across: the share of positives, below which no precision lies
  bool pending = false;                 // the curves are still of before: fainter
  std::string_view empty = "no values yet";
};
// What the user moves to.
struct CurveAnswer {
  std::optional<float> threshold;
  std::optional<CurveStretch> stretch;
};
CurveAnswer curve_plot(const Style& style, std::string_view landmark, const Rect& in, std::span<const UnitCurve> curves,
                       const CurvePlotLook& look);

// The last point of the curve that is still called positive at the threshold; null without a curve.
const UnitPoint* operating_point(std::span<const UnitPoint> curve, float threshold);
// So many points farther along the curve, which is not empty; null where that is of no threshold.
const UnitPoint* stepped_point(std::span<const UnitPoint> curve, float threshold, int step);

}  // namespace app::widgets
