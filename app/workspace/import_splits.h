// Which of an import's images validate, where the source does not say so. Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"

namespace app {

// Sets `split` and `held_out` of every image. Photographs of one lesion or patient stay on one side: that on which
// others of them stand already (test too, where the source names no split), else the one that the hash of their name
// draws.
HoldOut plan_splits(const ImportSource& source, const Standing& here, std::vector<PlannedImage>& images);

// In words; empty: the source names its splits.
std::vector<std::string> hold_out_lines(const HoldOut& held);

}  // namespace app
