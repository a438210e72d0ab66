// A draw from the symmetric Beta distribution.
// Threads: as CounterRng's.
#pragma once

#include "ml/random/counter_rng.h"

namespace ml {

// From Beta(alpha, alpha), as two Gamma draws; alpha above 0.
double beta(double alpha, CounterRng& rng);

}  // namespace ml
