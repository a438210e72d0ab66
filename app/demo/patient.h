// The patient a lesion is said to belong to: age, sex, site and how the diagnosis was made, with
// the tendencies real collections have (basal cell carcinoma in the old, on the face).
//
// Any thread; pure.
#pragma once

#include <cstdint>

#include "app/demo/plan.h"

namespace app::demo {

Patient draw_patient(Diagnosis diagnosis, std::uint64_t seed);

}  // namespace app::demo
