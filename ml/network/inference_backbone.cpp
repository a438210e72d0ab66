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
  std::vector<std::unique_ptr<ConvForward>> convolutions;
  std::vector<dnnl::memory> results;
};

namespace {

constexpr int kInputSlot = 0;

// A unit with a residual adds into its block's input; every other writes to a slot that neither its
// input nor its block's input occupies.
std::vector<int> assign_slots(const std::vector<UnitSpec>& units) {
  std::vector<int> slots;
  int source = kInputSlot;
  int block_input = kInputSlot;
  for (const UnitSpec& unit : units) {
    if (unit.begins_block) block_input = source;
    int target = 0;
    while (target == source || target == block_input) ++target;
    if (unit.adds_block_input) target = block_input;
    slots.push_back(target);
    source = target;
  }
  return slots;
}

std::size_t activation_bytes(int n, int channels, int side_px, Precision precision) {
  return ComputeContext::activation(ActivationLayout::ChannelsLast, n, channels, side_px, precision).get_size();
}

}  // namespace

InferenceBackbone::InferenceBackbone(std::vector<UnitSpec> units, Precision precision)
    : units_(std::move(units)),
      precision_(precision),
      slot_of_unit_(assign_slots(units_)),
      context_(std::make_unique<ComputeContext>()) {
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

void InferenceBackbone::size_slots() {
  std::array<std::size_t, kSlots> bytes{};
  bytes[kInputSlot] = activation_bytes(kMicroBatch, units_.front().in_channels, units_.front().in_px, precision_);
  for (std::size_t i = 0; i < units_.size(); ++i) {
    std::size_t& slot = bytes[static_cast<std::size_t>(slot_of_unit_[i])];
    slot = std::max(slot, activation_bytes(kMicroBatch, units_[i].out_channels, units_[i].out_px, precision_));
  }
  for (std::size_t i = 0; i < kSlots; ++i) slots_[i] = AlignedBuffer(bytes[i]);
}

const InferenceBackbone::Plan& InferenceBackbone::plan(int n) {
  std::unique_ptr<Plan>& plan = plans_[n];
  if (!plan) plan = make_plan(n);
  return *plan;
}

std::unique_ptr<InferenceBackbone::Plan> InferenceBackbone::make_plan(int n) {
  if (slots_[kInputSlot].bytes() == 0) size_slots();
  auto plan = std::make_unique<Plan>();
  plan->n = n;
  const auto memory_in = [&](int slot, const dnnl::memory::desc& desc) {
    return dnnl::memory(desc, context_->engine(), slots_[static_cast<std::size_t>(slot)].data());
  };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const ConvFusion fusion{.bias = true, .relu6 = units_[i].relu6, .adds_to_dst = units_[i].adds_block_input};
    plan->convolutions.push_back(std::make_unique<ConvForward>(
        *context_, units_[i], n, ConvLayouts{.precision = precision_}, fusion, ConvForward::Purpose::Inference));
    plan->results.push_back(memory_in(slot_of_unit_[i], plan->convolutions.back()->dst_desc()));
  }
  plan->input = memory_in(kInputSlot, plan->convolutions.front()->src_desc());
  return plan;
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
  for (std::size_t done = 0; done < n;) {
    const std::size_t count = std::min<std::size_t>(kMicroBatch, n - done);
    const Plan& prepared = plan(static_cast<int>(count));
    const dnnl::memory given(ComputeContext::activation(input_layout, prepared.n, first.in_channels, first.in_px),
                             context_->engine(), const_cast<float*>(inputs.data() + done * length));
    context_->reorder(given, prepared.input);
    for (std::size_t i = 0; i < unit_count; ++i) {
      ConvForward& conv = *prepared.convolutions[i];
      conv.run(i == 0 ? prepared.input : prepared.results[i - 1], weights_[i].weight_as(conv.weights_desc()),
               weights_[i].bias_memory(), prepared.results[i]);
      after(i, done, count, prepared.results[i]);
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
