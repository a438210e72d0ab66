// What is asked of the referral desk. Plain values.
#pragma once

#include <string>

#include "app/core/types.h"

namespace app {

// What it would give on validation if this share of the images were referred to a person.
struct ChooseReferral {
  RunId run = 0;
  double referred = 0.2;
  std::string doubt = {};  // its name; empty: the best on validation
};
struct KeepReferral {};  // what was chosen last
struct ForgetReferral {
  RunId run = 0;
};

}  // namespace app
