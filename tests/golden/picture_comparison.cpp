#include "tests/golden/picture_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace golden {
namespace {

using engine::Image;

// Average colour of a cell; at the edges of what there is of it.
std::array<int, 3> average(const Image& image, int left_px, int top_px, int side_px) {
  std::array<int, 3> sum{};
  int count = 0;
  for (int y = top_px; y < std::min(top_px + side_px, image.height_px); ++y) {
    for (int x = left_px; x < std::min(left_px + side_px, image.width_px); ++x, ++count) {
      for (std::size_t c = 0; c < 3; ++c) sum[c] += image.at(x, y)[c];
    }
  }
  for (int& channel : sum) channel /= std::max(1, count);
  return sum;
}

struct Cells {
  int columns = 0, rows = 0;
  std::vector<bool> differ;

  bool at(int column, int row) const {
    return differ[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
  }
};

Cells differing_cells(const Image& actual, const Image& expected, const Tolerance& tolerance) {
  const int side = tolerance.cell_px;
  Cells cells{(expected.width_px + side - 1) / side, (expected.height_px + side - 1) / side, {}};
  for (int row = 0; row < cells.rows; ++row) {
    for (int column = 0; column < cells.columns; ++column) {
      const auto a = average(actual, column * side, row * side, side);
      const auto b = average(expected, column * side, row * side, side);
      int largest = 0;
      for (std::size_t c = 0; c < 3; ++c) largest = std::max(largest, std::abs(a[c] - b[c]));
      cells.differ.push_back(largest > tolerance.colour);
    }
  }
  return cells;
}

struct Block {
  int column = 0, row = 0;  // of its first cell
  double share = 0;
};

Block worst_block(const Cells& cells, int side) {
  Block worst;
  for (int row = 0; row < cells.rows; row += side) {
    for (int column = 0; column < cells.columns; column += side) {
      int count = 0, differ = 0;
      for (int y = row; y < std::min(row + side, cells.rows); ++y) {
        for (int x = column; x < std::min(column + side, cells.columns); ++x, ++count) differ += cells.at(x, y) ? 1 : 0;
      }
      const double share = static_cast<double>(differ) / count;
      if (share > worst.share) worst = {column, row, share};
    }
  }
  return worst;
}

Image marked(const Image& expected, const Cells& cells, int cell_px) {
  Image out = Image::blank(expected.width_px, expected.height_px, 3);
  for (int y = 0; y < out.height_px; ++y) {
    for (int x = 0; x < out.width_px; ++x) {
      const std::uint8_t* from = expected.at(x, y);
      const auto grey = static_cast<std::uint8_t>((from[0] + from[1] + from[2]) / 3);
      const bool differs = cells.at(x / cell_px, y / cell_px);
      out.at(x, y)[0] = differs ? 255 : grey;
      out.at(x, y)[1] = out.at(x, y)[2] = differs ? static_cast<std::uint8_t>(grey / 3) : grey;
    }
  }
  return out;
}

}  // namespace

Comparison compare(const Image& actual, const Image& expected, const Tolerance& tolerance) {
  std::ostringstream report;
  if (actual.width_px != expected.width_px || actual.height_px != expected.height_px) {
    report << "the size is " << actual.width_px << " x " << actual.height_px << ", expected " << expected.width_px
           << " x " << expected.height_px;
    return {false, report.str(), expected};
  }
  const Cells cells = differing_cells(actual, expected, tolerance);
  const double share = static_cast<double>(std::ranges::count(cells.differ, true)) /
                       static_cast<double>(std::max<std::size_t>(1, cells.differ.size()));
  const Block worst = worst_block(cells, tolerance.block_cells);
  report << std::round(share * 1000) / 10 << " % of the picture differs, in the worst block "
         << std::round(worst.share * 1000) / 10 << " %, at pixel " << worst.column * tolerance.cell_px << ", "
         << worst.row * tolerance.cell_px;
  return {share <= tolerance.share && worst.share <= tolerance.block_share, report.str(),
          marked(expected, cells, tolerance.cell_px)};
}

}  // namespace golden
