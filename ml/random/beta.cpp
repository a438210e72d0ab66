#include "ml/random/beta.h"

#include <algorithm>
#include <cmath>

namespace ml {

namespace {

// Marsaglia and Tsang (2000); below 1 by their boost, Gamma(a) = Gamma(a + 1) * u^(1/a).
double gamma_draw(double shape, CounterRng& rng) {
  if (shape < 1) return gamma_draw(shape + 1, rng) * std::pow(std::max(rng.uniform(), 1e-300), 1 / shape);
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = rng.normal();
    const double v = std::pow(1 + c * x, 3);
    if (v > 0 && std::log(std::max(rng.uniform(), 1e-300)) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace

double beta(double alpha, CounterRng& rng) {
  const double a = gamma_draw(alpha, rng);
  const double b = gamma_draw(alpha, rng);
  return a + b > 0 ? a / (a + b) : 0.5;
}

}  // namespace ml
