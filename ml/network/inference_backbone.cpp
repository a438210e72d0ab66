#include "ml/network/inference_backbone.h"

#include <algorithm>
#include <stdexcept>

#include "ml/arch/pooled_features.h"
#include "ml/kernels/elementwise.h"
#include "ml/kernels/spread.h"

namespace ml {

struct InferenceBackbone::Plan {
  int n = 0;
  dnnl::memory input;
  std::vector<std::unique_ptr<ConvForward>> convolutions;  // by step; null: it runs in bands
  std::vector<dnnl::memory> results;
};

namespace {

constexpr int kInputSlot = 0;

std::size_t activation_bytes(int n, int channels, int side_px, Precision precision) {
  return ComputeContext::activation(ActivationLayout::ChannelsLast, n, channels, side_px, precision).get_size();
}

}  // namespace

InferenceBackbone::InferenceBackbone(std::vector<UnitSpec> units, Precision precision)
    : units_(std::move(units)), precision_(precision), context_(std::make_unique<ComputeContext>()) {
  require_precision(precision);
  for (const UnitSpec& unit : units_) weights_.emplace_back(*context_, unit);
}

InferenceBackbone::~InferenceBackbone() = default;

void InferenceBackbone::set_weights(std::span<const UnitTensors> tensors) {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    fold(tensors[i], weights_[i].weight(), weights_[i].bias());
    weights_[i].changed();
  }
}

// A unit with a residual adds into its block's input; every other step writes to a slot that neither its input nor its
// block's input occupies. One in bands reads its block's input to the end.
void InferenceBackbone::plan_steps(std::size_t unit_count) {
  if (!steps_.empty() && steps_.back().last() + 1 == unit_count) return;
  steps_.clear();
  plans_.clear();
  int source = kInputSlot, block_input = kInputSlot;
  for (std::size_t i = 0; i < unit_count; i += steps_.back().units) {
    Step step{.first = i};
    const auto left = std::span(units_).subspan(i, unit_count - i);
    if (precision_ == Precision::Float32 && BandedBlock::pays(left)) {
      step.units = BandedBlock::kUnits;
      step.bands = std::make_unique<BandedBlock>(left);
    }
    if (units_[i].begins_block) block_input = source;
    while (step.slot == source || step.slot == block_input) ++step.slot;
    if (!step.bands && units_[i].adds_block_input) step.slot = block_input;
    source = step.slot;
    steps_.push_back(std::move(step));
  }
  size_slots();
}

void InferenceBackbone::size_slots() {
  std::array<std::size_t, kSlots> bytes{};
  bytes[kInputSlot] = activation_bytes(kMicroBatch, units_.front().in_channels, units_.front().in_px, precision_);
  for (const Step& step : steps_) {
    const UnitSpec& unit = units_[step.last()];
    std::size_t& slot = bytes[static_cast<std::size_t>(step.slot)];
    slot = std::max(slot, activation_bytes(kMicroBatch, unit.out_channels, unit.out_px, precision_));
  }
  for (std::size_t i = 0; i < kSlots; ++i)
    if (slots_[i].bytes() != bytes[i]) slots_[i] = AlignedBuffer(bytes[i]);
}

const InferenceBackbone::Plan& InferenceBackbone::plan(int n) {
  std::unique_ptr<Plan>& plan = plans_[n];
  if (!plan) plan = make_plan(n);
  return *plan;
}

std::unique_ptr<InferenceBackbone::Plan> InferenceBackbone::make_plan(int n) {
  auto plan = std::make_unique<Plan>();
  plan->n = n;
  const auto memory_in = [&](int slot, const dnnl::memory::desc& desc) {
    return dnnl::memory(desc, context_->engine(), slots_[static_cast<std::size_t>(slot)].data());
  };
  const auto channels_last = [&](int channels, int side_px) {
    return ComputeContext::activation(ActivationLayout::ChannelsLast, n, channels, side_px, precision_);
  };
  for (const Step& step : steps_) {
    const UnitSpec& unit = units_[step.last()];
    const ConvFusion fusion{.bias = true, .relu6 = unit.relu6, .adds_to_dst = unit.adds_block_input};
    plan->convolutions.push_back(step.bands ? nullptr
                                            : std::make_unique<ConvForward>(*context_, unit, n,
                                                                            ConvLayouts{.precision = precision_},
                                                                            fusion, ConvForward::Purpose::Inference));
    plan->results.push_back(memory_in(step.slot, channels_last(unit.out_channels, unit.out_px)));
  }
  plan->input = memory_in(kInputSlot, channels_last(units_.front().in_channels, units_.front().in_px));
  return plan;
}

