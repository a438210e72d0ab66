// Which epoch of a run is kept. With validation it is the best; without, none can be chosen and the last is kept. One
// question for the command line, the window and reports.
//
//   validated(epoch.val_loss, epoch.val_auc, epoch.val_accuracy)   what an epoch tells of validation
//   kept_epoch_words(3, true)                                      "best epoch 3"; else "last epoch 3, kept"
//
// Any thread; pure functions.
#pragma once

#include <cmath>
#include <optional>
#include <string>

namespace app {

inline bool validated(std::optional<double> loss, std::optional<double> auc, std::optional<double> accuracy) {
  return (loss && std::isfinite(*loss)) || auc || accuracy;
}

inline std::string kept_epoch_words(int epoch, bool validated) {
  return validated ? "best epoch " + std::to_string(epoch) : "last epoch " + std::to_string(epoch) + ", kept";
}

}  // namespace app
