// The loss of one training batch and its gradient, by the rule of the run.
// Threads: any thread; pure functions.
#pragma once

#include <span>

#include "ml/data/mix.h"

namespace ml {

struct LossRule {
  float label_smoothing = 0.F;
  float focal_gamma = 0.F;  // above 0: focal loss
};

// The loss of a batch, and its gradient into `gradient`; an empty span of weights means 1 for each sample.
float batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                 std::span<const float> weights, const LossRule& rule, std::span<float> gradient);

// Of a batch whose samples took a share of their partners': each label counts with its share.
float mixed_batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                       std::span<const float> weights, const BatchMix& mix, const LossRule& rule,
                       std::span<float> gradient);

}  // namespace ml
