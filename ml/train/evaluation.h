// Logits of a set of images, and what follows from them.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ml {

struct Evaluation {
    double loss = 0;      // unweighted mean over the images that could be read; NaN when there is none
    double accuracy = 0;
    double auc = 0;       // two classes, or the mean of one against the rest; NaN when it is not defined
    std::vector<float> probabilities;  // (images, classes); NaN rows for images that could not be read
};

// The loss of a batch, and its gradient into `gradient`; an empty span of weights means 1 for each sample.
float batch_loss(std::span<const float> logits, int classes, std::span<const int> labels,
                 std::span<const float> weights, float label_smoothing, std::span<float> gradient);

// How many of the logits' largest classes are the labels.
std::size_t count_correct(std::span<const float> logits, int classes, std::span<const int> labels);

// `read` tells which of the images have logits; logits has a row for every image.
Evaluation evaluate(std::span<const float> logits, int classes, std::span<const int> labels, const std::vector<bool>& read);

}  // namespace ml
