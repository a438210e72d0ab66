// The columns that the set can be cut by, what parts each makes, and the rows of a part. Words make a part each;
// ages stand in decades, measures in quarters of the set; what is not recorded is a part of its own.
//
//   for (const std::string& column : slice_columns(table)) ...     // those in which anything is recorded
//   const SlicedRows cut = cut_by(table, "site");
//   cut.slices[cut.slice_of_row[row]]
//
// Pure functions; the thread that owns the table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/table/bits.h"
#include "app/table/image_table.h"
#include "app/table/slice.h"

namespace app {

// Sources come first where the set has several.
std::vector<std::string> slice_columns(const ImageTable& table);

struct SlicedRows {
  std::string column;
  std::vector<Slice> slices;                // words by name, bands rising; what is not recorded last
  std::vector<std::uint16_t> slice_of_row;  // of every row of the table
};
// Throws std::invalid_argument, naming the columns there are, on one that is not there.
SlicedRows cut_by(const ImageTable& table, const std::string& column);

// Removed rows too, as the table's own sets. Empty for a column that is not there.
Bits rows_of(const ImageTable& table, const Slice& slice);

// "back", "60 to 69", "sharpness below 12.4", "not recorded".
std::string title_of(const Slice& slice);
std::string title_of_column(std::string_view column);  // "diagnosis method" for dx_type

}  // namespace app
