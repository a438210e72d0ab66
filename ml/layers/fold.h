// BatchNorm with stored statistics is a scale and a shift per channel, so it can be multiplied into the
// convolution before it; the gradients of weight, gamma and beta follow from those of the folded
// convolution by the chain rule, exactly, and no BatchNorm is ever run.
//
//   s = gamma / sqrt(variance + epsilon);  folded weight = s * weight;  folded bias = beta - s * mean
//
// Threads: any thread; pure functions.
#pragma once

#include <span>

namespace ml {

// One unit's tensors: weight (O,I,K,K) row-major, the others (O).
struct UnitTensors {
  std::span<const float> weight;
  std::span<const float> gamma;
  std::span<const float> beta;
  std::span<const float> mean;
  std::span<const float> variance;
  float epsilon = 1e-5F;
};

void fold(const UnitTensors& tensors, std::span<float> folded_weight, std::span<float> folded_bias);

struct UnitGradients {
  std::span<float> weight;
  std::span<float> gamma;
  std::span<float> beta;
};

void unfold_gradients(const UnitTensors& tensors, std::span<const float> folded_weight_gradient,
                      std::span<const float> folded_bias_gradient, const UnitGradients& gradients);

}  // namespace ml
