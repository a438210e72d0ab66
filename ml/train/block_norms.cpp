#include "ml/train/block_norms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace ml {

namespace {

// In lanes, which a processor adds side by side.
template <class Value>
double sum_of_squares(std::size_t count, Value value) {
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += value(i + lane) * value(i + lane);
  for (; i < count; ++i) lanes[0] += value(i) * value(i);
  return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

void add_roots(std::span<const double> squares, std::vector<double>& sums) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += std::sqrt(squares[i]);
}

}  // namespace

std::string block_of(const std::string& tensor) { return tensor.substr(0, tensor.find('.', tensor.find('.') + 1)); }

BlockNorms::BlockNorms(std::span<const ParameterSlice> slices, std::size_t steps_per_epoch)
    : every_(std::max<std::size_t>(1, (steps_per_epoch + kSamples - 1) / kSamples)) {
  for (const ParameterSlice& slice : slices) {
    const std::string name = block_of(slice.name);
    const auto known = std::ranges::find(names_, name);
    const auto block = static_cast<std::size_t>(known - names_.begin());
    if (known == names_.end()) names_.push_back(name);
    parts_.push_back({block, slice.offset, slice.size});
  }
  gradients_.resize(names_.size());
  updates_.resize(names_.size());
}

void BlockNorms::before(std::span<const float> parameters, std::span<const float> gradients) {
  std::vector<double> squares(names_.size());
  for (const Part& part : parts_) {
    const float* const gradient = gradients.data() + part.offset;
    squares[part.block] += sum_of_squares(part.size, [&](std::size_t i) { return static_cast<double>(gradient[i]); });
  }
  add_roots(squares, gradients_);
  old_.assign(parameters.begin(), parameters.end());
}

void BlockNorms::after(std::span<const float> parameters) {
  if (old_.empty()) return;
  std::vector<double> squares(names_.size());
  for (const Part& part : parts_) {
    const float* const now = parameters.data() + part.offset;
    const float* const before = old_.data() + part.offset;
    squares[part.block] += sum_of_squares(
        part.size, [&](std::size_t i) { return static_cast<double>(now[i]) - static_cast<double>(before[i]); });
  }
  add_roots(squares, updates_);
  old_.clear();
  ++samples_;
}

std::vector<BlockNorm> BlockNorms::take() {
  std::vector<BlockNorm> norms;
  const double n = static_cast<double>(samples_);
  for (std::size_t i = 0; i < names_.size() && samples_ > 0; ++i)
    norms.push_back({names_[i], gradients_[i] / n, updates_[i] / n});
  std::ranges::fill(gradients_, 0);
  std::ranges::fill(updates_, 0);
  samples_ = 0;
  return norms;
}

}  // namespace ml
