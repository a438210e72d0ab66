// Which of the tables on a shelf says what its pictures are. An index.tsv or index.csv in the root comes first, then
// the tables of a known set, then a table with a column of pictures that are there. Two that stand on the same level
// are refused with both named, unless they are parts of one set that their names tell apart (…_train, …_test). Any
// thread; plain values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/intake/import_source.h"
#include "app/intake/layouts/layout.h"
#include "app/intake/picture_finder.h"
#include "app/intake/shelf.h"

namespace app {

// Of a folder without a table to read it by: one that seems to be of its pictures all the same.
struct UnusedTable {
  std::string why;
  std::optional<SourceTable> columns;  // none: it cannot be read
};

struct TableChoice {
  Layout layout;
  std::vector<std::pair<ShelfTable, std::string>> mains;  // with the split that its name says; none: folders may tell
  std::vector<std::pair<ShelfTable, CompanionTable>> companions;
  std::vector<std::string> notes;   // tables that are not used, with their columns
  std::vector<SourceTable> to_map;  // no main: tables about these pictures of which no column is known to name them
  std::vector<UnusedTable> unused;  // no main: all that could be meant, those to map among them; folders may tell too
};

// Throws std::runtime_error where two tables could be meant.
TableChoice choose_tables(IntakeShelf& shelf, PictureFinder& finder, const SourceChoices& choices);
// The table was named itself.
TableChoice choose_named(IntakeShelf& shelf, const SourceChoices& choices);

}  // namespace app
