// Reading of edit rows, and the canonical text of an edit event, whose SHA-256 is the event's hash and enters the
// next one's: a JSON array of previous hash, id, time, who, kind, subject, image hash (empty for classes and
// targets), before, after (both as their text), reason, source, batch.
// Private to db. One thread at a time; the owner decides.
#pragma once

#include <string>

#include "db/edits.h"
#include "db/sqlite/query.h"

namespace db {

EditKind edit_kind_named(const std::string& name);
bool is_of_image(EditKind kind);
// Columns as in sql/edit_event_list.sql.
EditEvent read_edit_event(const Query& row);
// Reads every field but `hash`.
std::string hash_of(const EditEvent& event, const std::string& image_sha256);

}  // namespace db
