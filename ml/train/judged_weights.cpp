#include "ml/train/judged_weights.h"

#include <algorithm>

namespace ml {

namespace {

void move_towards(std::span<const float> now, float share, std::span<float> average) {
  for (std::size_t i = 0; i < now.size(); ++i) average[i] += share * (now[i] - average[i]);
}

}  // namespace

JudgedWeights::JudgedWeights(const Network& network, const TrainConfig& config)
    : decay_(config.average_decay), share_(config.kept_share) {
  if (share_ < 1.F) start_ = network.snapshot();
}

// The decay grows from small to its value, so that the first weights, which know nothing, are soon forgotten.
void JudgedWeights::observe(Network& network, std::int64_t step) {
  if (decay_ == 0.F) return;
  const std::span<const float> parameters = network.parameters(), state = network.state();
  if (average_.empty()) average_.assign(parameters.begin(), parameters.end());
  if (average_.size() == parameters.size()) average_.insert(average_.end(), state.begin(), state.end());
  const auto steps = static_cast<float>(step);
  const float share = 1.F - std::min(decay_, (1.F + steps) / (10.F + steps));
  move_towards(parameters, share, std::span(average_).first(parameters.size()));
  move_towards(state, share, std::span(average_).subspan(parameters.size()));
}

void JudgedWeights::exchange(Network& network) {
  if (average_.empty() && start_.empty()) return;
  if (!learning_.empty()) {
    network.restore(learning_);
    learning_.clear();
    return;
  }
  learning_ = network.snapshot();
  std::vector<float> judged = learning_;
  std::ranges::copy(average_, judged.begin());
  for (std::size_t i = 0; i < start_.size(); ++i) judged[i] = start_[i] + share_ * (judged[i] - start_[i]);
  network.restore(judged);
}

}  // namespace ml
