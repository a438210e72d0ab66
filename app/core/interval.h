// Between which values something lies, at the level that is said beside it. Plain value.
#pragma once

namespace app {

struct Interval {
  double low = 0, high = 0;
  double width() const { return high - low; }
};

}  // namespace app
