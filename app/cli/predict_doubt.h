// What `nevus predict` says of an image before its number: whether it is like the training images, and whether the
// model would rather refer it to a person. Main thread only. Owns a copy of the model's head.
//
//   PredictDoubt doubt(model, coverage, decided_at(model, applied, asked_for).value);
//   text += doubt.before(answered, pooled, json_of_image);
//   text += doubt.remarks(images, json);           // what is so of all images
#pragma once

#include <optional>
#include <span>
#include <string>

#include "app/core/json.h"
#include "app/workspace/image_doubt.h"
#include "ml/model/model.h"

namespace app::cli {

class PredictDoubt {
 public:
  // `coverage` absent: as it is kept with the model. Throws when one is asked for and the model has kept no doubts.
  // `decides_at`: of two groups, of the probabilities as they are shown. Nothing is referred by another threshold's
  // doubts.
  PredictDoubt(const ml::Model& model, std::optional<double> coverage, double decides_at);

  // Adds the fields "familiarity" and "refer"; gives the words that stand before the number.
  // `answered`: the probabilities before calibration.
  std::string before(std::span<const float> answered, std::span<const float> pooled, Json& image);
  // Adds the field "why_not_referred" to what is said of all.
  std::string remarks(std::size_t images, Json& all) const;

 private:
  std::optional<ml::Familiarity> familiarity_;
  std::optional<ml::Referral> referral_;
  double coverage_ = 1;
  std::string why_not_;  // nothing is referred, although a share shall be; empty: it is
  ml::HeadPredictor head_;
  DoubtAsker asker_;
  std::size_t unlike_ = 0, referred_ = 0;
};

}  // namespace app::cli
