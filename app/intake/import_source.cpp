#include "app/intake/import_source.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

#include "app/core/lower_case.h"
#include "app/intake/folder_labels.h"
#include "app/intake/mask_match.h"
#include "app/intake/patient_group.h"
#include "app/intake/spelling.h"
#include "app/intake/table.h"
#include "app/intake/table_choice.h"
#include "app/intake/table_items.h"
#include "app/intake/text_encoding.h"
#include "app/intake/two_readings.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 3> kImageExtensions = {".jpg", ".jpeg", ".png"};
constexpr std::array<std::string_view, 3> kTableExtensions = {".tsv", ".csv", ".xlsx"};
constexpr std::array<std::string_view, 5> kUnreadTables = {".xls", ".ods", ".xlsb", ".xlsm", ".numbers"};
constexpr std::array<std::string_view, 5> kContainerExtensions = {".zip", ".h5", ".hdf5", ".dcm", ".dicom"};
constexpr const char* kSingleFiles = "single files";
constexpr long kFewPictures = 20;
constexpr long kSuspiciousShare_percent = 20;

template <typename Extensions>
bool has_extension(const fs::path& path, const Extensions& extensions) {
  return std::ranges::find(extensions, in_lower_case(path.extension().string())) != extensions.end();
}

PatientNaming patients_of(const SourceChoices& choices) {
  const auto choice = choices.roles.find("PatientID");
  return {choice != choices.roles.end() && choice->second == ColumnRole::PatientId, choices.patient_salt};
}

// One salt for everything that is read together.
SourceChoices salted(SourceChoices choices) {
  if (choices.patient_salt.empty()) choices.patient_salt = random_salt();
  return choices;
}

void note_splits_of_tables(ImportSource& source, const TableChoice& choice) {
  if (choice.mains.size() < 2) return;
  for (const auto& [table, split] : choice.mains)
    source.notes.push_back("the split of the pictures of " + table.name + " is " + split + ", as its name says");
}

ImportSource by_tables(IntakeShelf& shelf, PictureFinder& finder, const TableChoice& choice,
                       const SourceChoices& choices) {
  ImportSource source{.name = shelf.name, .layout = choice.layout.name, .notes = choice.layout.notes};
  TableItems items(source, finder, choice.layout, choices);
  for (const auto& [table, split] : choice.mains) items.read_main(table, split);
  for (const auto& [table, companion] : choice.companions) items.join(table, companion);
  items.finish();
  note_splits_of_tables(source, choice);
  finder.report_unnamed();
  const ColumnPlan plan = plan_columns(
      choice.layout,
      [&] {
        std::vector<std::string> names;
        for (const SourceColumn& column : source.tables.front().columns) names.push_back(column.name);
        return names;
      }(),
      choices);
  if (!plan.two_labels.empty())
    source.notes.push_back("the columns " + plan.two_labels + " could each be the label: none was taken, choose one");
  source.needs_mapping = !plan.two_labels.empty();
  return source;
}

ImportSource to_map(const IntakeShelf& shelf, const TableChoice& choice) {
  ImportSource source{.name = shelf.name, .layout = "table", .tables = choice.to_map, .needs_mapping = true};
  for (const SourceTable& table : choice.to_map) {
    std::string columns;
    for (const SourceColumn& column : table.columns) columns += (columns.empty() ? "" : ", ") + column.name;
    source.notes.push_back("no column of " + utf8_text(table.path.filename().string()) +
                           " is known to name the pictures; say which one does (columns " + columns + ")");
  }
  return source;
}

// Pictures of one container come in its order, in which it is read without going back.
void order_by_container(ImportSource& source, const IntakeShelf& shelf) {
  std::unordered_map<std::string, std::size_t> place;
  const auto key = [](const ImportItem& item) { return item.path.string() + '\n' + item.entry; };
  for (std::size_t i = 0; i < shelf.pictures.size(); ++i)
    if (!shelf.pictures[i].item.entry.empty()) place.emplace(key(shelf.pictures[i].item), i);
  if (place.empty()) return;
  std::ranges::stable_sort(source.items, {}, [&](const ImportItem& item) {
    const auto found = place.find(key(item));
    return found == place.end() ? std::size_t{0} : found->second + 1;
  });
}

