#include "ml/layers/compute_context.h"

#include "ml/runtime/onednn_compat.h"

namespace ml {

ComputeContext::ComputeContext() : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {}

dnnl::primitive_attr ComputeContext::scratch_from_caller() {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attr;
}

void ComputeContext::reserve_scratch(const dnnl::memory::desc& scratch) {
  if (scratch.get_size() > scratch_.bytes()) scratch_ = AlignedBuffer(scratch.get_size());
}

void ComputeContext::run(const dnnl::primitive& primitive, MemoryArguments& arguments,
                         const dnnl::memory::desc& scratch) {
  if (scratch.get_size() > 0)
    arguments.insert_or_assign(DNNL_ARG_SCRATCHPAD, dnnl::memory(scratch, engine_, scratch_.data()));
  primitive.execute(stream_, arguments);
  stream_.wait();
}

void ComputeContext::reorder(dnnl::memory from, dnnl::memory to) {
  dnnl::reorder(from, to).execute(stream_, from, to);
  stream_.wait();
}

dnnl::memory::desc ComputeContext::activation(ActivationLayout layout, int n, int channels, int side_px,
                                              Precision precision) {
  using Tag = dnnl::memory::format_tag;
  const Tag blocked = block_channels() == 16 ? Tag::nChw16c : Tag::nChw8c;
  const Tag tag = layout == ActivationLayout::Blocked        ? blocked
                  : layout == ActivationLayout::ChannelsLast ? Tag::nhwc
                                                             : Tag::nchw;
  return {{n, channels, side_px, side_px}, data_type(precision), tag};
}

dnnl::memory::desc ComputeContext::rows(int n, int channels, int rows, int width_px, Precision precision) {
  return {{n, channels, rows, width_px}, data_type(precision), dnnl::memory::format_tag::nhwc};
}

int ComputeContext::block_channels() { return onednn::isa_has_avx512(dnnl::get_effective_cpu_isa()) ? 16 : 8; }

}  // namespace ml
