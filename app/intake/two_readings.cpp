#include "app/intake/two_readings.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "app/core/number_text.h"
#include "app/intake/folder_labels.h"

namespace app {
namespace {

constexpr std::size_t kNamedClasses = 6;

std::string classes_in_words(const ImportSource& source) {
  std::map<std::string, std::int64_t> counts;
  for (const ImportItem& item : source.items)
    if (!item.label.empty()) ++counts[item.label];
  if (counts.empty()) return "without labels";
  std::string names;
  std::size_t named = 0;
  for (const auto& [name, count] : counts)
    if (++named <= kNamedClasses) names += (named == 1 ? "" : ", ") + name + " (" + grouped(count) + ")";
  return counted(static_cast<std::int64_t>(counts.size()), "class", "classes") + ": " + names +
         (named > kNamedClasses ? ", …" : "");
}

std::string in_words(const ImportSource& folders, std::size_t pictures) {
  const std::string all = counted(static_cast<std::int64_t>(pictures), "picture", "pictures");
  if (folders.needs_mapping) return all + " in folders of several levels, of which one is the label";
  const bool splits = std::ranges::any_of(folders.items, [](const ImportItem& item) { return !item.split.empty(); });
  return all + (splits ? " with splits, " : ", ") + classes_in_words(folders);
}

std::string why_no_table(const TableChoice& choice) {
  std::string why;
  for (const UnusedTable& table : choice.unused) why += (why.empty() ? "" : "; ") + table.why;
  return why;
}

}  // namespace

ImportSource read_in_two_ways(const IntakeShelf& shelf, const TableChoice& choice, const SourceChoices& choices) {
  ImportSource folders{.name = shelf.name, .layout = "folder tree"};
  label_by_folders(folders, shelf, choices);
  TwoReadings readings{shelf.name, why_no_table(choice), in_words(folders, shelf.pictures.size()), choices.by_folders};
  if (choices.by_folders) {
    folders.readings.push_back(std::move(readings));
    return folders;
  }
  ImportSource open{.name = shelf.name, .layout = "table or folder tree", .needs_mapping = true};
  for (const UnusedTable& table : choice.unused)
    if (table.columns) open.tables.push_back(*table.columns);
  open.readings.push_back(std::move(readings));
  return open;
}

}  // namespace app
