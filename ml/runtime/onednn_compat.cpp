#include "ml/runtime/onednn_compat.h"

namespace ml::onednn {

namespace {

using dnnl::algorithm;
using dnnl::memory;

}  // namespace

#if DNNL_VERSION_MAJOR >= 3

dnnl::convolution_forward::primitive_desc conv_forward(const dnnl::engine& engine, dnnl::prop_kind kind,
                                                       const ConvDescs& d, const dnnl::primitive_attr& attr) {
  return {engine,           kind, algorithm::convolution_direct, d.src, d.weights, d.bias, d.dst, d.strides, d.padding,
          d.padding_behind, attr};
}

dnnl::convolution_backward_data::primitive_desc conv_backward_data(
    const dnnl::engine& engine, const ConvDescs& d, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr) {
  return {engine, algorithm::convolution_direct, d.src, d.weights, d.dst, d.strides, d.padding, d.padding, hint, attr};
}

dnnl::convolution_backward_weights::primitive_desc conv_backward_weights(
    const dnnl::engine& engine, const ConvDescs& d, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr) {
  return {engine, algorithm::convolution_direct, d.src, d.weights, d.bias, d.dst, d.strides, d.padding, d.padding, hint,
          attr};
}

void append_clip(dnnl::post_ops& post_ops, float low, float high) {
  post_ops.append_eltwise(algorithm::eltwise_clip, low, high);
}

#else

dnnl::convolution_forward::primitive_desc conv_forward(const dnnl::engine& engine, dnnl::prop_kind kind,
                                                       const ConvDescs& d, const dnnl::primitive_attr& attr) {
  const dnnl::convolution_forward::desc desc(kind, algorithm::convolution_direct, d.src, d.weights, d.bias, d.dst,
                                             d.strides, d.padding, d.padding_behind);
  return {desc, attr, engine};
}

dnnl::convolution_backward_data::primitive_desc conv_backward_data(
    const dnnl::engine& engine, const ConvDescs& d, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr) {
  const dnnl::convolution_backward_data::desc desc(algorithm::convolution_direct, d.src, d.weights, d.dst, d.strides,
                                                   d.padding, d.padding);
  return {desc, attr, engine, hint};
}

dnnl::convolution_backward_weights::primitive_desc conv_backward_weights(
    const dnnl::engine& engine, const ConvDescs& d, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr) {
  const dnnl::convolution_backward_weights::desc desc(algorithm::convolution_direct, d.src, d.weights, d.bias, d.dst,
                                                      d.strides, d.padding, d.padding);
  return {desc, attr, engine, hint};
}

void append_clip(dnnl::post_ops& post_ops, float low, float high) {
  post_ops.append_eltwise(1.F, algorithm::eltwise_clip, low, high);
}

#endif

std::string isa_name(dnnl::cpu_isa isa) {
  switch (isa) {
    case dnnl::cpu_isa::sse41: return "sse41";
    case dnnl::cpu_isa::avx: return "avx";
    case dnnl::cpu_isa::avx2: return "avx2";
    case dnnl::cpu_isa::avx2_vnni: return "avx2_vnni";
    case dnnl::cpu_isa::avx512_core: return "avx512_core";
    case dnnl::cpu_isa::avx512_core_vnni: return "avx512_core_vnni";
    case dnnl::cpu_isa::avx512_core_bf16: return "avx512_core_bf16";
    case dnnl::cpu_isa::avx512_core_amx: return "avx512_core_amx";
#if DNNL_VERSION_MAJOR >= 3
    case dnnl::cpu_isa::avx512_core_fp16: return "avx512_core_fp16";
#endif
    default: return "isa " + std::to_string(static_cast<int>(isa));
  }
}

bool isa_has_avx512(dnnl::cpu_isa isa) {
  const auto bits = static_cast<unsigned>(isa);
  const auto wanted = static_cast<unsigned>(dnnl::cpu_isa::avx512_core);
  return (bits & wanted) == wanted;
}

bool isa_has_bf16(dnnl::cpu_isa isa) {
  const auto bits = static_cast<unsigned>(isa);
  const auto wanted = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
  return (bits & wanted) == wanted;
}

}  // namespace ml::onednn
