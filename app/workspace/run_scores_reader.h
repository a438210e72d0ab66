// Reads what a run says of the images, all epochs, for the table: on a worker, with a reader of its own.
// A run that cannot be measured is given back with the reason instead of scores.
// One thread at a time; the owner of the reader decides.
#pragma once

#include <memory>
#include <vector>

#include "app/table/run_scores.h"
#include "db/reader.h"

namespace app {

// `ids`: the images of the table by row, ascending; an image that is not in it is left out. `before`: what was read
// of the run earlier; of its epochs only the last is read again, because a resumed run replaces that one.
std::shared_ptr<const RunScores> read_run_scores(const db::Reader& from, RunId run, const std::vector<ImageId>& ids,
                                                 const std::shared_ptr<const RunScores>& before = nullptr);

}  // namespace app
