// The seven diagnoses of the demo set, named as in HAM10000. Malignant means mel, bcc or akiec
// (akiec is pre-malignant or in situ: a common grouping).
//
// Any thread; plain values.
#pragma once

#include <array>
#include <string_view>

namespace app::demo {

enum class Diagnosis { kNv, kMel, kBkl, kBcc, kAkiec, kVasc, kDf };

inline constexpr std::array<Diagnosis, 7> kDiagnoses{Diagnosis::kNv,  Diagnosis::kMel,   Diagnosis::kBkl,
                                                     Diagnosis::kBcc, Diagnosis::kAkiec, Diagnosis::kVasc,
                                                     Diagnosis::kDf};

constexpr std::string_view name_of(Diagnosis diagnosis) {
  constexpr std::array<std::string_view, 7> kNames{"nv", "mel", "bkl", "bcc", "akiec", "vasc", "df"};
  return kNames[static_cast<std::size_t>(diagnosis)];
}

constexpr bool is_malignant(Diagnosis diagnosis) {
  return diagnosis == Diagnosis::kMel || diagnosis == Diagnosis::kBcc || diagnosis == Diagnosis::kAkiec;
}

}  // namespace app::demo
