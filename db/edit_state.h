// Rows as the JSON that edit events hold, and JSON put into the rows.
// Private to db. One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "db/classes.h"
#include "db/edits.h"

namespace db {

// A text that is not UTF-8 as {"hex":"..."}, which JSON can hold.
nlohmann::json json_of_text(const std::string& text);
std::string text_of_json(const nlohmann::json& json);

// Every column an edit of the kind may name; null when there is no such class or target. Throws NotFound for an
// unknown image.
nlohmann::json state_of(const Readable& from, EditKind kind, std::int64_t subject);
nlohmann::json state_of(EditKind kind, const Image& image);  // Split to Path
nlohmann::json state_of(const Class& known);
nlohmann::json state_of(const Target& known);

// Each column that `part` names has that value in `state`.
bool holds(const nlohmann::json& state, const nlohmann::json& part);
// What `state` becomes by the edit: the columns of `after` over it, or `after` itself where either is null.
nlohmann::json edited(const nlohmann::json& state, const nlohmann::json& after);

// Whether it may become so: a class that labels or targets name cannot cease to be.
bool may_become(const Readable& from, EditKind kind, std::int64_t subject, const nlohmann::json& after);
// Changes the row, and tells the transaction's changes.
void put_state(Transaction& transaction, EditKind kind, std::int64_t subject, const nlohmann::json& after);

}  // namespace db
