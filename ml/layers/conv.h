// One convolution for one batch size, forward and backward, over memory that stays where it is.
//
// The descriptors are chosen once: activations in the layout asked for, weights in whatever layout oneDNN
// likes best for them (`weights_desc`), so the caller packs weights into it when they change.
// Use: `ConvForward conv(context, unit, n, layouts, fusion, ConvForward::Purpose::Training);`
//      `conv.run(src, weights, bias, dst);`
// Threads: one thread at a time (the context's rule).
#pragma once

#include <optional>
#include <string>

#include "ml/arch/backbone.h"
#include "ml/layers/compute_context.h"
#include "ml/runtime/onednn_compat.h"

namespace ml {

struct ConvLayouts {
  ActivationLayout src = ActivationLayout::ChannelsLast;
  ActivationLayout dst = ActivationLayout::ChannelsLast;
  Precision precision = Precision::Float32;  // of activations and weights; biases and sums are float32
};

// What happens to the result before it is stored.
struct ConvFusion {
  bool bias = false;
  bool relu6 = false;
  bool adds_to_dst = false;  // dst holds the residual beforehand
};

// Some rows of a map, as if they were a map of their own, channels last. `in` 0: the whole map.
struct ConvRows {
  int in = 0, out = 0;
  int pad_top = 0, pad_bottom = 0;
};

// (O,I,K,K), or (G,1,1,K,K) for depthwise, as the weights of a model file lie.
dnnl::memory::desc plain_weights_desc(const UnitSpec& unit);
dnnl::memory::desc bias_desc(const UnitSpec& unit);

class ConvForward {
 public:
  enum class Purpose { Inference, Training };

  ConvForward(ComputeContext& context, const UnitSpec& unit, int n, ConvLayouts layouts, ConvFusion fusion,
              Purpose purpose, const ConvRows& rows = {});

  dnnl::memory::desc src_desc() const { return desc_.src_desc(); }
  dnnl::memory::desc dst_desc() const { return desc_.dst_desc(); }
  dnnl::memory::desc weights_desc() const { return desc_.weights_desc(); }

  // bias is ignored when the fusion has none.
  void run(const dnnl::memory& src, const dnnl::memory& weights, const dnnl::memory& bias, const dnnl::memory& dst);

 private:
  ComputeContext& context_;
  bool has_bias_;
  dnnl::convolution_forward::primitive_desc desc_;
  dnnl::convolution_forward primitive_;
  MemoryArguments arguments_;
};

class ConvBackward {
 public:
  // Without `data` there is no gradient with respect to src, as for the first unit of a chain.
  ConvBackward(ComputeContext& context, const UnitSpec& unit, int n, ConvLayouts layouts, bool bias, bool data);

  dnnl::memory::desc weights_desc() const { return data_desc_->weights_desc(); }  // of data()
  dnnl::memory::desc weight_gradient_desc() const;
  // As src lies, but in groups of channels where src lies in planes.
  dnnl::memory::desc src_gradient_desc() const { return data_desc_->diff_src_desc(); }
  std::string data_kernel() const { return data_desc_->impl_info_str(); }  // oneDNN's name for it

  void weights(const dnnl::memory& src, const dnnl::memory& dst_gradient, const dnnl::memory& weight_gradient,
               const dnnl::memory& bias_gradient);
  void data(const dnnl::memory& dst_gradient, const dnnl::memory& weights, const dnnl::memory& src_gradient);

 private:
  void pointwise_weights(const dnnl::memory& src, const dnnl::memory& dst_gradient, const dnnl::memory& weight_gradient,
                         const dnnl::memory& bias_gradient) const;

  ComputeContext& context_;
  UnitSpec unit_;
  int n_;
  bool has_bias_;
  bool is_narrow_;  // the weight gradient is computed by pointwise_gradient.h
  dnnl::convolution_backward_weights::primitive_desc weights_desc_;
  dnnl::convolution_backward_weights weights_primitive_;
  std::optional<dnnl::convolution_backward_data::primitive_desc> data_desc_;
  dnnl::convolution_backward_data data_primitive_;
  MemoryArguments weights_arguments_;
  MemoryArguments data_arguments_;
};

}  // namespace ml
