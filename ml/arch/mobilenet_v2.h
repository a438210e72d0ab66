// The family "mobilenet_v2" (Sandler et al. 2018): 52 units with torchvision's tensor names, channel rounding and
// padding.
// Threads: any thread; pure functions.
#pragma once

#include <vector>

#include "ml/arch/model_spec.h"
#include "ml/arch/unit_spec.h"

namespace ml {

std::vector<UnitSpec> mobilenet_v2_units(const ModelSpec& spec);

// torchvision's rule: to the nearest multiple of 8, never more than 10 % down.
int rounded_channels(double channels);

}  // namespace ml
