// Which images of a batch can be put back where they were when it is undone, or made again: not those whose place is
// another image's by now. Those of the batch may change places among themselves.
// Private to db. One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <set>
#include <vector>

#include "db/edits.h"

namespace db {

// The images that must stay where they are, or out of the set. `leaving`: images that go out of it all the same.
std::set<ImageId> without_former_place(const Readable& from, const std::vector<EditEvent>& newest_first,
                                       std::set<ImageId> leaving);

}  // namespace db
