#include "ml/network/frozen_norm_backbone.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "ml/kernels/elementwise.h"

namespace ml {

namespace {

std::size_t free_place(std::initializer_list<std::size_t> taken) {
  std::size_t place = 0;
  while (std::find(taken.begin(), taken.end(), place) != taken.end()) ++place;
  return place;
}

}  // namespace

FrozenNormBackbone::FrozenNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors,
                                       std::size_t first_trainable, std::size_t micro_batch_size, bool recomputes)
    : specs_(std::move(units)),
      parts_(pooled_parts(specs_)),
      row_(pooled_length(specs_)),
      first_trainable_(first_trainable),
      micro_batch_size_(micro_batch_size),
      recomputes_(recomputes),
      inputs_(context_) {
  make_units(tensors, false);
}

FrozenNormBackbone::FrozenNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors,
                                       std::size_t micro_batch_size)
    : specs_(std::move(units)),
      parts_(pooled_parts(specs_)),
      row_(pooled_length(specs_)),
      first_trainable_(specs_.size()),
      micro_batch_size_(micro_batch_size),
      recomputes_(true),
      inputs_(context_) {
  make_units(tensors, true);
}

void FrozenNormBackbone::make_units(const std::vector<UnitParameters>& tensors, bool to_inputs) {
  units_.reserve(specs_.size());
  for (std::size_t i = 0; i < specs_.size(); ++i)
    units_.emplace_back(context_, specs_[i], tensors[i], to_inputs || i > first_trainable_);
}

void FrozenNormBackbone::weights_changed() {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].weights_changed();
}

void FrozenNormBackbone::forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                                 std::span<float> pooled) {
  given_inputs_ = inputs.data();
  given_pooled_ = pooled.data();
  given_layout_ = layout;
  divide(n);
  for (std::size_t i = 0; i < micro_batches_.size(); ++i) {
    float* rows = pooled.data() + micro_batches_[i].first * row_;
    const dnnl::memory& map = forward_micro_batch(i, rows);
    pool_blocked(floats_of(map), static_cast<std::size_t>(micro_batches_[i].n), places_of(specs_.back().out_px),
                 static_cast<std::size_t>(specs_.back().out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), rows, row_);
  }
}

void FrozenNormBackbone::divide(std::size_t n) {
  micro_batches_.clear();
  for (std::size_t done = 0; done < n; done += micro_batch_size_)
    micro_batches_.push_back({done, static_cast<int>(std::min(micro_batch_size_, n - done))});
  first_kept_ = recomputes_ ? micro_batches_.size() / 2 : 0;
}

// A micro-batch's part of an array as large as the inputs, which oneDNN does not write to unless it is told to.
dnnl::memory FrozenNormBackbone::given_part(std::size_t micro_batch, const float* values) const {
  const UnitSpec& first = specs_.front();
  const std::size_t input_length = static_cast<std::size_t>(first.in_channels) * places_of(first.in_px);
  const MicroBatch& part = micro_batches_[micro_batch];
  return {ComputeContext::activation(given_layout_, part.n, first.in_channels, first.in_px), context_.engine(),
          const_cast<float*>(values + part.first * input_length)};
}

SpreadLayout FrozenNormBackbone::spread_of(const PooledPart& part, std::size_t n) const {
  return {n, part.places, part.channels, static_cast<std::size_t>(ComputeContext::block_channels()), row_};
}

const dnnl::memory& FrozenNormBackbone::forward_micro_batch(std::size_t micro_batch, float* pooled) {
  const int n = micro_batches_[micro_batch].n;
  const dnnl::memory* x = &inputs_.get(store_of(micro_batch), input_desc(specs_.front(), n));
  context_.reorder(given_part(micro_batch, given_inputs_), *x);
  const dnnl::memory* block_input = x;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (specs_[i].begins_block) block_input = x;
    x = &units_[i].forward(store_of(micro_batch), n, *x, specs_[i].adds_block_input ? block_input : nullptr);
    for (const PooledPart& part : parts_)
      if (part.unit == i && pooled != nullptr)
        spread(floats_of(*x), spread_of(part, static_cast<std::size_t>(n)), pooled + part.offset);
  }
  return *x;
}

