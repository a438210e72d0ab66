// Every difference between oneDNN 2.6 and 3.x that this program meets, and nothing else: how primitive
// descriptors are made, how a clip is appended, which instruction sets have names.
//
// Threads: any thread; pure functions.
#pragma once

#include <string>

#include <oneapi/dnnl/dnnl.hpp>

namespace ml::onednn {

// Memory descriptors of one convolution; `bias` may be empty (a default-made desc).
struct ConvDescs {
  dnnl::memory::desc src;
  dnnl::memory::desc weights;
  dnnl::memory::desc bias;
  dnnl::memory::desc dst;
  dnnl::memory::dims strides;
  dnnl::memory::dims padding;         // before
  dnnl::memory::dims padding_behind;  // of forward ones; backward, as before
};

dnnl::convolution_forward::primitive_desc conv_forward(const dnnl::engine& engine, dnnl::prop_kind kind,
                                                       const ConvDescs& descs, const dnnl::primitive_attr& attr);

// src and dst stand for their gradients; the hint is a forward training descriptor of the same shape.
dnnl::convolution_backward_data::primitive_desc conv_backward_data(
    const dnnl::engine& engine, const ConvDescs& descs, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr);

// weights, bias and dst stand for their gradients.
dnnl::convolution_backward_weights::primitive_desc conv_backward_weights(
    const dnnl::engine& engine, const ConvDescs& descs, const dnnl::convolution_forward::primitive_desc& hint,
    const dnnl::primitive_attr& attr);

// Limits the result so far to low .. high.
void append_clip(dnnl::post_ops& post_ops, float low, float high);

std::string isa_name(dnnl::cpu_isa isa);
bool isa_has_bf16(dnnl::cpu_isa isa);
bool isa_has_avx512(dnnl::cpu_isa isa);

}  // namespace ml::onednn
