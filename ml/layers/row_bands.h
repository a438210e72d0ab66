// Which rows of a map some rows of a convolution's result need, and a block of three convolutions (the first, a
// depthwise one, a projection of single places) cut into bands of rows, so that the wide maps between them stay in the
// cache.
//
// Use: `for (const RowBand& band : row_bands(first, depthwise, 0, depthwise.out_px, 4)) ...`
// Threads: any thread; pure functions.
#pragma once

#include <vector>

#include "ml/arch/unit_spec.h"

namespace ml {

struct RowWindow {
  int first = 0, last = 0;          // rows of the source, the last not among them
  int pad_top = 0, pad_bottom = 0;  // rows of zeros above and below
  int out_first = 0, out_last = 0;  // rows of the result
  int count() const { return last - first; }
  int out_count() const { return out_last - out_first; }
};

RowWindow rows_needed(const UnitSpec& unit, int out_first, int out_last);

struct RowBand {
  RowWindow fresh;      // of the first convolution: rows of its result that the band before has not left; may be none
  int kept = 0;         // rows that it has left, above those
  RowWindow depthwise;  // its source: the kept rows and the fresh ones
};

// Rows out_first .. out_last - 1 of the depthwise convolution's result, `rows` at a time. The first band keeps nothing.
std::vector<RowBand> row_bands(const UnitSpec& first, const UnitSpec& depthwise, int out_first, int out_last, int rows);

}  // namespace ml
