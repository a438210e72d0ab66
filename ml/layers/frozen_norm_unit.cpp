#include "ml/layers/frozen_norm_unit.h"

#include "ml/kernels/elementwise.h"

namespace ml {

FrozenNormUnit::FrozenNormUnit(ComputeContext& context, const UnitSpec& unit, UnitParameters tensors,
                               bool wants_src_gradient)
    : convolutions_(context, unit, {.bias = true, .relu6 = unit.relu6, .adds_to_dst = unit.adds_block_input},
                    wants_src_gradient),
      tensors_(tensors),
      folded_(context, unit),
      gradient_(context, unit),
      outputs_(context) {
  weights_changed();
}

void FrozenNormUnit::weights_changed() {
  fold(tensors_.values, folded_.weight(), folded_.bias());
  folded_.changed();
}

const dnnl::memory& FrozenNormUnit::forward(std::size_t micro_batch, int n, const dnnl::memory& src,
                                            const dnnl::memory* residual) {
  ConvForward& conv = convolutions_.forward(n);
  const dnnl::memory& dst = outputs_.get(micro_batch, conv.dst_desc());
  if (residual != nullptr) convolutions_.context().reorder(*residual, dst);
  conv.run(src, folded_.weight_as(conv.weights_desc()), folded_.bias_memory(), dst);
  if (saved_.size() <= micro_batch) saved_.resize(micro_batch + 1);
  saved_[micro_batch] = {n, src, dst};
  return dst;
}

void FrozenNormUnit::backward(std::size_t micro_batch, const dnnl::memory& dst_gradient,
                              const dnnl::memory* src_gradient) {
  const Saved& saved = saved_[micro_batch];
  ConvBackward& conv = convolutions_.backward(saved.n);
  if (convolutions_.unit().relu6)
    mask_by_relu6(floats_of(dst_gradient), floats_of(saved.dst), float_count(dst_gradient));
  conv.weights(saved.src, dst_gradient, gradient_.target(conv.weight_gradient_desc()), gradient_.bias_target());
  gradient_.add();
  if (src_gradient != nullptr) conv.data(dst_gradient, folded_.weight_as(conv.weights_desc()), *src_gradient);
}

void FrozenNormUnit::backward_to_source(std::size_t micro_batch, const dnnl::memory& dst_gradient,
                                        const dnnl::memory& src_gradient) {
  const Saved& saved = saved_[micro_batch];
  ConvBackward& conv = convolutions_.backward(saved.n);
  if (convolutions_.unit().relu6)
    mask_by_relu6(floats_of(dst_gradient), floats_of(saved.dst), float_count(dst_gradient));
  conv.data(dst_gradient, folded_.weight_as(conv.weights_desc()), src_gradient);
}

void FrozenNormUnit::end_backward() {
  unfold_gradients(tensors_.values, gradient_.plain(), gradient_.bias(), tensors_.gradients);
}

}  // namespace ml