void FrozenNormBackbone::backward(std::span<const float> pooled_gradient) {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].begin_backward();
  for (std::size_t micro_batch = micro_batches_.size(); micro_batch-- > 0;) {
    if (micro_batch < first_kept_) forward_micro_batch(micro_batch, nullptr);
    backward_micro_batch(micro_batch, pooled_gradient.data() + micro_batches_[micro_batch].first * row_);
  }
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].end_backward();
}

FrozenNormBackbone::Gradient FrozenNormBackbone::gradient_in(std::size_t place, const dnnl::memory::desc& desc) {
  if (places_[place].bytes() < desc.get_size()) places_[place] = AlignedBuffer(desc.get_size());
  return {place, dnnl::memory(desc, context_.engine(), places_[place].data())};
}

FrozenNormBackbone::Gradient FrozenNormBackbone::last_gradient(std::size_t micro_batch, const float* pooled_gradient) {
  const UnitSpec& last = specs_.back();
  const Gradient gradient = gradient_in(0, output_desc(last, micro_batches_[micro_batch].n));
  unpool_blocked(pooled_gradient, row_, static_cast<std::size_t>(micro_batches_[micro_batch].n), places_of(last.out_px),
                 static_cast<std::size_t>(last.out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), floats_of(gradient.memory));
  return gradient;
}

void FrozenNormBackbone::add_pooled_gradient(std::size_t unit, std::size_t micro_batch, const float* pooled_gradient,
                                             const dnnl::memory& gradient) {
  const MicroBatch& its = micro_batches_[micro_batch];
  for (const PooledPart& part : parts_)
    if (part.unit == unit)
      add_spread_gradient(
          floats_of(units_[unit].output(store_of(micro_batch))), spread_of(part, static_cast<std::size_t>(its.n)),
          given_pooled_ + its.first * row_ + part.offset, pooled_gradient + part.offset, floats_of(gradient));
}

template <typename StepBack>
FrozenNormBackbone::Gradient FrozenNormBackbone::walk_back(std::size_t micro_batch, const float* pooled_gradient,
                                                           bool to_inputs, const StepBack& step_back) {
  const int n = micro_batches_[micro_batch].n;
  Gradient gradient = last_gradient(micro_batch, pooled_gradient);
  std::optional<Gradient> waiting;  // for the block's begin, where the residual joins
  const std::size_t until = to_inputs ? 0 : first_trainable_;
  for (std::size_t i = units_.size(); i-- > until;) {
    const UnitSpec& spec = specs_[i];
    add_pooled_gradient(i, micro_batch, pooled_gradient, gradient.memory);
    if (spec.adds_block_input) waiting = gradient;
    if (i == until && !to_inputs) {
      step_back(units_[i], gradient.memory, nullptr);
      return gradient;
    }
    const std::size_t kept = waiting ? waiting->place : gradient.place;
    const Gradient next = gradient_in(free_place({gradient.place, kept}),
                                      i == 0 ? units_[i].src_gradient_desc(n) : output_desc(specs_[i - 1], n));
    step_back(units_[i], gradient.memory, &next.memory);
    if (spec.begins_block && waiting) {
      add_into(floats_of(next.memory), floats_of(waiting->memory), float_count(next.memory));
      waiting.reset();
    }
    gradient = next;
  }
  return gradient;
}

void FrozenNormBackbone::backward_micro_batch(std::size_t micro_batch, const float* pooled_gradient) {
  walk_back(micro_batch, pooled_gradient, false,
            [&](FrozenNormUnit& unit, const dnnl::memory& dst, const dnnl::memory* src) {
              unit.backward(store_of(micro_batch), dst, src);
            });
}

void FrozenNormBackbone::input_gradient(std::span<const float> pooled_gradient, std::span<float> gradient) {
  for (std::size_t micro_batch = micro_batches_.size(); micro_batch-- > 0;) {
    if (micro_batch < first_kept_) forward_micro_batch(micro_batch, nullptr);
    const Gradient found = walk_back(micro_batch, pooled_gradient.data() + micro_batches_[micro_batch].first * row_,
                                     true, [&](FrozenNormUnit& unit, const dnnl::memory& dst, const dnnl::memory* src) {
                                       unit.backward_to_source(store_of(micro_batch), dst, *src);
                                     });
    const dnnl::memory asked = given_part(micro_batch, gradient.data());
    context_.reorder(found.memory, asked);
  }
}

}  // namespace ml
