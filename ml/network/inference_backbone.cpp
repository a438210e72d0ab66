#include "ml/network/inference_backbone.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <stdexcept>

#include "ml/arch/pooled_features.h"
#include "ml/kernels/elementwise.h"
#include "ml/kernels/spread.h"
#include "ml/runtime/thread_count.h"

namespace ml {
namespace {

// Of n images, how many are taken whole by one of the threads each. Those that are left over are split, unless they
// give most threads something to do.
std::size_t images_for_lanes(std::size_t n, std::size_t threads) {
  const std::size_t left = n % threads;
  return 2 * left > threads ? n : n - left;
}

// work(lane, image) for every image, each in the lane that is free first, which has a thread of its own.
template <class Work>
void hand_out(std::size_t n, std::size_t lanes, const Work& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> failed(lanes);
  const int threads = static_cast<int>(lanes);
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const ThreadCount alone(1);
    try {
      for (std::size_t image = next++; image < n; image = next++) work(lane, image);
    } catch (...) {
      failed[lane] = std::current_exception();
      next = n;
    }
  }
  for (const std::exception_ptr& failure : failed)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

InferenceBackbone::InferenceBackbone(std::vector<UnitSpec> units, Precision precision)
    : units_(std::move(units)), precision_(precision) {
  require_precision(precision);
  for (const UnitSpec& unit : units_) weights_.emplace_back(context_, unit);
}

void InferenceBackbone::set_weights(std::span<const UnitTensors> tensors) {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    fold(tensors[i], weights_[i].weight(), weights_[i].bias());
    weights_[i].changed();
  }
}

std::size_t InferenceBackbone::input_length() const {
  const auto side = static_cast<std::size_t>(units_.front().in_px);
  return static_cast<std::size_t>(units_.front().in_channels) * side * side;
}

void InferenceBackbone::require_lengths(std::size_t numbers, std::size_t n, std::size_t unit_count) const {
  if (numbers != n * input_length())
    throw std::runtime_error("cannot run the network: " + std::to_string(n) + " inputs of " +
                             std::to_string(input_length()) + " numbers were announced, " + std::to_string(numbers) +
                             " numbers came");
  if (unit_count == 0 || unit_count > units_.size())
    throw std::runtime_error("cannot run " + std::to_string(unit_count) + " of the network's " +
                             std::to_string(units_.size()) + " convolutions");
}

// Makes what is missing of the passes and packs the weights in every layout that they ask for.
void InferenceBackbone::plan(std::size_t unit_count, std::size_t lanes, bool split) {
  if (planned_ != unit_count) {
    lanes_.clear();
    split_.reset();
    planned_ = unit_count;
  }
  const auto make = [&] { return std::make_unique<InferencePass>(std::span(units_).first(unit_count), precision_); };
  if (split) {
    if (!split_ || split_->threads() != ThreadCount::current()) split_ = make();
    split_->take_weights(weights_);
  }
  const ThreadCount alone(1);
  while (lanes_.size() < lanes) lanes_.push_back(make());
  for (std::size_t lane = 0; lane < lanes; ++lane) lanes_[lane]->take_weights(weights_);
}

void InferenceBackbone::run_units(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                                  std::size_t unit_count, const After& after) {
  require_lengths(inputs.size(), n, unit_count);
  const auto threads = static_cast<std::size_t>(ThreadCount::current());
  const std::size_t whole = images_for_lanes(n, threads), lanes = std::min(whole, threads);
  plan(unit_count, lanes, whole < n);
  const auto run_image = [&](InferencePass& pass, std::size_t image) {
    pass.run(inputs.data() + image * input_length(), input_layout, [&](std::size_t unit) { after(pass, unit, image); });
  };
  if (whole > 0) hand_out(whole, lanes, [&](std::size_t lane, std::size_t image) { run_image(*lanes_[lane], image); });
  for (std::size_t image = whole; image < n; ++image) run_image(*split_, image);
}

void InferenceBackbone::run(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                            std::size_t unit_count, const Sink& sink) {
  run_units(inputs, input_layout, n, unit_count, [&](InferencePass& pass, std::size_t unit, std::size_t image) {
    if (unit + 1 == unit_count) sink(image, pass.result());
  });
}

void InferenceBackbone::pool(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n,
                             std::span<float> rows, std::span<float> maps) {
  const std::vector<PooledPart> parts = pooled_parts(units_);
  const std::size_t row = pooled_length(units_), all = maps_length(units_);
  const UnitSpec& last = units_.back();
  const auto channels = static_cast<std::size_t>(last.out_channels), side = static_cast<std::size_t>(last.out_px);
  const auto keep = [&](const float* map, std::size_t length, std::size_t image, std::size_t at) {
    if (!maps.empty()) std::copy_n(map, length, maps.data() + image * all + at);
  };
  const auto pool_parts = [&](InferencePass& pass, std::size_t unit, std::size_t image) {
    float* to = rows.data() + image * row;
    std::size_t at = side * side * channels;
    for (const PooledPart& part : parts) {
      const std::size_t length = part.places * part.channels;
      if (part.unit == unit) {
        const float* map = pass.result();
        spread(map, {1, part.places, part.channels, part.channels, row}, to + part.offset);
        keep(map, length, image, at);
      }
      at += length;
    }
    if (unit + 1 < units_.size()) return;
    const float* map = pass.result();
    pool_channels_last(map, 1, side * side, channels, to, row);
    keep(map, side * side * channels, image, 0);
  };
  run_units(inputs, input_layout, n, units_.size(), pool_parts);
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
