// What the Errors page is asked for by its own panels. Plain values.
#pragma once

#include <string>

#include "app/core/types.h"

namespace app {

struct SliceBy {
  std::string column;
};
struct AnalyseGroup {
  int group;
};
struct CompareErrorsWith {
  RunId run;
};

}  // namespace app