// An id that stands for "unknown" under another name would tie all its pictures together.
void question_large_groups(ImportSource& source, std::string ImportItem::*id, const std::string& what) {
  std::unordered_map<std::string, long> counts;
  for (const ImportItem& item : source.items)
    if (!(item.*id).empty()) ++counts[item.*id];
  const auto all = static_cast<long>(source.items.size());
  for (const auto& [value, count] : counts)
    if (count >= kFewPictures && count * 100 > all * kSuspiciousShare_percent && counts.size() > 1)
      source.notes.push_back("the " + what + " \"" + value + "\" stands at " + std::to_string(count) + " of " +
                             std::to_string(all) +
                             " pictures; if it means \"not known\", choose another column for it");
}

void say_replaced_patients(ImportSource& source, const IntakeShelf& shelf, const SourceChoices& choices) {
  const auto replaced = std::ranges::count_if(
      source.items, [&](const ImportItem& item) { return shelf.patient_groups.contains(item.patient_id); });
  if (replaced == 0) return;
  source.patient_salt = choices.patient_salt;
  source.notes.push_back("the patient ids of " + std::to_string(replaced) +
                         (replaced == 1 ? " DICOM picture were" : " DICOM pictures were") +
                         " replaced by groups, made with a secret that stays in the workspace; "
                         "without it the same groups cannot be made again");
}

void finish(ImportSource& source, IntakeShelf& shelf, const TableChoice& choice) {
  order_by_container(source, shelf);
  match_masks(source, shelf);
  question_large_groups(source, &ImportItem::lesion_id, "lesion");
  question_large_groups(source, &ImportItem::patient_id, "patient");
  source.notes.insert(source.notes.end(), choice.notes.begin(), choice.notes.end());
  source.notes.insert(source.notes.end(), shelf.notes.begin(), shelf.notes.end());
  Omissions all;
  all.add(shelf.left_out.list());
  all.add(source.left_out);
  source.left_out = all.list();
}

ImportSource from_shelf(IntakeShelf shelf, const SourceChoices& choices) {
  PictureFinder finder(shelf, PictureFinder::Start::WithShelf);
  const TableChoice choice = choose_tables(shelf, finder, choices);
  finder.forget();
  ImportSource source{.name = shelf.name, .layout = "folder tree"};
  if (!choice.mains.empty())
    source = by_tables(shelf, finder, choice, choices);
  else if (!choice.unused.empty() && !shelf.pictures.empty())
    source = read_in_two_ways(shelf, choice, choices);
  else if (!choice.to_map.empty())
    source = to_map(shelf, choice);
  else
    label_by_folders(source, shelf, choices);
  say_replaced_patients(source, shelf, choices);
  finish(source, shelf, choice);
  return source;
}

ImportSource from_table(const fs::path& table, const SourceChoices& choices) {
  IntakeShelf shelf = shelf_beside_table(table);
  PictureFinder finder(shelf, PictureFinder::Start::WithFiles, patients_of(choices));
  const TableChoice choice = choose_named(shelf, choices);
  ImportSource source = choice.mains.empty() ? to_map(shelf, choice) : by_tables(shelf, finder, choice, choices);
  say_replaced_patients(source, shelf, choices);
  finish(source, shelf, choice);
  return source;
}

// Single pictures are of the folder that they lie in: none of them is a data set.
std::string collection_of(const fs::path& path, const ImportSource& source) {
  if (source.layout != kSingleFiles) return source.name;
  const std::string folder = utf8_text(fs::absolute(path).lexically_normal().parent_path().filename().string());
  return folder.empty() ? source.name : folder;
}

