#include "ml/loss/loss.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace ml {

namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error("Cannot compute the loss: " + why); }

void require_finite(std::span<const float> values, const char* what) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    refuse(std::string("the ") + what + " at index " + std::to_string(i) + " is " + std::to_string(values[i]) +
           ". The training has diverged; lower the learning rate and start from the last checkpoint.");
  }
}

void require_batch(std::size_t samples, std::size_t targets, std::size_t weights, float label_smoothing) {
  if (samples == 0) refuse("the batch is empty.");
  if (targets != samples || (weights != 0 && weights != samples)) {
    refuse("the batch has " + std::to_string(samples) + " samples, " + std::to_string(targets) + " targets and " +
           std::to_string(weights) + " weights.");
  }
  if (!(label_smoothing >= 0.F && label_smoothing < 1.F)) {
    refuse("the label smoothing is " + std::to_string(label_smoothing) + ", it must be at least 0 and below 1.");
  }
}

void require_grad(std::size_t logits, std::size_t grad) {
  if (logits != grad)
    refuse("there are " + std::to_string(logits) + " logits and room for " + std::to_string(grad) + " gradients.");
}

double weight_of(std::span<const float> weights, std::size_t sample) {
  return weights.empty() ? 1.0 : static_cast<double>(weights[sample]);
}

double stable_sigmoid(double logit) {
  const double small = std::exp(-std::abs(logit));
  return (logit >= 0 ? 1.0 : small) / (1.0 + small);
}

// Writes softmax(row) to out (which may be the row itself) and returns log(sum(exp(row))).
double softmax_row(const float* row, float* out, std::size_t classes) {
  const double highest = *std::max_element(row, row + classes);
  double sum = 0;
  for (std::size_t c = 0; c < classes; ++c) sum += std::exp(row[c] - highest);
  for (std::size_t c = 0; c < classes; ++c) out[c] = static_cast<float>(std::exp(row[c] - highest) / sum);
  return highest + std::log(sum);
}

std::size_t rows_of(std::size_t logits, int classes) {
  if (classes < 2 || logits % static_cast<std::size_t>(classes) != 0) {
    refuse(std::to_string(logits) + " logits are not rows of " + std::to_string(classes) + " classes.");
  }
  return logits / static_cast<std::size_t>(classes);
}

void require_label(std::span<const int> labels, std::size_t index, int classes) {
  if (labels[index] >= 0 && labels[index] < classes) return;
  refuse("the label " + std::to_string(labels[index]) + " at index " + std::to_string(index) + " is outside 0.." +
         std::to_string(classes - 1) + ".");
}

void require_gamma(float gamma) {
  if (!(gamma >= 0.F) || !std::isfinite(gamma))
    refuse("focal gamma is " + std::to_string(gamma) + ", it must be 0 or above.");
}

// Of one sample: the loss, and d loss / d logit_true divided by (1 - p_true), from which the other logits' follow.
struct Focal {
  double loss = 0;
  double slope = 0;
};

Focal focal(double log_p, double gamma) {
  const double p = std::exp(log_p);
  const double rest = -std::expm1(log_p);  // 1 - p without losing the small end
  const double factor = std::pow(rest, gamma);
  const double steep = rest > 0 ? gamma * p * factor / rest * log_p : 0.0;
  return {-factor * log_p, steep - factor};
}

}  // namespace

float bce_with_logits(std::span<const float> logits, std::span<const float> targets, std::span<const float> weights,
                      std::span<float> grad, float label_smoothing) {
  require_batch(logits.size(), targets.size(), weights.size(), label_smoothing);
  require_grad(logits.size(), grad.size());
  require_finite(logits, "logit");
  const auto n = static_cast<double>(logits.size());
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (!(targets[i] >= 0.F && targets[i] <= 1.F)) {
      refuse("the target at index " + std::to_string(i) + " is " + std::to_string(targets[i]) + ", outside 0..1.");
    }
    const double logit = logits[i];
    const double target = targets[i] * (1.0 - label_smoothing) + label_smoothing / 2.0;
    const double weight = weight_of(weights, i);
    // max(z, 0) - z t + log(1 + exp(-|z|)): neither overflows nor loses the small end.
    sum += weight * (std::max(logit, 0.0) - logit * target + std::log1p(std::exp(-std::abs(logit))));
    grad[i] = static_cast<float>(weight * (stable_sigmoid(logit) - target) / n);
  }
  return static_cast<float>(sum / n);
}

