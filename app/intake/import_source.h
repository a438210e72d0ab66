// What there is to import, before anything is compared or written: pictures with their labels and other known
// properties, and an account of how they were read: layout, tables, columns, spellings, words for splits, what was left
// out and why. Made from a table, from a folder (a table in it is used and overruled by folder names only where a
// person says so; without one, train|val|test/CLASS/*.jpg, CLASS/*.jpg or plain files), from a container (zip, HDF5,
// DICOM) or from single pictures.
//
//   ImportSource source = read_import_source(folder);            as it stands
//   source = read_import_source(folder, {.roles = {{"dx", ColumnRole::Label}}});     with a person's choices
//
// Any thread; plain values. Nothing is guessed: what fits two readings is refused with both named (std::runtime_error).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/intake/import_item.h"
#include "app/intake/layouts/layout.h"

namespace app {

struct SourceColumn {
  std::string name;
  ColumnRole role = ColumnRole::Metadata;
  bool leak = false;  // tells the diagnosis: kept, never an input of a model
  std::string key;    // of a second table: to what it joins the rows, in words; the role is Ignored then
};

struct SourceTable {
  std::filesystem::path path;
  std::string encoding, separator;  // in words: "UTF-8", "comma"; "XLSX, sheet NAME" and none
  long rows = 0;
  std::vector<SourceColumn> columns;
};

// All spellings that were read as `label`, with their counts; listed where there is more than one.
struct Spelling {
  std::string label;
  std::vector<std::pair<std::string, long>> found;
};

struct SplitWord {
  std::string word;
  std::string split;  // empty: an unknown word, its pictures have no split
  long count = 0;
};

struct LeftOut {
  std::string reason;
  long count = 0;                     // the true one
  std::vector<std::string> examples;  // at most kExamples
};

inline constexpr std::size_t kExamples = 5;

// Of a folder whose tables seem to be of its pictures and cannot be used as they stand.
struct TwoReadings {
  std::string folder;
  std::string by_table;    // why they are not used: "labels.csv: its first rows name no picture that is here (…)"
  std::string by_folders;  // what its folders' names give: "12 pictures, 2 classes: mel (8), nv (4)"
  bool by_folders_chosen = false;
};

struct ImportSource {
  std::string name;    // of the folder or table
  std::string layout;  // "HAM10000", "folder tree", "table", …
  std::vector<SourceTable> tables;
  std::vector<ImportItem> items;
  std::vector<std::string> extra_columns;
  std::vector<Spelling> spellings;
  std::vector<SplitWord> split_words;
  std::vector<std::string> repeated_labels;  // chosen spellings in rows that name a picture again; each once
  std::vector<LeftOut> left_out;
  std::vector<std::string> notes;     // for the report: what was assumed or changed
  std::string patient_salt;           // with which patient ids were replaced; empty: none was
  bool needs_mapping = false;         // a table whose picture column was not recognised; `tables` lists its columns
  std::vector<TwoReadings> readings;  // of folders that a person says how to read; nothing is taken of them before
};

// What a person decided; empty: as it is read.
struct SourceChoices {
  std::map<std::string, ColumnRole> roles;    // column -> what it is
  std::map<std::string, std::string> labels;  // spelling -> label
  std::map<std::string, std::string> splits;  // word -> train, val, test or empty
  std::vector<std::string> known_labels;      // names that stand already: preferred among spellings of one label
  std::string source;                         // the data set all of it belongs to, whatever a column says
  bool by_folders = false;                    // folders and containers by their folders' names, whatever tables say
  std::string patient_salt;                   // of the workspace (patient_salt.h); empty: a new one is made
};

// What is taken for an image, a table or a container, by the extension of the name.
bool is_image_file(const std::filesystem::path& path);
bool is_table_file(const std::filesystem::path& path);
bool is_container_file(const std::filesystem::path& path);
bool is_workbook_file(const std::filesystem::path& path);       // a table that is no text: XLSX
bool is_unread_spreadsheet(const std::filesystem::path& path);  // XLS, ODS, …
inline constexpr const char* kUnreadSpreadsheets =
    "spreadsheets in a format that is not read: save them as CSV or XLSX";

const char* name_of(ColumnRole role);
// "age", or what it is the key to.
std::string use_of(const SourceColumn& column);

// Throws std::runtime_error when the path does not exist or is unreadable, or when it can be read in two ways.
ImportSource read_import_source(const std::filesystem::path& path, const SourceChoices& choices = {});
ImportSource read_index_table(const std::filesystem::path& table, const SourceChoices& choices = {});

// Files dropped or named one by one; folders, tables and containers among them are read as above.
ImportSource gather(const std::vector<std::filesystem::path>& paths, const SourceChoices& choices = {});

// The bytes of a picture, from its file or out of its container; bounded. Throws std::runtime_error with the reason.
std::vector<std::byte> read_entry(const ImportItem& item);

}  // namespace app
