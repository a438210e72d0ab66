#include "ml/layers/conv.h"

#include "ml/kernels/pointwise_gradient.h"

namespace ml {

namespace {

using dnnl::memory;

memory::dims weight_dims(const UnitSpec& unit) {
  if (unit.depthwise) return {unit.out_channels, 1, 1, unit.kernel, unit.kernel};
  return {unit.out_channels, unit.in_channels, unit.kernel, unit.kernel};
}

onednn::ConvDescs conv_descs(const UnitSpec& unit, int n, ConvLayouts layouts, bool bias) {
  onednn::ConvDescs descs;
  descs.src = ComputeContext::activation(layouts.src, n, unit.in_channels, unit.in_px, layouts.precision);
  descs.dst = ComputeContext::activation(layouts.dst, n, unit.out_channels, unit.out_px, layouts.precision);
  descs.weights = {weight_dims(unit), data_type(layouts.precision), memory::format_tag::any};
  if (bias) descs.bias = bias_desc(unit);
  const memory::dim padding = (unit.kernel - 1) / 2;
  descs.strides = {unit.stride, unit.stride};
  descs.padding = descs.padding_behind = {padding, padding};
  return descs;
}

onednn::ConvDescs conv_descs(const UnitSpec& unit, int n, ConvLayouts layouts, bool bias, const ConvRows& rows) {
  onednn::ConvDescs descs = conv_descs(unit, n, layouts, bias);
  if (rows.in == 0) return descs;
  descs.src = ComputeContext::rows(n, unit.in_channels, rows.in, unit.in_px, layouts.precision);
  descs.dst = ComputeContext::rows(n, unit.out_channels, rows.out, unit.out_px, layouts.precision);
  descs.padding.front() = rows.pad_top;
  descs.padding_behind.front() = rows.pad_bottom;
  return descs;
}

dnnl::primitive_attr fused(const ConvFusion& fusion) {
  dnnl::primitive_attr attr = ComputeContext::scratch_from_caller();
  dnnl::post_ops post_ops;
  if (fusion.adds_to_dst) post_ops.append_sum(1.F);
  if (fusion.relu6) onednn::append_clip(post_ops, 0.F, 6.F);
  attr.set_post_ops(post_ops);
  return attr;
}

// 1x1 with so few input channels, in groups of 8, that oneDNN's kernel runs mostly empty.
bool is_narrow(const UnitSpec& unit, const ConvLayouts& layouts) {
  constexpr int kFewInputs = 32, kGroup = 8;
  return unit.kernel == 1 && unit.stride == 1 && !unit.depthwise && unit.in_channels <= kFewInputs &&
         layouts.src == ActivationLayout::Blocked && layouts.dst == ActivationLayout::Blocked &&
         layouts.precision == Precision::Float32 && ComputeContext::block_channels() == kGroup;
}

// For the gradient of planes, as images are, oneDNN has but a plain loop, tens of times slower.
ConvLayouts data_layouts(ConvLayouts layouts) {
  if (layouts.src == ActivationLayout::Planes) layouts.src = ActivationLayout::Blocked;
  return layouts;
}

// Backward primitives ask for a forward one to be made beside; it carries no fusion.
dnnl::convolution_forward::primitive_desc forward_hint(ComputeContext& context, const UnitSpec& unit, int n,
                                                       ConvLayouts layouts, bool bias) {
  return onednn::conv_forward(context.engine(), dnnl::prop_kind::forward_training, conv_descs(unit, n, layouts, bias),
                              ComputeContext::scratch_from_caller());
}

}  // namespace

memory::desc plain_weights_desc(const UnitSpec& unit) {
  const auto tag = unit.depthwise ? memory::format_tag::goihw : memory::format_tag::oihw;
  return {weight_dims(unit), memory::data_type::f32, tag};
}

memory::desc bias_desc(const UnitSpec& unit) {
  return {{unit.out_channels}, memory::data_type::f32, memory::format_tag::x};
}

ConvForward::ConvForward(ComputeContext& context, const UnitSpec& unit, int n, ConvLayouts layouts, ConvFusion fusion,
                         Purpose purpose, const ConvRows& rows)
    : context_(context),
      has_bias_(fusion.bias),
      desc_(onednn::conv_forward(
          context.engine(),
          purpose == Purpose::Inference ? dnnl::prop_kind::forward_inference : dnnl::prop_kind::forward_training,
          conv_descs(unit, n, layouts, fusion.bias, rows), fused(fusion))),
      primitive_(desc_) {
  context.reserve_scratch(desc_.scratchpad_desc());
}

void ConvForward::run(const memory& src, const memory& weights, const memory& bias, const memory& dst) {
  arguments_.insert_or_assign(DNNL_ARG_SRC, src);
  arguments_.insert_or_assign(DNNL_ARG_WEIGHTS, weights);
  if (has_bias_) arguments_.insert_or_assign(DNNL_ARG_BIAS, bias);
  arguments_.insert_or_assign(DNNL_ARG_DST, dst);
  context_.run(primitive_, arguments_, desc_.scratchpad_desc());
}

ConvBackward::ConvBackward(ComputeContext& context, const UnitSpec& unit, int n, ConvLayouts layouts, bool bias,
                           bool data)
    : context_(context),
      unit_(unit),
      n_(n),
      has_bias_(bias),
      is_narrow_(is_narrow(unit, layouts)),
      weights_desc_(onednn::conv_backward_weights(context.engine(), conv_descs(unit, n, layouts, bias),
                                                  forward_hint(context, unit, n, layouts, bias),
                                                  ComputeContext::scratch_from_caller())),
      weights_primitive_(weights_desc_) {
  context.reserve_scratch(weights_desc_.scratchpad_desc());
  if (!data) return;
  const ConvLayouts its = data_layouts(layouts);
  data_desc_ =
      onednn::conv_backward_data(context.engine(), conv_descs(unit, n, its, false),
                                 forward_hint(context, unit, n, its, false), ComputeContext::scratch_from_caller());
  data_primitive_ = dnnl::convolution_backward_data(*data_desc_);
  context.reserve_scratch(data_desc_->scratchpad_desc());
}

memory::desc ConvBackward::weight_gradient_desc() const {
  return is_narrow_ ? plain_weights_desc(unit_) : weights_desc_.diff_weights_desc();
}

void ConvBackward::pointwise_weights(const memory& src, const memory& dst_gradient, const memory& weight_gradient,
                                     const memory& bias_gradient) const {
  const auto floats = [](const memory& of) { return static_cast<float*>(of.get_data_handle()); };
  const auto px = static_cast<std::size_t>(unit_.out_px);
  const PointwiseShape shape{static_cast<std::size_t>(n_), static_cast<std::size_t>(unit_.in_channels),
                             static_cast<std::size_t>(unit_.out_channels), px * px,
                             static_cast<std::size_t>(ComputeContext::block_channels())};
  pointwise_weight_gradient(floats(src), floats(dst_gradient), shape, floats(weight_gradient),
                            has_bias_ ? floats(bias_gradient) : nullptr);
}

void ConvBackward::weights(const memory& src, const memory& dst_gradient, const memory& weight_gradient,
                           const memory& bias_gradient) {
  if (is_narrow_) {
    pointwise_weights(src, dst_gradient, weight_gradient, bias_gradient);
    return;
  }
  weights_arguments_.insert_or_assign(DNNL_ARG_SRC, src);
  weights_arguments_.insert_or_assign(DNNL_ARG_DIFF_DST, dst_gradient);
  weights_arguments_.insert_or_assign(DNNL_ARG_DIFF_WEIGHTS, weight_gradient);
  if (has_bias_) weights_arguments_.insert_or_assign(DNNL_ARG_DIFF_BIAS, bias_gradient);
  context_.run(weights_primitive_, weights_arguments_, weights_desc_.scratchpad_desc());
}

void ConvBackward::data(const memory& dst_gradient, const memory& weights, const memory& src_gradient) {
  data_arguments_.insert_or_assign(DNNL_ARG_DIFF_DST, dst_gradient);
  data_arguments_.insert_or_assign(DNNL_ARG_WEIGHTS, weights);
  data_arguments_.insert_or_assign(DNNL_ARG_DIFF_SRC, src_gradient);
  context_.run(data_primitive_, data_arguments_, data_desc_->scratchpad_desc());
}

}  // namespace ml
