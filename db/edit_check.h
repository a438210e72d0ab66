// The part of verify_log that walks the edits.
// Private to db. One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include "db/labels.h"
#include "db/reader.h"

namespace db {

void check_edits(const Readable& from, LogCheck& check);

}  // namespace db
