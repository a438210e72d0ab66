#include "ml/layers/batch_norm_unit.h"

#include <algorithm>
#include <cmath>

#include "ml/layers/activation_store.h"

namespace ml {

BatchNormUnit::BatchNormUnit(ComputeContext& context, const UnitSpec& unit, UnitParameters tensors,
                             bool wants_src_gradient)
    : convolutions_(context, unit, {}, wants_src_gradient),
      tensors_(tensors),
      weights_(context, unit),
      gradient_(context, unit) {
  const std::size_t padded = shape(1).padded_channels();
  for (std::vector<float>* values : {&mean_, &variance_, &inverse_deviation_, &scale_, &shift_, &sum_, &product_})
    values->assign(padded, 0.F);
  weights_changed();
}

void BatchNormUnit::weights_changed() {
  std::copy(tensors_.values.weight.begin(), tensors_.values.weight.end(), weights_.weight().begin());
  weights_.changed();
}

void BatchNormUnit::convolve(int n, const dnnl::memory& src, const dnnl::memory& result) {
  ConvForward& conv = convolutions_.forward(n);
  conv.run(src, weights_.weight_as(conv.weights_desc()), weights_.bias_memory(), result);
}

void BatchNormUnit::take_statistics(int n, const dnnl::memory& result) {
  batch_moments(floats_of(result), shape(n), mean_, variance_);
  const BatchNormRule& rule = tensors_.rule;
  const float count = static_cast<float>(shape(n).n * shape(n).places);
  const float unbiased = rule.unbiased_running_variance && count > 1.F ? count / (count - 1.F) : 1.F;
  for (std::size_t i = 0; i < tensors_.running_mean.size(); ++i) {
    inverse_deviation_[i] = 1.F / std::sqrt(variance_[i] + rule.epsilon);
    scale_[i] = tensors_.values.gamma[i] * inverse_deviation_[i];
    shift_[i] = tensors_.values.beta[i] - scale_[i] * mean_[i];
    float& running_mean = tensors_.running_mean[i];
    float& running_variance = tensors_.running_variance[i];
    running_mean = rule.keep * running_mean + (1.F - rule.keep) * mean_[i];
    running_variance = rule.keep * running_variance + (1.F - rule.keep) * unbiased * variance_[i];
  }
}

void BatchNormUnit::normalise(int n, const dnnl::memory& result, const dnnl::memory* residual,
                              const dnnl::memory& output) const {
  scale_and_shift(floats_of(result), shape(n), scale_, shift_, convolutions_.unit().relu6,
                  residual == nullptr ? nullptr : floats_of(*residual), floats_of(output));
}

void BatchNormUnit::backward(int n, const Backward& memory) {
  ConvBackward& conv = convolutions_.backward(n);
  const NormalisationGradient norm{scale_, shift_, mean_, inverse_deviation_, convolutions_.unit().relu6};
  const float* result = floats_of(memory.result);
  gradient_sums(floats_of(memory.dst_gradient), result, shape(n), norm, sum_, product_);
  normalisation_gradient(floats_of(memory.dst_gradient), result, shape(n), norm, sum_, product_,
                         floats_of(memory.result_gradient));
  gradient_.begin();
  conv.weights(memory.src, memory.result_gradient, gradient_.target(conv.weight_gradient_desc()),
               gradient_.bias_target());
  gradient_.add();
  if (memory.src_gradient != nullptr)
    conv.data(memory.result_gradient, weights_.weight_as(conv.weights_desc()), *memory.src_gradient);
  const std::span<const float> plain = gradient_.plain();
  std::copy(plain.begin(), plain.end(), tensors_.gradients.weight.begin());
  std::copy_n(product_.begin(), tensors_.gradients.gamma.size(), tensors_.gradients.gamma.begin());
  std::copy_n(sum_.begin(), tensors_.gradients.beta.size(), tensors_.gradients.beta.begin());
}

GroupedShape BatchNormUnit::shape(int n) const {
  const auto px = static_cast<std::size_t>(convolutions_.unit().out_px);
  return {static_cast<std::size_t>(n), static_cast<std::size_t>(convolutions_.unit().out_channels), px * px,
          static_cast<std::size_t>(ComputeContext::block_channels())};
}

}  // namespace ml
