#include "ml/data/mix.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "ml/random/beta.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

void draw_box(BatchMix& mix, double own_share, CounterRng& rng) {
  const double side = std::sqrt(1 - own_share);
  const double x = rng.uniform();
  const double y = rng.uniform();
  mix.left = std::clamp(x - side / 2, 0.0, 1.0);
  mix.right = std::clamp(x + side / 2, 0.0, 1.0);
  mix.top = std::clamp(y - side / 2, 0.0, 1.0);
  mix.bottom = std::clamp(y + side / 2, 0.0, 1.0);
}

void blend(const BatchMix& mix, std::span<float> inputs, const std::vector<float>& originals, std::size_t length) {
  const float own = mix.own_share;
  for (std::size_t i = 0; i < mix.partner.size(); ++i) {
    const float* other = originals.data() + mix.partner[i] * length;
    float* sample = inputs.data() + i * length;
    for (std::size_t k = 0; k < length; ++k) sample[k] = own * sample[k] + (1 - own) * other[k];
  }
}

void paste(BatchMix& mix, std::span<float> inputs, const std::vector<float>& originals, std::size_t length,
           std::size_t side_px) {
  const auto pixel = [side_px](double fraction) {
    return static_cast<std::size_t>(std::lround(fraction * static_cast<double>(side_px)));
  };
  const std::size_t left = pixel(mix.left), right = pixel(mix.right), top = pixel(mix.top), bottom = pixel(mix.bottom);
  const std::size_t plane = side_px * side_px;
  for (std::size_t i = 0; i < mix.partner.size(); ++i) {
    for (std::size_t c = 0; c < length / plane; ++c) {
      const std::size_t first = c * plane;
      for (std::size_t y = top; y < bottom; ++y) {
        const float* row = originals.data() + mix.partner[i] * length + first + y * side_px;
        std::copy(row + left, row + right, inputs.data() + i * length + first + y * side_px + left);
      }
    }
  }
  mix.own_share = 1.F - static_cast<float>((right - left) * (bottom - top)) / static_cast<float>(plane);
}

}  // namespace

void require_valid(const MixConfig& config) {
  for (const double alpha : {config.mixup_alpha, config.cutmix_alpha, config.style_alpha})
    if (!(alpha >= 0) || !std::isfinite(alpha))
      throw std::runtime_error("cannot mix images: the alpha of MixUp, CutMix and MixStyle must be 0 or above, it is " +
                               std::to_string(alpha));
}

BatchMix draw_mix(const MixConfig& config, std::size_t n, std::uint64_t seed, std::uint32_t epoch, std::uint32_t step) {
  BatchMix mix;
  if (!config.any() || n < 2) return mix;
  CounterRng rng(seed, {stable_hash("mix"), epoch, step});
  mix.cut = config.cutmix_alpha > 0 && (config.mixup_alpha <= 0 || rng.chance(0.5));
  const double own_share = beta(mix.cut ? config.cutmix_alpha : config.mixup_alpha, rng);
  mix.own_share = static_cast<float>(own_share);
  mix.partner.resize(n);
  std::iota(mix.partner.begin(), mix.partner.end(), 0U);
  shuffle(mix.partner, rng);
  if (mix.cut) draw_box(mix, own_share, rng);
  return mix;
}

void apply_mix(BatchMix& mix, std::span<float> inputs, std::size_t side_px) {
  if (mix.partner.empty()) return;
  if (mix.cut && side_px == 0)
    throw std::runtime_error("cannot cut and mix features: they have no places; use MixUp, or train on images");
  const std::vector<float> originals(inputs.begin(), inputs.end());
  const std::size_t length = inputs.size() / mix.partner.size();
  if (mix.cut)
    paste(mix, inputs, originals, length, side_px);
  else
    blend(mix, inputs, originals, length);
}

}  // namespace ml
