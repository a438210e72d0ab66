#include "ml/train/weight_update.h"

#include <algorithm>
#include <stdexcept>

#include "ml/train/block_norms.h"

namespace ml {

namespace {

constexpr const char* kHeadBlock = "classifier";

bool is_of_head(const ParameterSlice& slice) { return slice.name.starts_with(kHeadBlock); }

// How many parameters stand before the head's; the flat array has the head last.
std::size_t backbone_size(std::span<const ParameterSlice> slices) {
  std::size_t size = 0;
  for (const ParameterSlice& slice : slices) {
    if (is_of_head(slice)) continue;
    if (slice.offset != size) throw std::logic_error("the head's parameters do not come last");
    size += slice.size;
  }
  return size;
}

}  // namespace

std::vector<RateStretch> rates_by_depth(std::span<const ParameterSlice> slices, float decay) {
  if (decay == 1.F) return {};
  std::vector<RateStretch> stretches;
  std::string block;
  float factor = 1.F;
  for (std::size_t i = slices.size(); i-- > 0;) {  // from the head to the image
    const ParameterSlice& slice = slices[i];
    if (!is_of_head(slice) && block_of(slice.name) != block) {
      block = block_of(slice.name);
      factor *= decay;
    }
    stretches.insert(stretches.begin(), {slice.size, factor});
  }
  return stretches;
}

WeightUpdate::WeightUpdate(std::span<const ParameterSlice> slices, std::span<const float> start,
                           const TrainConfig& config)
    : adam_(start.size(), config.adam),
      stretches_(rates_by_depth(slices, config.rate_decay_by_depth)),
      pull_(config.l2_sp) {
  if (pull_ == 0.F) return;
  pulled_ = backbone_size(slices);
  start_.assign(start.begin(), start.begin() + static_cast<std::ptrdiff_t>(pulled_));
}

// The pull is decoupled from Adam's scaling, as AdamW's decay is: in the gradient it would count least for the weights
// that move most.
void WeightUpdate::step(std::span<float> parameters, std::span<const float> gradients, float rate) {
  const float share = std::min(1.F, rate * pull_);
  if (stretches_.empty())
    adam_.step(parameters, gradients, rate);
  else
    adam_.step(parameters, gradients, rate, stretches_);
  for (std::size_t i = 0; i < pulled_; ++i) parameters[i] += share * (start_[i] - parameters[i]);
}

}  // namespace ml
