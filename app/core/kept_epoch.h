// Which epoch of a run is kept. With validation it is the best; without, or where what chooses (the criterion) is not
// defined on it, none can be chosen and the last is kept. One question for the command line, the window and reports.
//
//   validated(epoch.val_loss, epoch.val_auc, epoch.val_accuracy)   what an epoch tells of validation
//   chooses("val_auc", {loss, auc, accuracy, balanced})            whether it could be chosen by that
//   kept_epoch_words(3, true)                                      "best epoch 3"; else "last epoch 3, kept"
//   why_none_chosen("val_auc", true)                               "no AUC is defined to choose one by"
//
// Any thread; pure functions.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace app {

inline bool validated(std::optional<double> loss, std::optional<double> auc, std::optional<double> accuracy) {
  return (loss && std::isfinite(*loss)) || auc || accuracy;
}

struct EpochJudged {
  std::optional<double> loss, auc, accuracy, balanced_accuracy;
};

// A criterion of no name is not known: whatever validation tells may have chosen.
inline bool chooses(std::string_view criterion, const EpochJudged& epoch) {
  if (criterion == "val_loss") return epoch.loss && std::isfinite(*epoch.loss);
  if (criterion == "val_auc") return epoch.auc.has_value();
  if (criterion == "val_balanced_accuracy") return epoch.balanced_accuracy.has_value();
  return validated(epoch.loss, epoch.auc, epoch.accuracy);
}

inline std::string why_none_chosen(std::string_view criterion, bool validated) {
  if (!validated) return "there was no validation to choose one by";
  return std::string("no ") +
         (criterion == "val_loss"                ? "loss"
          : criterion == "val_balanced_accuracy" ? "balanced accuracy"
                                                 : "AUC") +
         " is defined to choose one by";
}

inline std::string kept_epoch_words(int epoch, bool chosen) {
  return chosen ? "best epoch " + std::to_string(epoch) : "last epoch " + std::to_string(epoch) + ", kept";
}

}  // namespace app
