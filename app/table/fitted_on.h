// What a calibration was fitted on, beside the answers and labels at hand. Where these are others, a fit on them would
// stand for a calibration that nobody applies: the probabilities are then judged as they are shown, and why is said.
//
//   const FittedOn fit{.epoch = 2, .views = 8, .label_revision = 17};
//   why_as_shown(fit, {.epoch = 1, .views = 8});                      // "fitted on epoch 2"
//
// Plain values; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace app {

struct FittedOn {
  int epoch = 0;  // whose answers; 0: nothing of the fit is recorded
  int views = 0;  // in which they were asked; 0: not recorded
  std::int64_t label_revision = 0;
  std::int64_t edit_revision = -1;  // by whose splits; -1: not recorded

  bool operator==(const FittedOn&) const = default;
};

struct AskedAs {
  int epoch = 0;
  int views = 0;
  int dropout_passes = 0;
  bool other_labels = false;     // some image is judged by another label than that of the fit
  std::int64_t not_of_fit = 0;   // how many were not in validation when it was made, or not asked
  std::int64_t never_asked = 0;  // of them, those that a fit made again would be without too
};

// In place of the group by the labels of the fit: it was not made on this image.
inline constexpr int kNotOfFit = -2;

// Empty: they are those of the fit, and each image can be judged by a fit on the others.
std::string why_as_shown(const FittedOn& fit, const AskedAs& asked);

}  // namespace app
