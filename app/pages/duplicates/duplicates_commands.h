// What the Duplicates page is asked for by its own panel. Plain values.
#pragma once

#include <cstddef>

#include "app/pages/duplicates/duplicates_view.h"

namespace app {

struct DecidePair {
  PairDecision decision;
};
struct StepPair {
  int step;
};
struct ShowPair {
  std::size_t at;
};
struct ShowShelf {
  std::size_t shelf;
};

}  // namespace app
