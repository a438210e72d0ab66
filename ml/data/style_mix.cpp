#include "ml/data/style_mix.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ml/random/beta.h"

namespace ml {

namespace {

struct Style {
  double mean = 0;
  double deviation = 0;
};

// As the paper's code: keeps the deviation of an even plane away from 0.
constexpr double kSmallestVariance = 1e-6;

Style style_of(std::span<const float> plane) {
  double sum = 0, squares = 0;
  for (const float value : plane) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto count = static_cast<double>(plane.size());
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(squares / count - mean * mean, 0.0) + kSmallestVariance)};
}

void restyle(std::span<float> plane, const Style& own, const Style& wanted) {
  const auto factor = static_cast<float>(wanted.deviation / own.deviation);
  const auto shift = static_cast<float>(wanted.mean - own.mean * wanted.deviation / own.deviation);
  for (float& value : plane) value = value * factor + shift;
}

}  // namespace

void mix_style(double alpha, std::span<float> maps, std::size_t n, std::size_t channels, CounterRng rng) {
  if (n < 2 || !rng.chance(0.5)) return;
  std::vector<std::uint32_t> partner(n);
  std::iota(partner.begin(), partner.end(), 0U);
  shuffle(partner, rng);
  const std::size_t plane = maps.size() / (n * channels);
  std::vector<Style> styles;
  for (std::size_t i = 0; i < n * channels; ++i) styles.push_back(style_of(maps.subspan(i * plane, plane)));
  for (std::size_t i = 0; i < n; ++i) {
    const double own_share = beta(alpha, rng);
    for (std::size_t c = 0; c < channels; ++c) {
      const Style& own = styles[i * channels + c];
      const Style& other = styles[partner[i] * channels + c];
      restyle(maps.subspan((i * channels + c) * plane, plane), own,
              {std::lerp(other.mean, own.mean, own_share), std::lerp(other.deviation, own.deviation, own_share)});
    }
  }
}

}  // namespace ml
