// The threshold that travels in a model's file, so that a copy of the file decides as the run does: of the second of
// two groups, before calibration, with how it was chosen. And which threshold decides when a model is asked.
//
//   put_threshold(model, {.before_calibration = 0.31, .words = "by costs, ..."});        // then save the model
//   const DecidedAt at = decided_at(model, applied, asked_for);
//   const int group = decide_group(probabilities, at.value);
//
// A model that is trained on loses it, as every companion. Any thread; plain values.
#pragma once

#include <optional>
#include <string>

#include "app/core/json.h"
#include "ml/metrics/fitted_calibration.h"
#include "ml/model/model.h"

namespace app {

struct KeptThreshold {
  double before_calibration = 0.5;
  std::string words = {};  // how it was chosen: "by costs, a miss to a false alarm 5:1 on val, n 420"
};

void put_threshold(ml::Model& model, const KeptThreshold& threshold);
// Throws where what the file says is damaged.
std::optional<KeptThreshold> threshold_of(const ml::Model& model);
void erase_threshold(ml::Model& model);

struct DecidedAt {
  enum class From { Asked, Kept, Usual } from = From::Usual;
  double value = 0.5;               // of the probabilities as they are shown
  std::optional<double> kept = {};  // what was kept, on the same scale
  std::string kept_words = {};      // how it was chosen
  bool calibrated = false, two_groups = true;
};

// What was asked for, else what is kept with the model, else 0.5 as the network means it. `applied` null: probabilities
// are as the network gave them. Throws where one is asked for of other than two groups, which decide without.
DecidedAt decided_at(const ml::Model& model, const ml::FittedCalibration* applied, std::optional<double> asked_for);
// "positive at or above 0.31, kept with the model: by costs, ..."
std::string decided_words(const DecidedAt& at);
Json decided_json(const DecidedAt& at);

}  // namespace app
