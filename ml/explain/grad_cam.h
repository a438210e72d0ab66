// Grad-CAM: which places speak for a class.
//
// A global pool follows the last map, so the weights of the channels are one vector: the gradient of the
// class's logit (before sigmoid or softmax) with respect to the pooled features. For two classes the
// evidence for classes[1] is that of +logit, for classes[0] that of -logit.
//
// Where a head reads earlier blocks too (pooled_features.h), a place also says its share of their means, and of their
// deviations: (x - mean)^2 / deviation, whose mean over the places is the deviation. As with HiResCAM (Draelos and
// Carin 2020) nothing that the head was given is left out; finer maps are averaged down to the last one's cells.
//
// Use: `GradCam cam = grad_cam(head, pooled, map, class_index);`
// Threads: one thread at a time (the head's rule).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "ml/infer/head_predictor.h"

namespace ml {

enum class GradCamState {
  Ok,
  NoPositiveEvidence,  // no place speaks for the class; `heat` is all zero
  Saturated,           // the probability is so near 0 or 1 that a small change of evidence shows nothing
  Failed,              // the map, the gradient or the logit is not a number
};

std::string_view grad_cam_state_name(GradCamState state);

struct GradCam {
  GradCamState state = GradCamState::Failed;
  int side = 0;             // cells per side: 7 at 224 px
  float logit = 0;          // of the explained class, with its sign (-logit for classes[0] of two)
  float probability = 0;    // of the explained class
  std::vector<float> raw;   // (side,side): signed evidence; for a linear head the logit is its mean plus the bias
  std::vector<float> heat;  // (side,side): max(raw, 0) / largest, 0..1
};

// pooled (C) and the maps of one image, as Predictor::features gives them. A saturated result still has its maps.
GradCam grad_cam(HeadPredictor& head, std::span<const float> pooled, std::span<const float> map, int class_index);

}  // namespace ml
