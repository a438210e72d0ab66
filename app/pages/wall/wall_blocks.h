// What the layouts are made of: sprites packed into columns and blocks. Private to the Wall's layouts; pure.
#pragma once

#include <array>
#include <span>
#include <string>

#include "app/pages/wall/wall_layout.h"

namespace app::wall {

inline constexpr float kAsideStep = 0.5F, kAsideSize = 0.9F * kAsideStep;

// A part of a histogram: `rows` in their order fill columns of whole units from the axis on, upwards or downwards.
struct ColumnPart {
  float x = 0;  // left edge
  std::size_t columns = 1;
  float axis_y = 0;
  bool up = true;
};
void fill_columns(WallLayout& layout, std::span<const Row> rows, const ColumnPart& part);
std::size_t height_of(std::size_t rows, std::size_t columns);

// Row after row from the upper left.
void fill_block(WallLayout& layout, std::span<const Row> rows, float x, float y, std::size_t columns);

// Small, below everything: images the layout has no place for, and why.
void stand_aside(WallLayout& layout, std::span<const Row> rows, const std::string& because, float line);

// Images by Split. A model is judged on those it has not learnt from, and only of the best epoch are there scores of
// all, so validation has a count of its own wherever images are counted.
using SplitCounts = std::array<std::size_t, 4>;
SplitCounts count_by_split(const Gallery& gallery, std::span<const Row> rows);
// "5 val · 25 train", of the splits that hold any of `all`; where no split does, the number alone.
std::string by_split(const SplitCounts& counts, const SplitCounts& all);
// The first of them alone.
std::string of_first_split(const SplitCounts& counts, const SplitCounts& all);
// What to know of images aside that have scores at another epoch; empty: none has.
std::string scored_elsewhere(const Gallery& gallery, std::span<const Row> aside);

// Why no image that is shown has a verdict of the shown run.
std::string why_none_is_judged(const Gallery& gallery);

void grow_to(WallLayout& layout, float x, float y);

// Each its own file.
void lay_out_scores(const Gallery& gallery, const WallRequest& request, WallLayout& layout);
void lay_out_timeline(const Gallery& gallery, const WallRequest& request, WallLayout& layout);
void lay_out_confusion(const Gallery& gallery, const WallRequest& request, WallLayout& layout);
void lay_out_map(const Gallery& gallery, const WallRequest& request, WallLayout& layout);
void lay_out_data_map(const Gallery& gallery, const WallRequest& request, WallLayout& layout);

}  // namespace app::wall
