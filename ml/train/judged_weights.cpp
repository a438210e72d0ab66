#include "ml/train/judged_weights.h"

#include <algorithm>

namespace ml {

JudgedWeights::JudgedWeights(const Network& network, const TrainConfig& config)
    : decay_(config.average_decay), share_(config.kept_share) {
  if (share_ < 1.F) start_ = network.snapshot();
}

// The decay grows from small to its value, so that the first weights, which know nothing, are soon forgotten.
void JudgedWeights::observe(std::span<const float> now, std::int64_t step) {
  if (decay_ == 0.F) return;
  if (average_.empty()) average_.assign(now.begin(), now.end());
  const auto steps = static_cast<float>(step);
  const float decay = std::min(decay_, (1.F + steps) / (10.F + steps));
  for (std::size_t i = 0; i < now.size(); ++i) average_[i] += (1.F - decay) * (now[i] - average_[i]);
}

// Running statistics lie between as well: those of a BatchNorm whose input is between two that it knows.
void JudgedWeights::exchange(Network& network) {
  if (average_.empty() && start_.empty()) return;
  if (!learning_.empty()) {
    network.restore(learning_);
    learning_.clear();
    return;
  }
  learning_ = network.snapshot();
  std::vector<float> judged = learning_;
  std::ranges::copy(average_, judged.begin());  // the parameters come first
  for (std::size_t i = 0; i < start_.size(); ++i) judged[i] = start_[i] + share_ * (judged[i] - start_[i]);
  network.restore(judged);
}

}  // namespace ml
