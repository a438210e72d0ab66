// What there is to import, before anything is read: a list of files with their labels and other known properties. Made
// from an index table (columns as in the README's "Your own images") or from a folder tree train|val|test/CLASS/*.jpg,
// CLASS/*.jpg or plain files.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

enum class ColumnRole {
  Path,
  ImageId,
  Split,
  Label,
  LesionId,
  PatientId,
  Age,
  Sex,
  Site,
  DiagnosisMethod,
  Mask,
  Attribution,
  Licence,
  Metadata,
  Ignored
};

struct SourceColumn {
  std::string name;
  ColumnRole role = ColumnRole::Metadata;
  bool leak = false;  // tells the diagnosis; kept, never an input of a model
};

struct SourceTable {
  std::filesystem::path path;
  std::string encoding, separator;
  long rows = 0;
  std::vector<SourceColumn> columns;
};

// All that were read as `label`, with counts; listed when there is more than one.
struct Spelling {
  std::string label;
  std::vector<std::pair<std::string, long>> found;
};

struct SplitWord {
  std::string word;
  std::string split;  // empty: an unknown word, left without a split
  long count = 0;
};

struct LeftOut {
  std::string reason;
  long count = 0;
  std::vector<std::string> examples;
};

struct ImportItem {
  std::filesystem::path path;
  std::string entry = {};  // inside the container at `path`; empty: a plain file
  std::string split;  // train, val, test or empty: not said
  std::string label;  // empty: unlabelled
  std::string lesion_id, patient_id, sex, site, dx_type, attribution, licence;
  std::optional<double> age;
  std::filesystem::path mask_path;
  std::map<std::string, std::string> extra;  // other columns, by name
};

struct SourceChoices {
  std::map<std::string, ColumnRole> roles;    // column -> what it becomes
  std::map<std::string, std::string> labels;  // spelling -> label
  std::map<std::string, std::string> splits;  // word -> split
};

struct ImportSource {
  std::string name;  // of the folder or table
  std::vector<ImportItem> items;
  std::vector<std::string> extra_columns;
  std::vector<std::string> notes;  // for the report: skipped files, odd rows
  std::string layout = {};         // "HAM10000", "folder tree", "table"
  std::vector<SourceTable> tables = {};
  std::vector<Spelling> spellings = {};
  std::vector<SplitWord> split_words = {};
  std::vector<LeftOut> left_out = {};
  bool needs_mapping = false;  // a table whose picture column was not recognised
};

// What is taken for an image or an index table, by the extension of the name.
bool is_image_file(const std::filesystem::path& path);
bool is_table_file(const std::filesystem::path& path);

// Throws std::runtime_error when the path does not exist, is unreadable, or a table lacks the `path` column.
ImportSource read_import_source(const std::filesystem::path& folder_or_table);
ImportSource read_index_table(const std::filesystem::path& table);
ImportSource scan_folder(const std::filesystem::path& folder);

// Files dropped or named one by one; folders and tables among them are read as above.
ImportSource gather(const std::vector<std::filesystem::path>& paths, const SourceChoices& choices = {});

// The bytes of an item in a container.
std::vector<std::byte> read_entry(const ImportItem& item);

}  // namespace app
