// What the backbone made of one image, kept: the pooled features of its test-time views and the last map. From it any
// class, and the head of any run on the same backbone, is explained without running the backbone again.
//
// Use: `KeptEvidence kept = keep_evidence(predictor, feature_space(model), input);`
//      `if (fits(kept, feature_space(other_model), head)) cam = grad_cam(head, kept, class_index);`
// Threads: keep_evidence and those that take a head: one thread at a time (its rule); the evidence is a plain value.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ml/explain/grad_cam.h"
#include "ml/infer/predictor.h"

namespace ml {

struct KeptEvidence {
  std::string feature_space;  // see head_predictor.h
  std::vector<float> pooled;  // (views, C), the plain view first
  std::vector<float> map;     // (map_length), of the plain view, see predictor.h
};

// Runs the backbone: over input (1,3,S,S) and as many of its symmetries as the predictor's model asks for.
KeptEvidence keep_evidence(Predictor& predictor, std::string feature_space, std::span<const float> input);

// Whether a head of this feature space can use it: the same space, and at least as many views.
bool fits(const KeptEvidence& kept, const std::string& feature_space, const HeadPredictor& head);

// (K): the mean over the views that the head's model asks for.
std::vector<float> mean_probabilities(HeadPredictor& head, const KeptEvidence& kept);
GradCam grad_cam(HeadPredictor& head, const KeptEvidence& kept, int class_index);

}  // namespace ml
