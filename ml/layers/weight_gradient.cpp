#include "ml/layers/weight_gradient.h"

#include "ml/kernels/elementwise.h"
#include "ml/layers/activation_store.h"

namespace ml {

namespace {

void ensure(dnnl::memory& memory, const dnnl::memory::desc& desc, const dnnl::engine& engine) {
  if (!memory || memory.get_desc() != desc) memory = dnnl::memory(desc, engine);
}

}  // namespace

WeightGradient::WeightGradient(ComputeContext& context, const UnitSpec& unit)
    : context_(context),
      plain_desc_(plain_weights_desc(unit)),
      bias_sum_(bias_desc(unit), context.engine()),
      bias_addend_(bias_desc(unit), context.engine()),
      weights_(element_count(unit.weight_shape())) {}

const dnnl::memory& WeightGradient::target(const dnnl::memory::desc& desc) {
  dnnl::memory& memory = micro_batches_ == 0 ? sum_ : addend_;
  ensure(memory, desc, context_.engine());
  return memory;
}

void WeightGradient::add() {
  if (micro_batches_++ == 0) return;
  add_into(floats_of(bias_sum_), floats_of(bias_addend_), float_count(bias_sum_));
  dnnl::memory* addend = &addend_;
  if (addend_.get_desc() != sum_.get_desc()) {
    ensure(converted_, sum_.get_desc(), context_.engine());
    context_.reorder(addend_, converted_);
    addend = &converted_;
  }
  add_into(floats_of(sum_), floats_of(*addend), float_count(sum_));
}

std::span<const float> WeightGradient::plain() {
  if (sum_.get_desc() == plain_desc_) return {floats_of(sum_), weights_};
  ensure(plain_, plain_desc_, context_.engine());
  context_.reorder(sum_, plain_);
  return {floats_of(plain_), weights_};
}

std::span<const float> WeightGradient::bias() const { return {floats_of(bias_sum_), float_count(bias_sum_)}; }

}  // namespace ml
