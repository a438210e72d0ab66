#include "app/cli/import_checks.h"

#include <algorithm>
#include <stdexcept>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/intake/account_text.h"
#include "app/intake/container.h"
#include "app/intake/table.h"
#include "app/workspace/import_classes.h"

namespace app::cli {
namespace {

constexpr std::size_t kMostNames = 60;

std::string listed(std::vector<std::string> names) {
  const std::size_t all = names.size();
  if (all > kMostNames) names.resize(kMostNames);
  return joined(names) + (all > kMostNames ? ", … (" + grouped(static_cast<long>(all)) + " in all)" : "");
}

std::vector<std::string> columns_of(const ImportSource& source) {
  std::vector<std::string> names;
  for (const SourceTable& table : source.tables)
    for (const SourceColumn& column : table.columns)
      if (std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
  return names;
}

bool is_read_by_folders(const ImportSource& source) { return source.layout.find("folder tree") != std::string::npos; }

// Of each folder that a person has to choose for, with the option for either.
std::string both_readings(const ImportSource& source) {
  std::string text;
  for (const TwoReadings& readings : source.readings) {
    if (readings.by_folders_chosen) continue;
    if (source.readings.size() > 1) text += "\n" + readings.folder;
    text += "\n  by its table: " + readings.by_table +
            ". Mend it, or say which column names the pictures: --column NAME=path\n  by the names of its folders: " +
            readings.by_folders + ". Choose this with --by-folders";
  }
  return text;
}

// What is said of a source that has no table for it: the id in DICOM files, and levels of folders.
bool is_no_column(const std::string& name, const ImportSource& source) {
  if (name == "PatientID")
    return std::ranges::any_of(source.items, [](const ImportItem& item) {
      return !item.entry.empty() && container_kind(item.path) == ContainerKind::Dicom;
    });
  return is_read_by_folders(source) && column_key(name).starts_with("folder_");
}

}  // namespace

void require_columns(const ImportOptions& options, const ImportSource& source) {
  const std::vector<std::string> columns = columns_of(source);
  if (columns.empty() && !both_readings(source).empty()) return;  // a table is there, and cannot be read
  for (const auto& [name, role] : source_choices(options).roles) {
    const auto found = std::ranges::find(columns, column_key(name), column_key);
    if (found != columns.end() || is_no_column(name, source)) continue;
    const std::string without = options.by_folders ? "--by-folders leaves its tables unread" : "it has no table";
    throw std::runtime_error("reading --column: " + source.name + " has no column \"" + name + "\"; " +
                             (columns.empty() ? without : "its columns are: " + listed(columns)));
  }
}

void require_classes(const ImportOptions& options, const ImportSource& source, const std::vector<std::string>& here,
                     const ClassCatalog& catalog) {
  const auto malignant = plan_choices(options).malignant;
  if (!malignant) return;
  std::vector<std::string> classes = here;
  for (const ImportItem& item : source.items)
    if (!item.label.empty() && std::ranges::find(classes, item.label) == classes.end()) classes.push_back(item.label);
  for (const std::string& name : *malignant) {
    if (!classes_meant(name, classes, catalog).empty()) continue;
    throw std::runtime_error("reading --malignant: there is no class \"" + name + "\"; " +
                             (classes.empty() ? "no image has a label" : "the classes are: " + listed(classes)));
  }
}

void require_folders(const ImportOptions& options, const ImportSource& source) {
  if (!options.by_folders || is_read_by_folders(source)) return;
  throw std::runtime_error(
      "reading --by-folders: a table or a picture has no names of folders to read; leave the option "
      "away, or name the folder that it is in");
}

void require_mapping(const ImportSource& source) {
  if (!source.needs_mapping) return;
  if (std::string both = both_readings(source); !both.empty())
    throw std::runtime_error("importing " + source.name + ": it can be read in two ways, so nothing was imported" +
                             both);
  std::string text = "importing " + source.name + ": name what its columns are with --column NAME=ROLE";
  for (const std::string& line : account_of(source)) text += "\n  " + line;
  throw std::runtime_error(text);
}

}  // namespace app::cli
