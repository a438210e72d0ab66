// Ids of lesions and patients that an import brings from one source and that stand in another one too. They count as
// the same, so that no split parts them; whether they are, only who made the sources knows, so it is said.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"

namespace app {

std::vector<SharedIds> find_shared_ids(const ImportSource& source, const Standing& here,
                                       const std::vector<PlannedImage>& images);

std::string words_of(const SharedIds& shared);

}  // namespace app
