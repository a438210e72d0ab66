#include "app/cli/calibration_option.h"

namespace app::cli {

void add_uncalibrated(Verb& verb, bool& uncalibrated) {
  verb.flag("--uncalibrated", uncalibrated, "Probabilities as the network gave them; no decision changes by it");
}

const ml::FittedCalibration* applied_of(const ml::Model& model) {
  return model.calibration && model.calibration->on ? &*model.calibration : nullptr;
}

std::string take_calibration(ml::Model& model, bool uncalibrated) {
  if (uncalibrated) {
    model.calibration.reset();
    return "not calibrated, as asked for";
  }
  if (!model.calibration) return "not calibrated: the model has no calibration";
  return model.calibration->on ? calibration_words(*model.calibration) : "not calibrated: switched off";
}

}  // namespace app::cli
