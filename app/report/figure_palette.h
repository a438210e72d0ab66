// The inks of figures and reports: one list for white paper and one for a dark screen. Hues after Okabe and Ito, which
// colour-blind eyes tell apart; no two meanings differ by hue alone (dashes, marks, names beside them).
//
//   Ink ink = ink_of(group_tone(1));   // ink.token "c1": the style sheet of a report repaints .f-c1 and .s-c1
//
// Any thread; constants.
#pragma once

#include <span>
#include <string_view>

#include "app/report/figure.h"

namespace app {

struct Ink {
  std::string_view token;  // "ink", "muted", "c0", ...
  std::string_view light;  // "#RRGGBB" on paper
  std::string_view dark;   // on a dark screen
};

enum class InkName { Paper, Text, Muted, Grid, Axis, Hit, Miss, OnCell };

const Ink& ink(InkName name);
const Ink& ink_of(const Tone& tone);
// Beyond the number of hues they come again, dashed.
bool is_dashed(const Tone& tone);
std::span<const Ink> all_inks();

}  // namespace app
