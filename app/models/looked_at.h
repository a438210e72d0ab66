// A threshold that is only looked at: the run keeps another one, or none and decides at what 0.5 became by its
// calibration, and comes back with that.
//
//   if (const auto seen = looked_at(models, run)) text = looked_at_words(*seen);   // "looked at; the run keeps 0.17"
//
// Main thread only; plain values.
#pragma once

#include <optional>
#include <string>

#include "app/models/models.h"

namespace app {

struct LookedAt {
  RunId run = 0;
  float shown = 0.5F, own = 0.5F;
  bool kept = false;  // with the run; false: nothing is, its own is the usual one
};

// Absent: the run's own threshold is shown, or it knows other than two groups, or it is not shown.
std::optional<LookedAt> looked_at(const Models& models, std::optional<RunId> run);
std::string looked_at_words(const LookedAt& seen);
// Of the run whose predictions are seen, else of the one that Train shows.
std::optional<LookedAt> looked_at(const Models& models);

}  // namespace app
