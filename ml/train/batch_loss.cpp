#include "ml/train/batch_loss.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "ml/loss/loss.h"

namespace ml {

float batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                 std::span<const float> weights, const LossRule& rule, std::span<float> gradient) {
  if (rule.focal_gamma > 0.F) {
    return classes == 2 ? focal_with_logits(logits, labels, weights, gradient, rule.focal_gamma)
                        : softmax_focal(logits, classes, labels, weights, gradient, rule.focal_gamma);
  }
  if (classes != 2) return softmax_cross_entropy(logits, classes, labels, weights, gradient, rule.label_smoothing);
  const std::vector<float> targets(labels.begin(), labels.end());
  return bce_with_logits(logits, targets, weights, gradient, rule.label_smoothing);
}

float mixed_batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                       std::span<const float> weights, const BatchMix& mix, const LossRule& rule,
                       std::span<float> gradient) {
  if (mix.partner.empty()) return batch_loss(logits, classes, labels, weights, rule, gradient);
  std::vector<int> other_labels;
  std::vector<float> own_weights, other_weights;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::size_t partner = mix.partner[i];
    other_labels.push_back(labels[partner]);
    own_weights.push_back(mix.own_share * (weights.empty() ? 1.F : weights[i]));
    other_weights.push_back((1.F - mix.own_share) * (weights.empty() ? 1.F : weights[partner]));
  }
  std::vector<float> other_gradient(gradient.size());
  const float own = batch_loss(logits, classes, labels, own_weights, rule, gradient);
  const float other = batch_loss(logits, classes, other_labels, other_weights, rule, other_gradient);
  std::transform(gradient.begin(), gradient.end(), other_gradient.begin(), gradient.begin(), std::plus<>());
  return own + other;
}

}  // namespace ml
