#include "app/cli/calibration_option.h"

namespace app::cli {

void add_uncalibrated(Verb& verb, bool& uncalibrated) {
  verb.flag("--uncalibrated", uncalibrated, "Probabilities as the network gave them; no decision changes by it");
}

const ml::FittedCalibration* applied_of(const ml::Model& model) {
  return model.calibration && model.calibration->on ? &*model.calibration : nullptr;
}

std::string asked_text(int views, const ml::FittedCalibration* applied) {
  return asked_words(views, applied != nullptr ? calibration_words(*applied) : "not calibrated");
}

}  // namespace app::cli
