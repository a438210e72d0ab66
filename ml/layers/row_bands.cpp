#include "ml/layers/row_bands.h"

#include <algorithm>

namespace ml {

RowWindow rows_needed(const UnitSpec& unit, int out_first, int out_last) {
  const int padding = (unit.kernel - 1) / 2;
  const int from = out_first * unit.stride - padding, to = (out_last - 1) * unit.stride - padding + unit.kernel;
  return {.first = std::max(from, 0),
          .last = std::min(to, unit.in_px),
          .pad_top = std::max(-from, 0),
          .pad_bottom = std::max(to - unit.in_px, 0),
          .out_first = out_first,
          .out_last = out_last};
}

std::vector<RowBand> row_bands(const UnitSpec& first, const UnitSpec& depthwise, int out_first, int out_last,
                               int rows) {
  std::vector<RowBand> bands;
  int made = 0;  // rows of the wide map that are there, from the top
  for (int row = out_first; row < out_last; row += rows) {
    RowBand band{.depthwise = rows_needed(depthwise, row, std::min(row + rows, out_last))};
    band.kept = std::max(made - band.depthwise.first, 0);
    made = band.depthwise.last;
    const int begin = band.depthwise.first + band.kept;
    band.fresh = begin < made ? rows_needed(first, begin, made) : RowWindow{.out_first = made, .out_last = made};
    bands.push_back(band);
  }
  return bands;
}

}  // namespace ml
