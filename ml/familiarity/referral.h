// Where a model does not answer but refers to a person: a kind of doubt, what it was on validation images, and the
// share of images like those that shall be answered. It travels in the model's file.
//
//   put_referral(model, {.doubt = "probability", .validation = quantiles_of(doubts), .coverage = 0.8});
//   if (const auto referral = referral_of(model)) refers = doubt_of_image > referral->most_doubt();
//
// Any thread; plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ml/model/model.h"

namespace ml {

struct Referral {
  std::string doubt;              // its name, which the caller gives a meaning
  std::vector<float> validation;  // the doubt at the shares 0, 1/1000, ... 1 of the validation images
  double coverage = 1;            // above 0; 1: every image is answered
  double threshold = 0.5;         // that the doubts speak of, of two groups, before calibration
  std::optional<double> limit;    // most doubt that is answered at this coverage; absent: by the shares above

  double most_doubt() const { return most_doubt(coverage); }  // answered up to and with it
  double most_doubt(double share) const;
};

void put_referral(Model& model, const Referral& referral);
std::optional<Referral> referral_of(const Model& model);
void erase_referral(Model& model);

}  // namespace ml
