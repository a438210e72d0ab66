// Round values for the axes of figures, and the numbers beside them.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/report/figure.h"

namespace app {

struct Ticks {
  AxisRange range;  // of the axis
  std::vector<double> at;
  std::vector<std::string> text;  // one each
};

// At most about `most` steps of 1, 2, 2.5 or 5 times a power of ten. Where `fixed`, the range is kept, otherwise it is
// rounded out to the step.
Ticks linear_ticks(AxisRange range, int most, bool fixed, bool whole_numbers);
// Powers of ten, with 2 and 5 between them where they are few. The range must be above 0.
Ticks log_ticks(AxisRange range);

// Where a value stands on the axis: 0 at its low end, 1 at its high end.
double share_of(double value, const AxisRange& range, bool logarithmic);

}  // namespace app
