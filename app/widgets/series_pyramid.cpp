#include "app/widgets/series_pyramid.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace app::widgets {
namespace {

constexpr std::size_t kOf = 4;  // entries of one level in an entry of the next

}  // namespace

SeriesPyramid::Extremes SeriesPyramid::united(const Extremes& a, const Extremes& b) {
  if (std::isnan(a.low)) return {b.low, b.high, true};
  if (std::isnan(b.low)) return {a.low, a.high, true};
  return {std::min(a.low, b.low), std::max(a.high, b.high), a.gap || b.gap};
}

void SeriesPyramid::append(std::span<const float> values) {
  if (values.empty()) return;
  if (levels_.empty()) levels_.emplace_back();
  std::size_t first = levels_.front().size();
  for (const float value : values) {
    const float kept = std::isfinite(value) ? value : std::nanf("");
    levels_.front().push_back({kept, kept, std::isnan(kept)});
  }
  for (std::size_t level = 1; levels_[level - 1].size() > kOf; ++level) {
    if (level == levels_.size()) {
      levels_.emplace_back();
      first = 0;
    }
    renew(level, first / kOf);
    first /= kOf;
  }
}

void SeriesPyramid::renew(std::size_t level, std::size_t first) {
  const std::vector<Extremes>& below = levels_[level - 1];
  std::vector<Extremes>& own = levels_[level];
  own.resize((below.size() + kOf - 1) / kOf);
  for (std::size_t i = first; i < own.size(); ++i) {
    own[i] = below[i * kOf];
    for (std::size_t j = i * kOf + 1; j < std::min(below.size(), (i + 1) * kOf); ++j) own[i] = united(own[i], below[j]);
  }
}

std::vector<Column> SeriesPyramid::columns(std::size_t from, std::size_t to, int most) const {
  std::vector<Column> result;
  to = std::min(to, size());
  if (from >= to || most < 1) return result;
  std::size_t level = 0, width = 1;
  while (level + 1 < levels_.size() && (to - from) / width > static_cast<std::size_t>(most)) {
    ++level;
    width *= kOf;
  }
  bool gap = false;
  for (std::size_t i = from / width; i < levels_[level].size() && i * width < to; ++i) {
    const Extremes& entry = levels_[level][i];
    const bool missing = std::isnan(entry.low);
    const auto last = std::min((i + 1) * width, size()) - 1;
    if (!missing)
      result.push_back({static_cast<float>(i * width + last) / 2, entry.low, entry.high, gap && !result.empty()});
    gap = missing;
  }
  return result;
}

std::optional<Range> SeriesPyramid::range(std::size_t from, std::size_t to) const {
  std::optional<Range> all;
  for (const Column& column : columns(from, to, 256)) {
    const Range here{column.low, column.high};
    all = all ? Range{std::min(all->low, here.low), std::max(all->high, here.high)} : here;
  }
  return all;
}

}  // namespace app::widgets
