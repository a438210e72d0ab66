// Rows as the JSON text that edit events hold, and such text put into the rows. Keys are sorted, so equal states
// are equal texts.
// Private to db. One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <cstdint>
#include <string>

#include "db/classes.h"
#include "db/edits.h"

namespace db {

inline constexpr const char* kNothing = "null";  // the state of a class or target that is not there

// Every column an edit of the kind may name. Throws NotFound for an unknown image.
std::string state_of(const Readable& from, EditKind kind, std::int64_t subject);
std::string state_of(EditKind kind, const Image& image);  // Split to Path
std::string state_of(const Class& known);
std::string state_of(const Target& known);

// An edit from one state to another that names only the columns which differ.
Edit edit_between(EditKind kind, std::int64_t subject, const std::string& before, const std::string& after);

// Each column that `part` names has that value in `state`.
bool holds(const std::string& state, const std::string& part);
// As far as both name the same columns.
bool agree(const std::string& one, const std::string& other);
// What `state` becomes by the edit: the columns of `after` over it, or `after` itself where either is nothing.
std::string edited(const std::string& state, const std::string& after);

// Of the state of a path, as the row holds it.
std::string path_in(const std::string& state);

// Whether it may become so: a class that labels or targets name cannot cease to be, and no two have one name.
bool may_become(const Readable& from, EditKind kind, std::int64_t subject, const std::string& after);
// Changes the row to the whole state, and tells the transaction's changes.
void put_state(Transaction& transaction, EditKind kind, std::int64_t subject, const std::string& state);

}  // namespace db
