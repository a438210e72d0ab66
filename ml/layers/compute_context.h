// What every oneDNN primitive of one network shares: engine, stream and scratch memory.
//
// Use: `context.run(primitive, arguments, desc.scratchpad_desc());`
// Threads: one thread at a time; the owner decides.
#pragma once

#include <unordered_map>

#include <oneapi/dnnl/dnnl.hpp>

#include "ml/runtime/precision.h"
#include "ml/tensor/aligned_buffer.h"

namespace ml {

using MemoryArguments = std::unordered_map<int, dnnl::memory>;

inline dnnl::memory::data_type data_type(Precision precision) {
  return precision == Precision::Bfloat16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

// Channels in groups (nChw16c, nChw8c), channels last, or planes: how activations may lie in memory.
enum class ActivationLayout { Blocked, ChannelsLast, Planes };

class ComputeContext {
 public:
  ComputeContext();

  const dnnl::engine& engine() const { return engine_; }
  dnnl::stream& stream() { return stream_; }

  // Attributes with which every primitive must be made, so that it takes its scratch memory from here.
  static dnnl::primitive_attr scratch_from_caller();
  // Makes room for a primitive; called once when it is made.
  void reserve_scratch(const dnnl::memory::desc& scratch);
  // Runs it and waits.
  void run(const dnnl::primitive& primitive, MemoryArguments& arguments, const dnnl::memory::desc& scratch);
  // Copies between layouts.
  void reorder(dnnl::memory from, dnnl::memory to);

  // (n,C,H,W) activations in a layout.
  static dnnl::memory::desc activation(ActivationLayout layout, int n, int channels, int side_px,
                                       Precision precision = Precision::Float32);
  // Some rows of a map, channels last.
  static dnnl::memory::desc rows(int n, int channels, int rows, int width_px, Precision precision);
  // Channels per group of Blocked on this processor.
  static int block_channels();

 private:
  dnnl::engine engine_;
  dnnl::stream stream_;
  AlignedBuffer scratch_;
};

}  // namespace ml
