// The arithmetic of plots: ranges, round tick values, min/max decimation, smoothing. Missing values
// are NaN throughout and never take part. Pure functions. Any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace app::widgets {

struct Range {
  float low = 0, high = 1;
  float size() const { return high - low; }
};

// Smallest and largest finite value; nothing if there is none.
std::optional<Range> range_of(std::span<const float> values);
std::optional<Range> united(std::optional<Range> a, std::optional<Range> b);
// A little air above and below; a flat line gets a range around it.
Range padded(Range range, float share = 0.06F);

// Round values (1, 2 or 5 times a power of ten) inside the range, at most `most` of them. `least_step`: no finer than
// that, as 1 for whole numbers.
std::vector<float> ticks_in(Range range, int most, float least_step = 0);
// Between those: every fifth of a step of 1 or 5, every fourth of a step of 2.
std::vector<float> minor_ticks_in(Range range, std::span<const float> ticks);
// Powers of ten (with 2 and 5 when few) inside a positive range.
std::vector<float> log_ticks_in(Range range, int most);
// 1 to 9 of every decade inside a positive range.
std::vector<float> minor_log_ticks_in(Range range);
// Round decades around a positive range, so that a log axis has at least one labelled step.
Range padded_log(Range range);
// Which of labels centred at `centres`, so wide each, stand beside each other with a gap; the first always does, and
// those kept are evenly spread.
int label_stride(std::span<const float> centres, std::span<const float> widths, float gap);
// The tick as text with as many decimals as its step needs: "0.25", "1e-04" on a log axis.
std::string tick_text(float value, float step);

// One pixel column of a decimated series.
struct Column {
  float x = 0;  // position in samples
  float low = 0, high = 0;
  bool gap_before = false;  // a missing value lies between this column and the one before
};

// At most `columns` columns; each keeps the extremes of its samples, so that no peak is lost.
// With fewer samples than columns every sample is a column of its own.
std::vector<Column> decimated(std::span<const float> values, int columns);

// Exponential moving average without start-up bias; NaN stays NaN and does not move the average.
std::vector<float> smoothed(std::span<const float> values, float keep);

// The x (0..1) on a scale, linear or logarithmic.
float fraction_of(float value, Range range, bool logarithmic);
float value_at(float fraction, Range range, bool logarithmic);

}  // namespace app::widgets
