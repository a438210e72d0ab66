// Pictures of an import that look almost the same as another one of it, or as one that is here. Any thread.
#pragma once

#include <stop_token>

#include "app/core/progress.h"
#include "app/workspace/import_plan.h"
#include "db/reader.h"

namespace app {

// Among more pictures than this nobody wants to wait for it before an import; `nevus duplicates` looks afterwards.
inline constexpr std::size_t kMostLookedAt = 30'000;

// Fills near, near_pairs, near_across and near_looked_for. `from` null: nothing is here.
void find_near(ImportPlan& plan, const db::Readable* from, const OnProgress& progress, const std::stop_token& stop);

}  // namespace app
