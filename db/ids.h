// Row identifiers. An image's lasting identity is its content hash; ids are valid in one workspace.
// Any thread. Plain values.
#pragma once

#include <cstdint>

namespace db {

using ImageId = std::int64_t;
using ClassId = std::int64_t;
using TargetId = std::int64_t;
using RunId = std::int64_t;
using BatchId = std::int64_t;
using EventId = std::int64_t;  // of a label event or an edit event; the last one of either is its revision

}  // namespace db
