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
      first_trainable_(first_trainable),
      micro_batch_size_(micro_batch_size),
      recomputes_(recomputes),
      inputs_(context_) {
  units_.reserve(specs_.size());
  for (std::size_t i = 0; i < specs_.size(); ++i)
    units_.emplace_back(context_, specs_[i], tensors[i], i > first_trainable_);
}

void FrozenNormBackbone::weights_changed() {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].weights_changed();
}

void FrozenNormBackbone::forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                                 std::span<float> pooled) {
  const auto pooled_length = static_cast<std::size_t>(specs_.back().out_channels);
  given_inputs_ = inputs.data();
  given_layout_ = layout;
  micro_batches_.clear();
  for (std::size_t done = 0; done < n;) {
    const std::size_t count = std::min(micro_batch_size_, n - done);
    micro_batches_.push_back({done, static_cast<int>(count)});
    const dnnl::memory& map = forward_micro_batch(micro_batches_.size() - 1);
    pool_blocked(floats_of(map), count, places_of(specs_.back().out_px), pooled_length,
                 static_cast<std::size_t>(ComputeContext::block_channels()), pooled.data() + done * pooled_length);
    done += count;
  }
}

const dnnl::memory& FrozenNormBackbone::forward_micro_batch(std::size_t micro_batch) {
  const UnitSpec& first = specs_.front();
  const int n = micro_batches_[micro_batch].n;
  const std::size_t input_length = static_cast<std::size_t>(first.in_channels) * places_of(first.in_px);
  const dnnl::memory given(ComputeContext::activation(given_layout_, n, first.in_channels, first.in_px),
                           context_.engine(),
                           const_cast<float*>(given_inputs_ + micro_batches_[micro_batch].first * input_length));
  const dnnl::memory* x = &inputs_.get(store_of(micro_batch), input_desc(first, n));
  context_.reorder(given, *x);
  const dnnl::memory* block_input = x;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (specs_[i].begins_block) block_input = x;
    x = &units_[i].forward(store_of(micro_batch), n, *x, specs_[i].adds_block_input ? block_input : nullptr);
  }
  return *x;
}

void FrozenNormBackbone::backward(std::span<const float> pooled_gradient) {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].begin_backward();
  const auto pooled_length = static_cast<std::size_t>(specs_.back().out_channels);
  for (std::size_t micro_batch = micro_batches_.size();
       micro_batch-- > 0;) {  // the last one's activations are there still
    if (recomputes_ && micro_batch + 1 < micro_batches_.size()) forward_micro_batch(micro_batch);
    backward_micro_batch(micro_batch, pooled_gradient.data() + micro_batches_[micro_batch].first * pooled_length);
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
  unpool_blocked(pooled_gradient, static_cast<std::size_t>(micro_batches_[micro_batch].n), places_of(last.out_px),
                 static_cast<std::size_t>(last.out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), floats_of(gradient.memory));
  return gradient;
}

void FrozenNormBackbone::backward_micro_batch(std::size_t micro_batch, const float* pooled_gradient) {
  const int n = micro_batches_[micro_batch].n;
  Gradient gradient = last_gradient(micro_batch, pooled_gradient);
  std::optional<Gradient> waiting;  // for the block's begin, where the residual joins
  for (std::size_t i = units_.size(); i-- > first_trainable_;) {
    const UnitSpec& spec = specs_[i];
    if (spec.adds_block_input) waiting = gradient;
    if (i == first_trainable_) {
      units_[i].backward(store_of(micro_batch), gradient.memory, nullptr);
      return;
    }
    const std::size_t kept = waiting ? waiting->place : gradient.place;
    const Gradient next = gradient_in(free_place({gradient.place, kept}), output_desc(specs_[i - 1], n));
    units_[i].backward(store_of(micro_batch), gradient.memory, &next.memory);
    if (spec.begins_block && waiting) {
      add_into(floats_of(next.memory), floats_of(waiting->memory), float_count(next.memory));
      waiting.reset();
    }
    gradient = next;
  }
}

}  // namespace ml
