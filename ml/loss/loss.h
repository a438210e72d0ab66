// Losses over a batch, with the gradient with respect to the logits.
//
// Use: `float loss = bce_with_logits(logits, targets, weights, grad);` An empty span of weights means 1
// for every sample. The loss is the mean over the batch of weight * loss (Keras' class weights; the sum
// is divided by the number of samples, not by the sum of the weights), accumulated in double.
// All throw on lengths that do not match, labels out of range, and logits that are NaN or infinite,
// naming the index.
// Threads: any thread; pure functions.
#pragma once

#include <span>

namespace ml {

// logits, targets (0..1), weights and grad are (N). Smoothing s moves targets to t (1 - s) + s / 2.
float bce_with_logits(std::span<const float> logits, std::span<const float> targets, std::span<const float> weights,
                      std::span<float> grad, float label_smoothing = 0.F);

// logits and grad are (N,K); labels and weights are (N). Smoothing s moves targets to
// onehot (1 - s) + s / K.
float softmax_cross_entropy(std::span<const float> logits, int classes, std::span<const int> labels,
                            std::span<const float> weights, std::span<float> grad, float label_smoothing = 0.F);

// Focal loss (Lin et al. 2017): cross entropy of the true class times (1 - p_true)^gamma. labels are 0 or 1.
float focal_with_logits(std::span<const float> logits, std::span<const int> labels, std::span<const float> weights,
                        std::span<float> grad, float gamma);
float softmax_focal(std::span<const float> logits, int classes, std::span<const int> labels,
                    std::span<const float> weights, std::span<float> grad, float gamma);

float sigmoid(float logit);
void sigmoid(std::span<const float> logits, std::span<float> probabilities);
// Per row of (N,K).
void softmax(std::span<const float> logits, int classes, std::span<float> probabilities);
// (N,outputs) to (N,classes): sigmoid for two classes, which share one logit, softmax for more.
void probabilities_from_logits(std::span<const float> logits, int classes, std::span<float> probabilities);

}  // namespace ml
