// Why the model says so, for one image: prediction and Grad-CAM with its place in the image; and the
// picture of it, heat over image with legend and disclaimer, for export.
// One thread at a time; the owner decides (the rule of predictor and head).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/workspace/heat_picture.h"
#include "engine/image/image.h"
#include "ml/explain/kept_evidence.h"
#include "ml/infer/predictor.h"
#include "ml/model/model.h"

namespace app {

struct Explanation {
  std::vector<float> probabilities;  // per group: the mean over the views, calibrated as the model says
  int views = 1;                     // that it is the mean of
  std::vector<float> plain_view;     // per group: of the plain view alone, calibrated as the model says
  ml::GradCam cam;                   // of the plain view, as the network gave it
  int group = 1;                     // explained
  int decided = 1;                   // at the threshold that the model keeps, whatever is explained

  float probability() const { return probabilities[static_cast<std::size_t>(group)]; }
  std::array<float, 4> image_from_crop{1, 1, 0, 0};  // crop uv -> image uv: scale x, y, offset x, y
};

// Runs the backbone over the image: what every explanation of it needs, kept by the caller while the image is open.
// `feature_space` is ml::feature_space of the predictor's model.
ml::KeptEvidence evidence_of(ml::Predictor& predictor, const std::string& feature_space, const engine::Image& image);

// From what was kept, without the backbone; for any head that the evidence fits: `head` is `model`'s. `group` negative:
// the predicted one, of two groups at the threshold that the model keeps, else 0.5 before calibration: what
// predict_images and `nevus predict` say.
Explanation explain_evidence(ml::HeadPredictor& head, const ml::Model& model, const ml::KeptEvidence& kept,
                             const engine::Image& image, int group);

// Image and overlay side by side, at the image's own size, over a legend, the title and the disclaimer.
engine::Image render_explanation(const engine::Image& image, const Explanation& explanation, const HeatPicture& style,
                                 const std::string& title);

// What to tell when there is no map to show; empty when there is.
std::string heat_message(const ml::GradCam& cam);

}  // namespace app
