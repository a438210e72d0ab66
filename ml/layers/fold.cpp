#include "ml/layers/fold.h"

#include <cmath>
#include <cstddef>

namespace ml {

namespace {

float inverse_deviation(const UnitTensors& tensors, std::size_t channel) {
  return 1.F / std::sqrt(tensors.variance[channel] + tensors.epsilon);
}

}  // namespace

void fold(const UnitTensors& tensors, std::span<float> folded_weight, std::span<float> folded_bias) {
  const std::size_t per_channel = tensors.weight.size() / tensors.gamma.size();
  for (std::size_t channel = 0; channel < tensors.gamma.size(); ++channel) {
    const float scale = tensors.gamma[channel] * inverse_deviation(tensors, channel);
    folded_bias[channel] = tensors.beta[channel] - scale * tensors.mean[channel];
    const std::size_t first = channel * per_channel;
    for (std::size_t i = first; i < first + per_channel; ++i) folded_weight[i] = scale * tensors.weight[i];
  }
}

void unfold_gradients(const UnitTensors& tensors, std::span<const float> folded_weight_gradient,
                      std::span<const float> folded_bias_gradient, const UnitGradients& gradients) {
  const std::size_t per_channel = tensors.weight.size() / tensors.gamma.size();
  for (std::size_t channel = 0; channel < tensors.gamma.size(); ++channel) {
    const float inverse = inverse_deviation(tensors, channel);
    const float scale = tensors.gamma[channel] * inverse;
    double product = 0;
    const std::size_t first = channel * per_channel;
    for (std::size_t i = first; i < first + per_channel; ++i) {
      product += static_cast<double>(folded_weight_gradient[i]) * static_cast<double>(tensors.weight[i]);
      gradients.weight[i] = scale * folded_weight_gradient[i];
    }
    const double bias_gradient = static_cast<double>(folded_bias_gradient[channel]);
    gradients.beta[channel] = folded_bias_gradient[channel];
    gradients.gamma[channel] = static_cast<float>(
        static_cast<double>(inverse) * (product - bias_gradient * static_cast<double>(tensors.mean[channel])));
  }
}

}  // namespace ml
