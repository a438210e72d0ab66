// Which of an import's images validate, where the source does not say so; and lesions and patients that stand on both
// sides of a split. Any thread; pure functions.
#pragma once

#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"

namespace app {

// Sets `split` and `held_out` of every image. Photographs of one lesion or patient stay on one side: that on which
// others of them stand already, else the one that the hash of their name draws.
HoldOut plan_splits(const ImportSource& source, const Standing& here, std::vector<PlannedImage>& images);

// Of the workspace as the import would leave it; only groups which the import adds to.
std::vector<PlannedLeak> find_planned_leaks(const ImportSource& source, const Standing& here,
                                            const std::vector<PlannedImage>& images);

}  // namespace app
