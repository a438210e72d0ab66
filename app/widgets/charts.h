// Plots drawn by us: lines over epochs or steps, the ROC curve, the confusion matrix, probability
// bars, a colour-map legend. They show "no values yet" rather than nothing, and leave gaps for missing
// values.
// Main thread only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/roc_point.h"
#include "app/widgets/style.h"

namespace app::widgets {

struct Series {
  std::string_view name;
  std::span<const float> values;
  ImU32 colour = 0;
  bool smooth = false;  // EMA line over faint raw values
  bool fill = false;    // gradient below
};

struct LinePlotLook {
  float first_x = 1;  // x of the first value (epoch 1)
  int marked = -1;    // index of the best epoch; -1: none
  int shown = -1;     // index of the epoch that is shown elsewhere; -1: none
  bool logarithmic = false;
  std::string_view x_name = "epoch";
};
// Fills the rectangle. Gives the index that was clicked (an epoch to show).
std::optional<int> line_plot(const Style& style, std::string_view landmark, const Rect& in,
                             std::span<const Series> series, const LinePlotLook& look = {});

// The last point of the curve that is still called positive at the threshold; null without a curve.
const RocPoint* operating_point(std::span<const RocPoint> curve, float threshold);
// So many points farther along the curve, which is not empty; null at its beginning, which is no threshold.
const RocPoint* stepped_point(std::span<const RocPoint> curve, float threshold, int step);
// Gives the threshold of the curve's point that the user drags to. `empty` stands there without a curve.
std::optional<float> roc_plot(const Style& style, std::string_view landmark, const Rect& in,
                              std::span<const RocPoint> curve, float threshold, std::string_view empty);

struct MatrixCell {
  int true_group = 0, predicted_group = 0;
};
// Counts in rows of the true group, columns of the predicted one: groups squared.
std::optional<MatrixCell> confusion_matrix(const Style& style, std::string_view landmark, const Rect& in,
                                           std::span<const std::string> groups, std::span<const int> counts);

// Name, bar, percent; `threshold` draws a mark (negative: none).
void probability_bar(const Style& style, std::string_view name, float probability, ImU32 colour, float threshold = -1);

void colour_map_legend(const Style& style, int colour_map, float width_px, std::string_view low, std::string_view high);

}  // namespace app::widgets
