#include "ml/data/style_mix.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ml/random/beta.h"

namespace ml {

namespace {

// Of every channel of one sample.
struct Style {
  std::vector<double> mean;
  std::vector<double> deviation;
};

// As the paper's code: keeps the deviation of an even plane away from 0.
constexpr double kSmallestVariance = 1e-6;

// Walks over one sample's numbers in the order in which they lie; what(channel, number).
template <class Numbers, class What>
void for_each_number(Numbers sample, const MapLayout& layout, What what) {
  const std::size_t places = sample.size() / layout.channels;
  const std::size_t rows = layout.channels_last ? places : layout.channels;
  const std::size_t columns = layout.channels_last ? layout.channels : places;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column)
      what(layout.channels_last ? column : row, sample[row * columns + column]);
}

Style style_of(std::span<const float> sample, const MapLayout& layout) {
  Style style{std::vector<double>(layout.channels), std::vector<double>(layout.channels)};
  std::vector<double>& squares = style.deviation;
  for_each_number(sample, layout, [&](std::size_t channel, float number) {
    const auto value = static_cast<double>(number);
    style.mean[channel] += value;
    squares[channel] += value * value;
  });
  const auto places = static_cast<double>(sample.size() / layout.channels);
  for (std::size_t c = 0; c < layout.channels; ++c) {
    style.mean[c] /= places;
    const double variance = squares[c] / places - style.mean[c] * style.mean[c];
    style.deviation[c] = std::sqrt(std::max(variance, 0.0) + kSmallestVariance);
  }
  return style;
}

void restyle(std::span<float> sample, const MapLayout& layout, const Style& own, const Style& other, double own_share) {
  std::vector<float> factor(layout.channels), shift(layout.channels);
  for (std::size_t c = 0; c < layout.channels; ++c) {
    const double scale = std::lerp(other.deviation[c], own.deviation[c], own_share) / own.deviation[c];
    factor[c] = static_cast<float>(scale);
    shift[c] = static_cast<float>(std::lerp(other.mean[c], own.mean[c], own_share) - own.mean[c] * scale);
  }
  for_each_number(sample, layout,
                  [&](std::size_t channel, float& number) { number = number * factor[channel] + shift[channel]; });
}

}  // namespace

void mix_style(double alpha, std::span<float> maps, std::size_t n, const MapLayout& layout, CounterRng rng) {
  if (n < 2 || !rng.chance(0.5)) return;
  std::vector<std::uint32_t> partner(n);
  std::iota(partner.begin(), partner.end(), 0U);
  shuffle(partner, rng);
  const std::size_t length = maps.size() / n;
  std::vector<Style> styles;
  for (std::size_t i = 0; i < n; ++i) styles.push_back(style_of(maps.subspan(i * length, length), layout));
  for (std::size_t i = 0; i < n; ++i)
    restyle(maps.subspan(i * length, length), layout, styles[i], styles[partner[i]], beta(alpha, rng));
}

}  // namespace ml