float softmax_cross_entropy(std::span<const float> logits, int classes, std::span<const int> labels,
                            std::span<const float> weights, std::span<float> grad, float label_smoothing) {
  const std::size_t rows = rows_of(logits.size(), classes);
  require_batch(rows, labels.size(), weights.size(), label_smoothing);
  require_grad(logits.size(), grad.size());
  require_finite(logits, "logit");
  const auto k = static_cast<std::size_t>(classes);
  const double share = static_cast<double>(label_smoothing) / classes;
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    require_label(labels, i, classes);
    const float* row = logits.data() + i * k;
    float* row_grad = grad.data() + i * k;
    const double scale = weight_of(weights, i) / static_cast<double>(rows);
    const double log_sum = softmax_row(row, row_grad, k);
    for (std::size_t c = 0; c < k; ++c) {
      const double target = share + (static_cast<std::size_t>(labels[i]) == c ? 1.0 - label_smoothing : 0.0);
      sum += scale * target * (log_sum - row[c]);
      row_grad[c] = static_cast<float>(scale * (row_grad[c] - target));
    }
  }
  return static_cast<float>(sum);
}

float focal_with_logits(std::span<const float> logits, std::span<const int> labels, std::span<const float> weights,
                        std::span<float> grad, float gamma) {
  require_batch(logits.size(), labels.size(), weights.size(), 0.F);
  require_grad(logits.size(), grad.size());
  require_finite(logits, "logit");
  require_gamma(gamma);
  const auto n = static_cast<double>(logits.size());
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    require_label(labels, i, 2);
    const double toward = labels[i] == 1 ? 1.0 : -1.0;  // the true class's logit is toward * z
    const double z = toward * logits[i];
    const double log_p = std::min(z, 0.0) - std::log1p(std::exp(-std::abs(z)));
    const Focal value = focal(log_p, gamma);
    const double weight = weight_of(weights, i);
    sum += weight * value.loss;
    grad[i] = static_cast<float>(weight * toward * value.slope * -std::expm1(log_p) / n);
  }
  return static_cast<float>(sum / n);
}

float softmax_focal(std::span<const float> logits, int classes, std::span<const int> labels,
                    std::span<const float> weights, std::span<float> grad, float gamma) {
  const std::size_t rows = rows_of(logits.size(), classes);
  require_batch(rows, labels.size(), weights.size(), 0.F);
  require_grad(logits.size(), grad.size());
  require_finite(logits, "logit");
  require_gamma(gamma);
  const auto k = static_cast<std::size_t>(classes);
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    require_label(labels, i, classes);
    const auto truth = static_cast<std::size_t>(labels[i]);
    const float* row = logits.data() + i * k;
    float* row_grad = grad.data() + i * k;
    const double log_sum = softmax_row(row, row_grad, k);
    const Focal value = focal(std::min(0.0, row[truth] - log_sum), gamma);
    const double scale = weight_of(weights, i) / static_cast<double>(rows);
    sum += scale * value.loss;
    for (std::size_t c = 0; c < k; ++c)
      row_grad[c] = static_cast<float>(scale * value.slope * ((c == truth ? 1.0 : 0.0) - row_grad[c]));
  }
  return static_cast<float>(sum);
}

float sigmoid(float logit) { return static_cast<float>(stable_sigmoid(logit)); }

void sigmoid(std::span<const float> logits, std::span<float> probabilities) {
  require_grad(logits.size(), probabilities.size());
  std::transform(logits.begin(), logits.end(), probabilities.begin(), [](float logit) { return sigmoid(logit); });
}

void softmax(std::span<const float> logits, int classes, std::span<float> probabilities) {
  require_grad(logits.size(), probabilities.size());
  const std::size_t rows = rows_of(logits.size(), classes);
  const auto k = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < rows; ++i) softmax_row(logits.data() + i * k, probabilities.data() + i * k, k);
}

void probabilities_from_logits(std::span<const float> logits, int classes, std::span<float> probabilities) {
  if (classes != 2) {
    softmax(logits, classes, probabilities);
    return;
  }
  for (std::size_t i = 0; i < logits.size(); ++i) {
    probabilities[2 * i + 1] = sigmoid(logits[i]);
    probabilities[2 * i] = sigmoid(-logits[i]);
  }
}

}  // namespace ml
