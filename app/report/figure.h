// A figure as plain values: what stands in it, and nothing of how it is drawn. Pages and verbs make one and hand it to
// the writers of figure_files.h (SVG, PNG at print resolution, CSV), which all draw the same.
//
//   Figure figure{.name = "roc", .title = "ROC curve"};
//   Panel panel{.x = {.title = "1 - specificity", .range = {{0, 1}}}, .y = {.title = "recall", .range = {{0, 1}}}};
//   panel.series.push_back({.mark = Mark::Line, .name = "melanoma", .tone = group_tone(1), .x = fpr, .y = tpr});
//   figure.panels.push_back(panel);
//   figure.caption = {.run = "run 3", .split = "val", .n = 120, .label_revision = 17, .epoch = 5, .threshold = 0.5};
//   write_figure(OutputFile("roc.png", &workspace), figure);
//
// NaN in a series is a gap. A panel that has nothing to show says why in `missing` and has no axes.
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app {

// What a colour means. Writers choose colours that colour-blind eyes tell apart, on white and on dark paper.
struct Tone {
  enum class Kind { Train, Validation, Group, Metric, Hit, Miss, Reference } kind = Kind::Metric;
  int place = 0;  // of the group, or of the metric in its panel
};
constexpr Tone group_tone(int group) { return {Tone::Kind::Group, group}; }
constexpr Tone metric_tone(int place) { return {Tone::Kind::Metric, place}; }

struct AxisRange {
  double low = 0, high = 1;
};

struct Axis {
  std::string title;
  bool logarithmic = false;
  std::optional<AxisRange> range = {};       // absent: of the data, rounded out to ticks
  bool whole_numbers = false;                // epochs, counts
  std::vector<std::string> categories = {};  // named places 0, 1, 2, ... in place of numbers
};

enum class Mark {
  Line,
  Steps,   // y holds from its x to the next
  Points,  // with `low` and `high`: bars of error
  Bars,    // from `low` (x) to `high` (x), y high: a histogram
};

struct Series {
  Mark mark = Mark::Line;
  std::string name;  // in the legend; empty: not in it
  Tone tone = {};
  std::vector<double> x = {}, y = {};
  std::vector<double> low = {}, high = {};  // of y for Points, of x for Bars; empty otherwise
  bool dashed = false;
};

// Five numbers and what lies beyond the whiskers (1.5 interquartile ranges).
struct Box {
  std::string name;
  Tone tone = {};
  std::int64_t n = 0;
  double whisker_low = 0, quartile_low = 0, median = 0, quartile_high = 0, whisker_high = 0;
  std::vector<double> beyond = {};
};

// Rows true, columns predicted.
struct Matrix {
  std::vector<std::string> names;
  std::vector<std::int64_t> counts;  // (K, K)
};

// A line across the panel that is no data: a threshold, chance, the best epoch.
struct Guide {
  enum class Kind { Vertical, Horizontal, Diagonal } kind = Kind::Vertical;
  double at = 0;
  std::string text = "";
};

struct Panel {
  std::string title;
  Axis x, y;
  std::vector<Series> series = {};
  std::vector<Box> boxes = {};
  std::optional<Matrix> matrix = {};
  std::vector<Guide> guides = {};
  std::string missing = "";  // why there is nothing to show; empty: there is
  bool square = false;       // both axes one length
};

struct Caption {
  std::string text = "";  // what is seen, in a sentence
  std::string run = "", target = "", split = "";
  std::int64_t n = 0;
  std::optional<std::int64_t> label_revision = {};
  std::optional<int> epoch = {};
  std::optional<double> threshold = {};
  std::vector<std::string> notes = {};  // leaks, images left out
};

struct Figure {
  std::string name;  // "roc": of files and of `nevus plot`
  std::string title;
  std::vector<Panel> panels = {};
  int columns = 1;
  Caption caption = {};
};

// The caption as it is printed: what is seen, then where it comes from, ending with the disclaimer.
std::string caption_text(const Caption& caption);

}  // namespace app
