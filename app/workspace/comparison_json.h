// A comparison of two runs as `nevus compare` prints it. Any thread; pure functions.
#pragma once

#include <string>

#include "app/core/json.h"
#include "app/workspace/compare_runs.h"

namespace app {

Json comparison_json(const RunComparison& comparison);
std::string comparison_text(const RunComparison& comparison);
// What has to stand beside the numbers: images that only one has judged, leaks, assumptions, looks at test.
std::vector<std::string> comparison_notes(const RunComparison& comparison);
// "DeLong, images taken as independent: 0.015 (95 % 0.002 to 0.028), p 0.024"; empty: it is not defined
std::string delong_text(const Comparison& numbers);

}  // namespace app
