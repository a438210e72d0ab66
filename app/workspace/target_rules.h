// Which targets follow from a set of images. A target is a named grouping of classes. Three rules:
//   diagnosis   every class is its own group (always there, with two classes or more)
//   COLUMN      an index column that is a function of the label, e.g. malignant = 0|1
//   malignant   from the class catalogue, where it knows every class and the column was not given
// Any thread.
#pragma once

#include <string>
#include <vector>

#include "app/intake/import_source.h"
#include "app/workspace/class_catalog.h"

namespace app {

struct TargetRule {
  std::string name;
  std::string description;
  std::vector<std::string> groups;                          // negative first
  std::vector<std::pair<std::string, int>> group_of_class;  // class name, index into groups
};

// Of a target that was taken from the column of this name.
std::string description_of_column(const std::string& column);

// What keeps a column from being a target though nearly every row agrees, in words with the first row that does not,
// and a "malignant" that is none, as the usual grouping takes its place.
std::vector<std::string> nearly_targets(const ImportSource& source);

// `classes` in display order. Columns that vary within a class, or take more values than there are
// classes, are metadata and no target.
std::vector<TargetRule> derive_targets(const ImportSource& source, const std::vector<std::string>& classes,
                                       const ClassCatalog& catalog);

}  // namespace app
