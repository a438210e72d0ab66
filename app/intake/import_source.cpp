#include "app/intake/import_source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string_view>

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::array kImageExtensions = {".jpg", ".jpeg", ".png"};
constexpr std::array kContainerExtensions = {".zip", ".h5", ".hdf5", ".dcm"};
constexpr std::array kTableExtensions = {".tsv", ".csv"};
constexpr std::array kSplits = {"train", "val", "test"};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// "valid" and "validation" are common folder names for val.
std::optional<std::string> split_from(const std::string& name) {
  const std::string text = lower(name);
  if (text == "valid" || text == "validation") return "val";
  if (std::ranges::find(kSplits, text) != kSplits.end()) return text;
  return std::nullopt;
}

// One line of a table; quotes are understood in comma separated ones.
std::vector<std::string> fields_of(std::string_view line, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"' && separator == ',') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

std::optional<double> number_from(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::array kOwnColumns = {"path",      "split", "label",  "lesion_id",    "patient_id",
                                    "dx_type",   "age",   "sex",    "localization", "site",
                                    "mask_path", "width", "height", "sha256",       "image_id"};

bool is_own(const std::string& column) { return std::ranges::find(kOwnColumns, column) != kOwnColumns.end(); }

// Columns with a place of their own; the rest goes to ImportItem::extra.
void set_field(ImportItem& item, const std::string& column, const std::string& value, const fs::path& base) {
  if (column == "path")
    item.path = base / value;
  else if (column == "split")
    item.split = split_from(value).value_or("");
  else if (column == "label")
    item.label = value;
  else if (column == "lesion_id")
    item.lesion_id = value;
  else if (column == "patient_id")
    item.patient_id = value;
  else if (column == "dx_type")
    item.dx_type = value;
  else if (column == "age")
    item.age = number_from(value);
  else if (column == "sex")
    item.sex = value;
  else if (column == "localization" || column == "site")
    item.site = value;
  else if (column == "mask_path")
    item.mask_path = value.empty() ? fs::path() : base / value;
  else if (!value.empty() && !is_own(column))
    item.extra[column] = value;
}

// Split and class from the folders between the root and the file.
ImportItem item_in_tree(const fs::path& root, const fs::path& file) {
  ImportItem item;
  item.path = file;
  const fs::path folders = fs::relative(file.parent_path(), root);
  for (const fs::path& part : folders) {
    const std::string name = part.string();
    if (name == ".") continue;
    if (const auto split = split_from(name); split && item.split.empty() && item.label.empty())
      item.split = *split;
    else
      item.label = name;  // the innermost folder is the class
  }
  return item;
}

void append(ImportSource& to, ImportSource from) {
  to.items.insert(to.items.end(), std::make_move_iterator(from.items.begin()),
                  std::make_move_iterator(from.items.end()));
  to.notes.insert(to.notes.end(), from.notes.begin(), from.notes.end());
  for (const std::string& column : from.extra_columns) {
    if (std::ranges::find(to.extra_columns, column) == to.extra_columns.end()) to.extra_columns.push_back(column);
  }
}

}  // namespace

bool is_image_file(const fs::path& path) {
  return std::ranges::find(kImageExtensions, lower(path.extension().string())) != kImageExtensions.end();
}

bool is_table_file(const fs::path& path) {
  return std::ranges::find(kTableExtensions, lower(path.extension().string())) != kTableExtensions.end();
}

bool is_container_file(const fs::path& path) {
  return std::ranges::find(kContainerExtensions, lower(path.extension().string())) != kContainerExtensions.end();
}

const char* name_of(ColumnRole role) {
  constexpr std::array kNames = {"path",    "image id",    "split",   "label",    "lesion",
                                 "patient", "age",         "sex",     "site",     "diagnosis method",
                                 "mask",    "attribution", "licence", "metadata", "not used"};
  return kNames[static_cast<std::size_t>(role)];
}

std::vector<std::byte> read_entry(const ImportItem& item) {
  std::ifstream in(item.path, std::ios::binary);
  if (!in || !item.entry.empty())
    throw std::runtime_error("reading a picture: cannot open it; check the name and the permissions: " +
                             item.path.string());
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
  return {begin, begin + bytes.size()};
}

ImportSource read_index_table(const fs::path& table, const SourceChoices&) {
  std::ifstream in(table);
  if (!in)
    throw std::runtime_error("importing an index table: cannot open it; check the name and the permissions: " +
                             table.string());
  const char separator = lower(table.extension().string()) == ".csv" ? ',' : '\t';
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> columns = fields_of(line, separator);
  if (std::ranges::find(columns, "path") == columns.end()) {
    throw std::runtime_error(
        "importing an index table: its first line names no column `path`; give the columns path, split, label, …: " +
        table.string());
  }
  ImportSource source{.name = table.stem().string(), .layout = "table"};
  if (source.name == "index") source.name = fs::absolute(table).parent_path().filename().string();
  for (const std::string& column : columns) {
    if (!is_own(column)) source.extra_columns.push_back(column);
  }
  for (long number = 2; std::getline(in, line); ++number) {
    if (line.empty() || line == "\r") continue;
    const std::vector<std::string> fields = fields_of(line, separator);
    if (fields.size() != columns.size()) {
      source.notes.push_back("line " + std::to_string(number) + " has " + std::to_string(fields.size()) +
                             " fields where the heading has " + std::to_string(columns.size()) + "; skipped");
      continue;
    }
    ImportItem item;
    for (std::size_t i = 0; i < columns.size(); ++i)
      set_field(item, columns[i], fields[i], fs::absolute(table).parent_path());
    source.items.push_back(std::move(item));
  }
  return source;
}

ImportSource scan_folder(const fs::path& folder, const SourceChoices&) {
  const fs::path root = fs::absolute(folder).lexically_normal();
  if (fs::exists(root / "index.tsv")) return read_index_table(root / "index.tsv");
  ImportSource source{.name = root.has_filename() ? root.filename().string() : root.parent_path().filename().string(),
                      .layout = "folder tree"};
  long others = 0;
  for (fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied), end; it != end; ++it) {
    if (!it->is_regular_file()) continue;
    if (is_image_file(it->path()))
      source.items.push_back(item_in_tree(root, it->path()));
    else
      ++others;
  }
  std::ranges::sort(source.items, {}, &ImportItem::path);
  if (others > 0)
    source.notes.push_back(std::to_string(others) + " files are not JPEG or PNG by their name and were not looked at");
  return source;
}

ImportSource read_import_source(const fs::path& folder_or_table, const SourceChoices&) {
  if (!fs::exists(folder_or_table)) {
    throw std::runtime_error("importing: there is no such file or folder; check the name: " + folder_or_table.string());
  }
  if (fs::is_directory(folder_or_table)) return scan_folder(folder_or_table);
  if (is_table_file(folder_or_table)) return read_index_table(folder_or_table);
  ImportSource source{.name = folder_or_table.stem().string(), .layout = "single files"};
  source.items.push_back({.path = fs::absolute(folder_or_table)});
  return source;
}

ImportSource gather(const std::vector<fs::path>& paths, const SourceChoices&) {
  ImportSource all;
  for (const fs::path& path : paths) {
    ImportSource one = read_import_source(path);
    if (all.name.empty()) all.name = one.name;
    append(all, std::move(one));
  }
  return all;
}

}  // namespace app
