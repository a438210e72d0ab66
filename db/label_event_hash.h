// The canonical text of a label event, whose SHA-256 is the event's hash and enters the next one's.
// A JSON array: previous hash, id, time, who, image id, image hash, class from, class to, reason,
// source, seconds spent, model visible, batch, branch; null where unknown.
// Private to db. Any thread.
#pragma once

#include <string>

#include "db/labels.h"

namespace db {

// Reads every field but `hash`.
std::string hash_of(const LabelEvent& event, const std::string& image_sha256);

}  // namespace db
