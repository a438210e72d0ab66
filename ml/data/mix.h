// MixUp (Zhang et al. 2018) and CutMix (Yun et al. 2019): each sample of a batch takes a share of a partner,
// of its pixels and of its label.
//
// Use: `BatchMix mix = draw_mix(config, n, seed, epoch, step); apply_mix(mix, inputs, side_px);`
// The draw depends on its arguments only. One share and one box per batch, as in both papers' code.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ml {

// Parameters of Beta(a, a), from which the share is drawn; 0 switches one off. With both, each batch
// takes one of them with probability one half.
struct MixConfig {
  double mixup_alpha = 0;
  double cutmix_alpha = 0;
  double style_alpha = 0;  // MixStyle of what enters the layers that learn, see style_mix.h; beside either

  bool operator==(const MixConfig&) const = default;
  bool any() const { return mixup_alpha > 0 || cutmix_alpha > 0; }
};

// Throws when an alpha is negative or not finite.
void require_valid(const MixConfig& config);

struct BatchMix {
  std::vector<std::uint32_t> partner;  // of each sample; empty: nothing is mixed
  float own_share = 1.F;               // of its own label
  bool cut = false;                    // CutMix: a box of the partner replaces pixels
  // The box as fractions of the side.
  double left = 0, top = 0, right = 0, bottom = 0;
};

BatchMix draw_mix(const MixConfig& config, std::size_t n, std::uint64_t seed, std::uint32_t epoch, std::uint32_t step);

// inputs is (n,C,S,S) in planes; side_px 0 means samples without places (features), which can only be mixed up.
// A CutMix box is moved to whole pixels, and own_share is corrected to what it covers.
void apply_mix(BatchMix& mix, std::span<float> inputs, std::size_t side_px);

}  // namespace ml
