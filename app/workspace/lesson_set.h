// What the lessons are worked out on: generated lesions as the features that the shipped network makes of them, with
// something laid over the pictures where a lesson wants it; and a logistic regression on such features.
// One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "app/core/progress.h"
#include "engine/image/image.h"

namespace app {

struct FeatureRows {
  std::size_t dimension = 0;
  std::vector<float> values;  // rows of `dimension`
  std::vector<int> labels;    // 0 benign, 1 malignant
  std::vector<int> lesions;   // which lesion a row shows

  std::size_t size() const { return labels.size(); }
  std::span<const float> row(std::size_t i) const { return {values.data() + i * dimension, dimension}; }
  FeatureRows only(std::span<const std::size_t> rows) const;
};

// What lies over the picture of a row with this written label, from the row's own random number (0..1).
using Overlay = std::function<void(engine::Image& picture, int label, double random)>;

struct LessonDraw {
  std::uint64_t seed = 1;
  int lesions = 80;
  int photographs = 1;     // of each lesion
  double wrong_share = 0;  // of the lesions whose label is written down wrongly, on all of their photographs
  Overlay overlay = {};
};

class LessonSet {
 public:
  LessonSet();  // reads the model that ships with the program
  ~LessonSet();

  // Half melanomas, half moles; rows have the label that is written down. Ends early where it is stopped: with no rows.
  FeatureRows draw(const LessonDraw& wanted, const OnProgress& on_progress, const std::stop_token& stop) const;

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

// The ruler and the camera of the lessons.
void lay_ruler(engine::Image& picture);
void tint_as_other_camera(engine::Image& picture);

// Ridge logistic regression by gradient descent on standardised features. Deterministic.
class LogisticModel {
 public:
  explicit LogisticModel(const FeatureRows& rows);
  std::vector<float> scores(const FeatureRows& rows) const;  // probability of label 1

 private:
  std::vector<float> mean_, scale_, weights_;
  float bias_ = 0;
};

}  // namespace app
