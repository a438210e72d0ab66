#include "ml/layers/weight_gradient.h"

#include "ml/layers/activation_store.h"
#include "ml/layers/elementwise.h"

namespace ml {

namespace {

void ensure(dnnl::memory& memory, const dnnl::memory::desc& desc, const dnnl::engine& engine) {
  if (!memory || memory.get_desc() != desc) memory = dnnl::memory(desc, engine);
}

}  // namespace

WeightGradient::WeightGradient(ComputeContext& context, const ConvUnitSpec& unit)
    : context_(context),
      plain_desc_(plain_weights_desc(unit)),
      bias_sum_(bias_desc(unit), context.engine()),
      bias_part_(bias_desc(unit), context.engine()),
      weights_(element_count(unit.weight_shape())) {}

const dnnl::memory& WeightGradient::target(const dnnl::memory::desc& desc) {
  dnnl::memory& memory = parts_ == 0 ? sum_ : part_;
  ensure(memory, desc, context_.engine());
  return memory;
}

void WeightGradient::add() {
  if (parts_++ == 0) return;
  add_into(floats_of(bias_sum_), floats_of(bias_part_), float_count(bias_sum_));
  dnnl::memory* part = &part_;
  if (part_.get_desc() != sum_.get_desc()) {
    ensure(converted_, sum_.get_desc(), context_.engine());
    context_.reorder(part_, converted_);
    part = &converted_;
  }
  add_into(floats_of(sum_), floats_of(*part), float_count(sum_));
}

std::span<const float> WeightGradient::plain() {
  if (sum_.get_desc() == plain_desc_) return {floats_of(sum_), weights_};
  ensure(plain_, plain_desc_, context_.engine());
  context_.reorder(sum_, plain_);
  return {floats_of(plain_), weights_};
}

std::span<const float> WeightGradient::bias() const { return {floats_of(bias_sum_), float_count(bias_sum_)}; }

}  // namespace ml
