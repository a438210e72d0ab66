// Whether the file of a workspace is whole: SQLite's own check of its pages and indexes, and of references between
// rows. The label log has a check of its own (labels.h). One thread at a time; the owner of the Reader decides. Reads
// the whole file.
#pragma once

#include <string>
#include <vector>

#include "db/reader.h"

namespace db {

// In words, at most the first twenty of each kind; empty: it is sound.
std::vector<std::string> integrity_problems(const Readable& from);
std::vector<std::string> reference_problems(const Readable& from);

}  // namespace db
