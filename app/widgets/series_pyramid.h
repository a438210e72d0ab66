// A long series at every scale: the lowest and the highest of each 4, 16, 64 … values. Drawing a range of a million
// steps asks for as many columns as there are pixels, whatever the length; a series that grows is appended to.
//
//   pyramid.append(new_values);
//   for (const Column& column : pyramid.columns(from, to, 400)) ...
//
// One thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "app/widgets/plot_maths.h"

namespace app::widgets {

class SeriesPyramid {
 public:
  void clear() { levels_.clear(); }
  void append(std::span<const float> values);  // NaN: missing
  std::size_t size() const { return levels_.empty() ? 0 : levels_.front().size(); }
  float at(std::size_t index) const { return levels_.front()[index].low; }
  float back() const { return at(size() - 1); }

  // Of the samples from .. to (not included): at most about `most` columns, which keep every peak.
  std::vector<Column> columns(std::size_t from, std::size_t to, int most) const;
  // Of the same samples; nothing where all are missing.
  std::optional<Range> range(std::size_t from, std::size_t to) const;

 private:
  struct Extremes {
    float low, high;  // NaN: all are missing
    bool gap;         // one of them is missing
  };
  static Extremes united(const Extremes& a, const Extremes& b);
  void renew(std::size_t level, std::size_t first);

  std::vector<std::vector<Extremes>> levels_;  // [0]: the values themselves
};

}  // namespace app::widgets
