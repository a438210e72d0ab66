#include "ml/network/inference_pass.h"

#include <algorithm>

#include "ml/runtime/thread_count.h"

namespace ml {
namespace {

constexpr int kInputSlot = 0;

}  // namespace

InferencePass::InferencePass(std::span<const UnitSpec> units, Precision precision)
    : units_(units), precision_(precision), threads_(ThreadCount::current()) {
  plan_steps();
  size_slots();
  make_convolutions();
}

// A unit with a residual adds into its block's input; every other step writes to a slot that neither its input nor its
// block's input occupies. One in bands reads its block's input to the end.
void InferencePass::plan_steps() {
  int source = kInputSlot, block_input = kInputSlot;
  for (std::size_t i = 0; i < units_.size(); i += steps_.back().units) {
    Step step{.first = i};
    if (precision_ == Precision::Float32 && BandedBlock::pays(units_.subspan(i))) {
      step.units = BandedBlock::kUnits;
      step.bands = std::make_unique<BandedBlock>(units_.subspan(i), band_memory_);
    }
    if (units_[i].begins_block) block_input = source;
    while (step.slot == source || step.slot == block_input) ++step.slot;
    if (!step.bands && units_[i].adds_block_input) step.slot = block_input;
    source = step.slot;
    steps_.push_back(std::move(step));
  }
}

void InferencePass::size_slots() {
  const auto activation_bytes = [&](int channels, int side_px) {
    return ComputeContext::activation(ActivationLayout::ChannelsLast, 1, channels, side_px, precision_).get_size();
  };
  std::array<std::size_t, kSlots> bytes{};
  bytes[kInputSlot] = activation_bytes(units_.front().in_channels, units_.front().in_px);
  for (const Step& step : steps_) {
    const UnitSpec& unit = units_[step.last()];
    std::size_t& slot = bytes[static_cast<std::size_t>(step.slot)];
    slot = std::max(slot, activation_bytes(unit.out_channels, unit.out_px));
  }
  for (std::size_t i = 0; i < kSlots; ++i) slots_[i] = AlignedBuffer(bytes[i]);
}

dnnl::memory InferencePass::memory_in(int slot, int channels, int side_px) {
  return {ComputeContext::activation(ActivationLayout::ChannelsLast, 1, channels, side_px, precision_),
          context_.engine(), slots_[static_cast<std::size_t>(slot)].data()};
}

void InferencePass::make_convolutions() {
  input_ = memory_in(kInputSlot, units_.front().in_channels, units_.front().in_px);
  for (Step& step : steps_) {
    const UnitSpec& unit = units_[step.last()];
    step.result = memory_in(step.slot, unit.out_channels, unit.out_px);
    if (step.bands) continue;
    const ConvFusion fusion{.bias = true, .relu6 = unit.relu6, .adds_to_dst = unit.adds_block_input};
    step.conv = std::make_unique<ConvForward>(context_, unit, 1, ConvLayouts{.precision = precision_}, fusion,
                                              ConvForward::Purpose::Inference);
  }
}

void InferencePass::take_weights(std::span<PackedWeights> weights) {
  for (Step& step : steps_) {
    if (step.bands) {
      step.bands->take_weights(weights.subspan(step.first, step.units));
      continue;
    }
    step.weights = weights[step.first].weight_as(step.conv->weights_desc());
    step.bias = weights[step.first].bias_memory();
  }
}

void InferencePass::run_step(std::size_t at) {
  Step& step = steps_[at];
  const dnnl::memory& source = at == 0 ? input_ : steps_[at - 1].result;
  if (step.bands)
    step.bands->run(source.get_data_handle(), step.result.get_data_handle());
  else
    step.conv->run(source, step.weights, step.bias, step.result);
}

void InferencePass::run(const float* input, ActivationLayout input_layout,
                        const std::function<void(std::size_t unit)>& after) {
  const UnitSpec& first = units_.front();
  const dnnl::memory given(ComputeContext::activation(input_layout, 1, first.in_channels, first.in_px),
                           context_.engine(), const_cast<float*>(input));
  context_.reorder(given, input_);
  for (at_ = 0; at_ < steps_.size(); ++at_) {
    run_step(at_);
    after(steps_[at_].last());
  }
}

const float* InferencePass::result() {
  const Step& step = steps_[at_];
  if (precision_ == Precision::Float32) return static_cast<const float*>(step.result.get_data_handle());
  const UnitSpec& unit = units_[step.last()];
  const auto desc = ComputeContext::activation(ActivationLayout::ChannelsLast, 1, unit.out_channels, unit.out_px);
  if (widened_.bytes() < desc.get_size()) widened_ = AlignedBuffer(desc.get_size());
  context_.reorder(step.result, dnnl::memory(desc, context_.engine(), widened_.data()));
  return widened_.data();
}

}  // namespace ml
