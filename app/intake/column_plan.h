// What each column of a table becomes, by a layout and by what a person chose. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/intake/import_source.h"
#include "app/intake/layouts/layout.h"

namespace app {

struct ColumnPlan {
  std::vector<SourceColumn> columns;
  std::vector<std::size_t> pictures;  // empty: no column names a picture
  std::vector<std::size_t> one_hot;   // columns of which one is 1
  std::vector<std::size_t> lesion_from;
  std::vector<std::pair<std::size_t, std::string>> leave_out;
  std::vector<std::string> twins;  // in words: columns of one heading, of which the later have a number behind it
  std::string two_labels;          // names of columns that could both be the label; empty: it is clear
};

// Throws std::runtime_error when two columns that are used have the same heading.
ColumnPlan plan_columns(const Layout& layout, const std::vector<std::string>& headings, const SourceChoices& choices);

// What a column that is kept as metadata is kept as: its name, but for a name that already means something of an image,
// "sex" or "label", which has " (column)" behind it.
std::string metadata_name(const std::string& column);

std::optional<std::size_t> column_with_role(const ColumnPlan& plan, ColumnRole role);

}  // namespace app
