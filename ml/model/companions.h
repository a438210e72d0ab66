// What travels in a model's file beside its network and takes no part in its answer, such as what is known of its
// training images (ml/familiarity): tensors, and texts among the metadata. Their names begin with kCompanion. They
// belong to the numbers they were made for: a model that is trained on loses them.
//
// Any thread; pure functions.
#pragma once

#include <string_view>

#include "ml/model/weights.h"

namespace ml {

inline constexpr std::string_view kCompanion = "companion.";

inline bool is_companion(std::string_view name) { return name.starts_with(kCompanion); }

void erase_companions(Weights& weights);

// Whether both hold the same numbers of the same network, whatever travels beside it.
bool same_network(const Weights& a, const Weights& b);

}  // namespace ml
