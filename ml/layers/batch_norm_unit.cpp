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
  for (std::vector<float>* values :
       {&mean_, &variance_, &inverse_deviation_, &scale_, &shift_, &mean_sum_, &mean_product_})
    values->assign(padded, 0.F);
  weights_changed();
}

void BatchNormUnit::weights_changed() {
  std::copy(tensors_.values.weight.begin(), tensors_.values.weight.end(), weights_.weight().begin());
  weights_.changed();
}

void BatchNormUnit::begin_forward(int n) {
  n_ = n;
  sums_.resize(static_cast<std::size_t>(n), shape(n).padded_channels());
}

void BatchNormUnit::convolve(int count, const dnnl::memory& src, const dnnl::memory& result) {
  ConvForward& conv = convolutions_.forward(count);
  conv.run(src, weights_.weight_as(conv.weights_desc()), weights_.bias_memory(), result);
}

void BatchNormUnit::add_statistics(int first, int count, const dnnl::memory& result) {
  add_moments(floats_of(result), shape(count), static_cast<std::size_t>(first), sums_);
}

void BatchNormUnit::take_statistics() {
  const GroupedShape batch = shape(n_);
  take_moments(sums_, batch.places, mean_, variance_);
  const BatchNormRule& rule = tensors_.rule;
  const float count = static_cast<float>(batch.n * batch.places);
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

void BatchNormUnit::normalise(int count, const dnnl::memory& result, const dnnl::memory* residual,
                              const dnnl::memory& output) const {
  scale_and_shift(floats_of(result), shape(count), scale_, shift_, convolutions_.unit().relu6,
                  residual == nullptr ? nullptr : floats_of(*residual), floats_of(output));
}

void BatchNormUnit::add_gradient_sums(int first, int count, const dnnl::memory& dst_gradient,
                                      const dnnl::memory& result) {
  ml::add_gradient_sums(floats_of(dst_gradient), floats_of(result), shape(count), norm(),
                        static_cast<std::size_t>(first), sums_);
}

void BatchNormUnit::begin_backward() {
  take_gradient_sums(sums_, mean_sum_, mean_product_);
  std::copy_n(mean_product_.begin(), tensors_.gradients.gamma.size(), tensors_.gradients.gamma.begin());
  std::copy_n(mean_sum_.begin(), tensors_.gradients.beta.size(), tensors_.gradients.beta.begin());
  const GroupedShape batch = shape(n_);
  const float per_value = 1.F / static_cast<float>(batch.n * batch.places);
  for (float& value : mean_sum_) value *= per_value;
  for (float& value : mean_product_) value *= per_value;
  gradient_.begin();
}

void BatchNormUnit::backward(int count, const Backward& memory) {
  ConvBackward& conv = convolutions_.backward(count);
  normalisation_gradient(floats_of(memory.dst_gradient), floats_of(memory.result), shape(count), norm(), mean_sum_,
                         mean_product_, floats_of(memory.result_gradient));
  conv.weights(memory.src, memory.result_gradient, gradient_.target(conv.weight_gradient_desc()),
               gradient_.bias_target());
  gradient_.add();
  if (memory.src_gradient != nullptr)
    conv.data(memory.result_gradient, weights_.weight_as(conv.weights_desc()), *memory.src_gradient);
}

void BatchNormUnit::end_backward() {
  const std::span<const float> plain = gradient_.plain();
  std::copy(plain.begin(), plain.end(), tensors_.gradients.weight.begin());
}

GroupedShape BatchNormUnit::shape(int n) const {
  const auto px = static_cast<std::size_t>(convolutions_.unit().out_px);
  return {static_cast<std::size_t>(n), static_cast<std::size_t>(convolutions_.unit().out_channels), px * px,
          static_cast<std::size_t>(ComputeContext::block_channels())};
}

NormalisationGradient BatchNormUnit::norm() const {
  return {scale_, shift_, mean_, inverse_deviation_, convolutions_.unit().relu6};
}

}  // namespace ml
