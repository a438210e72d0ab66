// What there is to import, before anything is read: a list of files with their labels and other known properties. Made
// from an index table (columns as in the README's "Your own images") or from a folder tree train|val|test/CLASS/*.jpg,
// CLASS/*.jpg or plain files.
// Any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct ImportItem {
  std::filesystem::path path;
  std::string split;  // train, val, test or empty: not said
  std::string label;  // empty: unlabelled
  std::string lesion_id, patient_id, sex, site, dx_type;
  std::optional<double> age;
  std::filesystem::path mask_path;
  std::map<std::string, std::string> extra;  // other columns, by name
};

struct ImportSource {
  std::string name;  // of the folder or table
  std::vector<ImportItem> items;
  std::vector<std::string> extra_columns;
  std::vector<std::string> notes;  // for the report: skipped files, odd rows
};

// What is taken for an image or an index table, by the extension of the name.
bool is_image_file(const std::filesystem::path& path);
bool is_table_file(const std::filesystem::path& path);

// Throws std::runtime_error when the path does not exist, is unreadable, or a table lacks the `path` column.
ImportSource read_import_source(const std::filesystem::path& folder_or_table);
ImportSource read_index_table(const std::filesystem::path& table);
ImportSource scan_folder(const std::filesystem::path& folder);

// Files dropped or named one by one; folders and tables among them are read as above.
ImportSource gather(const std::vector<std::filesystem::path>& paths);

}  // namespace app