ImportSource read_any(const fs::path& path, const SourceChoices& choices) {
  std::error_code unreadable;
  const fs::file_status status = fs::status(path, unreadable);
  if (!fs::exists(status))
    throw std::runtime_error("importing: there is no such file or folder (" +
                             (unreadable ? unreadable.message() : std::string("not found")) +
                             "); check the name: " + utf8_text(path.string()));
  if (fs::is_directory(status)) return from_shelf(shelf_of_folder(path, patients_of(choices)), choices);
  if (is_table_file(path)) return from_table(path, choices);
  if (is_container_file(path)) return from_shelf(shelf_of_container(path, patients_of(choices)), choices);
  ImportSource source{.name = utf8_text(path.stem().string()), .layout = kSingleFiles};
  if (is_unread_spreadsheet(path)) {
    source.left_out.push_back({kUnreadSpreadsheets, 1, {utf8_text(path.filename().string())}});
    return source;
  }
  source.items.push_back({.path = fs::absolute(path)});
  return source;
}

// Before spellings are settled, so that those of several paths are settled together.
ImportSource read_one(const fs::path& path, const SourceChoices& choices) {
  ImportSource source = read_any(path, choices);
  const std::string collection = collection_of(path, source), given = trimmed_heading(choices.source);
  for (ImportItem& item : source.items) {
    item.collection = collection;
    if (!given.empty()) item.source = given;
  }
  return source;
}

void append(ImportSource& to, ImportSource from) {
  const auto move_all = [](auto& target, auto& list) {
    target.insert(target.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
  };
  if (to.layout.find(from.layout) == std::string::npos) to.layout += (to.layout.empty() ? "" : ", ") + from.layout;
  move_all(to.tables, from.tables);
  move_all(to.items, from.items);
  move_all(to.notes, from.notes);
  if (to.patient_salt.empty()) to.patient_salt = from.patient_salt;
  to.needs_mapping = to.needs_mapping || from.needs_mapping;
  move_all(to.readings, from.readings);
  move_all(to.repeated_labels, from.repeated_labels);
  for (const std::string& column : from.extra_columns)
    if (std::ranges::find(to.extra_columns, column) == to.extra_columns.end()) to.extra_columns.push_back(column);
  Omissions left_out;
  left_out.add(to.left_out);
  left_out.add(from.left_out);
  to.left_out = left_out.list();
}

ImportSource settled(ImportSource source, const SourceChoices& choices) {
  settle_sources(source);
  settle_labels(source, choices);
  settle_splits(source, choices);
  return source;
}

}  // namespace

bool is_image_file(const fs::path& path) { return has_extension(path, kImageExtensions); }
bool is_table_file(const fs::path& path) { return has_extension(path, kTableExtensions); }
bool is_container_file(const fs::path& path) { return has_extension(path, kContainerExtensions); }
bool is_workbook_file(const fs::path& path) { return has_extension(path, std::array<std::string_view, 1>{".xlsx"}); }
bool is_unread_spreadsheet(const fs::path& path) { return has_extension(path, kUnreadTables); }

const char* name_of(ColumnRole role) {
  constexpr std::array kNames = {
      "path", "image name",       "split", "label",       "lesion",  "patient", "age",      "sex",
      "site", "diagnosis method", "mask",  "attribution", "licence", "source",  "metadata", "not used"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string use_of(const SourceColumn& column) { return column.key.empty() ? name_of(column.role) : column.key; }

ImportSource read_import_source(const fs::path& path, const SourceChoices& choices) {
  return settled(read_one(path, salted(choices)), choices);
}

ImportSource read_index_table(const fs::path& table, const SourceChoices& choices) {
  return settled(read_one(table, choices), choices);
}

ImportSource gather(const std::vector<fs::path>& paths, const SourceChoices& choices) {
  ImportSource all;
  const SourceChoices with_salt = salted(choices);
  for (const fs::path& path : paths) {
    ImportSource one = read_one(path, with_salt);
    if (all.name.empty()) all.name = one.name;
    append(all, std::move(one));
  }
  return settled(std::move(all), choices);
}

}  // namespace app
