// Logits of a set of images, and what follows from them.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ml/data/mix.h"

namespace ml {

struct Evaluation {
  double loss = 0;  // unweighted mean over the images that could be read; NaN when there is none
  double accuracy = 0;
  double balanced_accuracy = 0;      // mean recall of the classes that occur; NaN when there is no image
  double auc = 0;                    // two classes, or the mean of one against the rest; NaN when it is not defined
  std::vector<float> probabilities;  // (images, classes); NaN rows for images that could not be read
};

struct LossRule {
  float label_smoothing = 0.F;
  float focal_gamma = 0.F;  // above 0: focal loss
};

// The loss of a batch, and its gradient into `gradient`; an empty span of weights means 1 for each sample.
float batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                 std::span<const float> weights, const LossRule& rule, std::span<float> gradient);

// Of a batch whose samples took a share of their partners': each label counts with its share.
float mixed_batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                       std::span<const float> weights, const BatchMix& mix, const LossRule& rule,
                       std::span<float> gradient);

// How many of the logits' largest classes are the labels.
std::size_t count_correct(std::span<const float> logits, int classes, std::span<const int> labels);

// (n, views, outputs) -> (n, outputs): the logits of the mean of the views' probabilities; of one view its own.
std::vector<float> mean_answer_logits(std::span<const float> logits, int classes, int views);

// `read` tells which of the images have logits; logits has a row for every image.
Evaluation evaluate(std::span<const float> logits, int classes, std::span<const int> labels,
                    const std::vector<bool>& read);

}  // namespace ml
