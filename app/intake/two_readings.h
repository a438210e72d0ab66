// A folder whose tables seem to be of its pictures and cannot be used as they stand: they could say what the pictures
// are, and so could the names of its folders. Nothing of it is taken until a person chose: by_folders, or the role of a
// column. Any thread; plain values.
#pragma once

#include "app/intake/import_source.h"
#include "app/intake/shelf.h"
#include "app/intake/table_choice.h"

namespace app {

// `choice` without a main table, and with one that is not used.
ImportSource read_in_two_ways(const IntakeShelf& shelf, const TableChoice& choice, const SourceChoices& choices);

}  // namespace app
