// The third answer of a run: the share of images that it refers to a person. What is kept with the run, and what
// another choice would give on validation. Main thread only; the choice is never changed.
#pragma once

#include <memory>
#include <string>

#include "app/core/types.h"

namespace app {

struct ReferralChoice;

struct ReferralView {
  RunId run = 0;             // 0: none was asked about
  std::string working = {};  // "Asking about images 120 of 1,209"; empty: nothing is computed
  std::string problem = {};  // why nothing can be chosen
  bool kept_known = false;
  std::string kept = {};  // "The 20 % of images with most doubt are referred ..."; empty: every image is answered
  // Of the run, at the share that was asked for last; null: none yet.
  std::shared_ptr<const ReferralChoice> choice = {};
};

}  // namespace app
