#include "ml/network/stored_chain.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "ml/layers/elementwise.h"

namespace ml {

namespace {

std::size_t free_place(std::initializer_list<std::size_t> taken) {
  std::size_t place = 0;
  while (std::find(taken.begin(), taken.end(), place) != taken.end()) ++place;
  return place;
}

}  // namespace

StoredChain::StoredChain(std::vector<ConvUnitSpec> units, std::vector<TrainTensors> tensors,
                         std::size_t first_trainable, std::size_t part_size, bool recomputes)
    : specs_(std::move(units)),
      first_trainable_(first_trainable),
      part_size_(part_size),
      recomputes_(recomputes),
      inputs_(context_) {
  units_.reserve(specs_.size());
  for (std::size_t i = 0; i < specs_.size(); ++i)
    units_.emplace_back(context_, specs_[i], tensors[i], i > first_trainable_);
}

void StoredChain::weights_changed() {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].weights_changed();
}

void StoredChain::forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                          std::span<float> pooled) {
  const auto pooled_length = static_cast<std::size_t>(specs_.back().out_channels);
  given_inputs_ = inputs.data();
  given_layout_ = layout;
  parts_.clear();
  for (std::size_t done = 0; done < n;) {
    const std::size_t count = std::min(part_size_, n - done);
    parts_.push_back({done, static_cast<int>(count)});
    const dnnl::memory& map = forward_part(parts_.size() - 1);
    pool_blocked(floats_of(map), count, places_of(specs_.back().out_px), pooled_length,
                 static_cast<std::size_t>(ComputeContext::block_channels()), pooled.data() + done * pooled_length);
    done += count;
  }
}

const dnnl::memory& StoredChain::forward_part(std::size_t part) {
  const ConvUnitSpec& first = specs_.front();
  const int n = parts_[part].n;
  const std::size_t input_length = static_cast<std::size_t>(first.in_channels) * places_of(first.in_px);
  const dnnl::memory given(ComputeContext::activation(given_layout_, n, first.in_channels, first.in_px),
                           context_.engine(), const_cast<float*>(given_inputs_ + parts_[part].first * input_length));
  const dnnl::memory* x = &inputs_.get(store_of(part), input_desc(first, n));
  context_.reorder(given, *x);
  const dnnl::memory* block_input = x;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (specs_[i].begins_block) block_input = x;
    x = &units_[i].forward(store_of(part), n, *x, specs_[i].adds_block_input ? block_input : nullptr);
  }
  return *x;
}

void StoredChain::backward(std::span<const float> pooled_gradient) {
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].begin_backward();
  const auto pooled_length = static_cast<std::size_t>(specs_.back().out_channels);
  for (std::size_t part = parts_.size(); part-- > 0;) {  // the last one's activations are there still
    if (recomputes_ && part + 1 < parts_.size()) forward_part(part);
    backward_part(part, pooled_gradient.data() + parts_[part].first * pooled_length);
  }
  for (std::size_t i = first_trainable_; i < units_.size(); ++i) units_[i].end_backward();
}

StoredChain::Gradient StoredChain::gradient_in(std::size_t place, const dnnl::memory::desc& desc) {
  if (places_[place].bytes() < desc.get_size()) places_[place] = AlignedBuffer(desc.get_size());
  return {place, dnnl::memory(desc, context_.engine(), places_[place].data())};
}

StoredChain::Gradient StoredChain::last_gradient(std::size_t part, const float* pooled_gradient) {
  const ConvUnitSpec& last = specs_.back();
  const Gradient gradient = gradient_in(0, output_desc(last, parts_[part].n));
  unpool_blocked(pooled_gradient, static_cast<std::size_t>(parts_[part].n), places_of(last.out_px),
                 static_cast<std::size_t>(last.out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), floats_of(gradient.memory));
  return gradient;
}

void StoredChain::backward_part(std::size_t part, const float* pooled_gradient) {
  const int n = parts_[part].n;
  Gradient gradient = last_gradient(part, pooled_gradient);
  std::optional<Gradient> waiting;  // for the block's begin, where the residual joins
  for (std::size_t i = units_.size(); i-- > first_trainable_;) {
    const ConvUnitSpec& spec = specs_[i];
    if (spec.adds_block_input) waiting = gradient;
    if (i == first_trainable_) {
      units_[i].backward(store_of(part), gradient.memory, nullptr);
      return;
    }
    const std::size_t kept = waiting ? waiting->place : gradient.place;
    const Gradient next = gradient_in(free_place({gradient.place, kept}), output_desc(specs_[i - 1], n));
    units_[i].backward(store_of(part), gradient.memory, &next.memory);
    if (spec.begins_block && waiting) {
      add_into(floats_of(next.memory), floats_of(waiting->memory), float_count(next.memory));
      waiting.reset();
    }
    gradient = next;
  }
}

}  // namespace ml
