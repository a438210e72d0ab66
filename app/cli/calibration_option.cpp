#include "app/cli/calibration_option.h"

#include "app/workspace/run_calibration.h"
#include "app/workspace/run_of_model.h"

namespace app::cli {

void add_uncalibrated(Verb& verb, bool& uncalibrated) {
  verb.flag("--uncalibrated", uncalibrated, "Probabilities as the network gave them; no decision changes by it");
}

const ml::FittedCalibration* applied_of(const ml::Model& model) {
  return model.calibration && model.calibration->on ? &*model.calibration : nullptr;
}

std::string take_calibration(ml::Model& model, bool uncalibrated, const std::optional<db::Run>& run) {
  if (uncalibrated) {
    model.calibration.reset();
    return "not calibrated, as asked for";
  }
  const ml::FittedCalibration* applied = applied_of(model);
  return applied != nullptr ? calibration_words(*applied) : not_calibrated_words(model, run);
}

}  // namespace app::cli