void InferenceBackbone::run_step(std::size_t at, const Plan& plan) {
  const Step& step = steps_[at];
  const dnnl::memory &source = at == 0 ? plan.input : plan.results[at - 1], &result = plan.results[at];
  const auto weights = std::span(weights_).subspan(step.first, step.units);
  if (step.bands) {
    step.bands->run(weights, source.get_data_handle(), plan.n, result.get_data_handle());
    return;
  }
  ConvForward& conv = *plan.convolutions[at];
  conv.run(source, weights.front().weight_as(conv.weights_desc()), weights.front().bias_memory(), result);
}

const float* InferenceBackbone::as_floats(const dnnl::memory& result, int n, const UnitSpec& unit) {
  if (precision_ == Precision::Float32) return static_cast<const float*>(result.get_data_handle());
  const auto desc = ComputeContext::activation(ActivationLayout::ChannelsLast, n, unit.out_channels, unit.out_px);
  if (widened_.bytes() < desc.get_size()) widened_ = AlignedBuffer(desc.get_size());
  context_->reorder(result, dnnl::memory(desc, context_->engine(), widened_.data()));
  return static_cast<const float*>(widened_.data());
}

template <class After>
void InferenceBackbone::run_units(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                                  std::size_t unit_count, const After& after) {
  const UnitSpec& first = units_.front();
  const std::size_t length = static_cast<std::size_t>(first.in_channels) * static_cast<std::size_t>(first.in_px) *
                             static_cast<std::size_t>(first.in_px);
  if (inputs.size() != n * length)
    throw std::runtime_error("cannot run the network: " + std::to_string(n) + " inputs of " + std::to_string(length) +
                             " numbers were announced, " + std::to_string(inputs.size()) + " numbers came");
  if (unit_count == 0 || unit_count > units_.size())
    throw std::runtime_error("cannot run " + std::to_string(unit_count) + " of the network's " +
                             std::to_string(units_.size()) + " convolutions");
  plan_steps(unit_count);
  for (std::size_t done = 0; done < n;) {
    const std::size_t count = std::min<std::size_t>(kMicroBatch, n - done);
    const Plan& prepared = plan(static_cast<int>(count));
    const dnnl::memory given(ComputeContext::activation(input_layout, prepared.n, first.in_channels, first.in_px),
                             context_->engine(), const_cast<float*>(inputs.data() + done * length));
    context_->reorder(given, prepared.input);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      run_step(i, prepared);
      after(steps_[i].last(), done, count, prepared.results[i]);
    }
    done += count;
  }
}

void InferenceBackbone::run(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                            std::size_t unit_count, const Sink& sink) {
  run_units(inputs, input_layout, n, unit_count,
            [&](std::size_t unit, std::size_t first, std::size_t count, const dnnl::memory& result) {
              if (unit + 1 == unit_count) sink(first, count, as_floats(result, static_cast<int>(count), units_[unit]));
            });
}

void InferenceBackbone::pool(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                             std::span<float> rows, std::span<float> maps) {
  const std::vector<PooledPart> parts = pooled_parts(units_);
  const std::size_t row = pooled_length(units_), all = maps_length(units_);
  const UnitSpec& last = units_.back();
  const auto channels = static_cast<std::size_t>(last.out_channels), side = static_cast<std::size_t>(last.out_px);
  const auto keep = [&](const float* map, std::size_t count, std::size_t length, std::size_t first, std::size_t at) {
    for (std::size_t i = 0; i < count && !maps.empty(); ++i)
      std::copy_n(map + i * length, length, maps.data() + (first + i) * all + at);
  };
  run_units(inputs, input_layout, n, units_.size(),
            [&](std::size_t unit, std::size_t first, std::size_t count, const dnnl::memory& result) {
              float* to = rows.data() + first * row;
              std::size_t at = side * side * channels;
              for (const PooledPart& part : parts) {
                const std::size_t length = part.places * part.channels;
                if (part.unit == unit) {
                  const float* map = as_floats(result, static_cast<int>(count), units_[unit]);
                  spread(map, {count, part.places, part.channels, part.channels, row}, to + part.offset);
                  keep(map, count, length, first, at);
                }
                at += length;
              }
              if (unit + 1 < units_.size()) return;
              const float* map = as_floats(result, static_cast<int>(count), last);
              pool_channels_last(map, count, side * side, channels, to, row);
              keep(map, count, side * side * channels, first, 0);
            });
}

std::vector<UnitTensors> unit_tensors(const Model& model, std::span<const UnitSpec> units) {
  std::vector<UnitTensors> all;
  const auto values = [&](const std::string& name) { return std::span<const float>(model.weights.at(name).values); };
  for (const UnitSpec& unit : units)
    all.push_back({values(unit.conv + ".weight"), values(unit.batch_norm + ".weight"),
                   values(unit.batch_norm + ".bias"), values(unit.batch_norm + ".running_mean"),
                   values(unit.batch_norm + ".running_var"), model.spec.batch_norm.epsilon});
  return all;
}

}  // namespace ml
