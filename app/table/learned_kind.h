// How a run learned an image, in one word (learning.h says from what). A plain value; any thread.
#pragma once

#include <array>
#include <string_view>

namespace app {

// Exclusive. Early and late were right from some epoch on to the end, early within the first quarter of the epochs;
// never was right at no epoch; forgotten was right at one and wrong at the next, at least once.
enum class LearnedKind { Early, Late, Never, Forgotten };
inline constexpr std::array<LearnedKind, 4> kLearnedKinds = {LearnedKind::Early, LearnedKind::Late, LearnedKind::Never,
                                                             LearnedKind::Forgotten};
inline constexpr std::array<std::string_view, 4> kLearnedWords = {"learned early", "learned late", "never learned",
                                                                  "forgotten"};

}  // namespace app
