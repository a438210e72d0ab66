// A model between two of the same network, weight by weight: between a head on untouched features and the tail that
// was trained on from it lie models that keep both sources (WiSE-FT, Wortsman et al. 2022). Two models that did not
// begin from the same weights have nothing sensible between them.
//
// Use: `Model between = blend(before, after, 0.5);`
// Threads: any thread; pure.
#pragma once

#include "ml/model/model.h"

namespace ml {

// (1 - share) of `from` and share of `to`, running statistics too; `trained_on` is {"blend": {"share", "from", "to"}}.
// What else travels with the weights is `to`'s where it describes network and pixels; what was fitted to either's
// outputs or training images is left behind. Throws where network, contract or target differ, naming what.
Model blend(const Model& from, const Model& to, double share);

}  // namespace ml
