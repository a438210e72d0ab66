// Judges the logits of a set of images: loss, accuracy, AUC, probabilities.
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

// How many of the logits' largest classes are the labels.
std::size_t count_correct(std::span<const float> logits, int classes, std::span<const int> labels);

// Of a batch whose samples took a share of their partners': each label counts with its share.
double mixed_correct(std::span<const float> logits, int classes, std::span<const int> labels, const BatchMix& mix);

// (n, views, outputs) -> (n, outputs): averages the class probabilities over an image's views and returns them as
// logits; with one view, returns the input.
std::vector<float> mean_answer_logits(std::span<const float> logits, int classes, int views);

// `read` tells which of the images have logits; logits has a row for every image.
Evaluation evaluate(std::span<const float> logits, int classes, std::span<const int> labels,
                    const std::vector<bool>& read);

}  // namespace ml
