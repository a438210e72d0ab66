// What a public set's tables look like: by which columns one is recognised, what each column is, which of them tell the
// diagnosis, and which other tables belong to it. Columns are matched by name (column_key), never by position; those
// that are not named here are kept as metadata. Plain values; any thread.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace app {

enum class ColumnRole {
  Path,
  ImageName,
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
  Source,
  Metadata,
  Ignored
};

// A second table whose rows are joined to the pictures of the first.
struct CompanionTable {
  enum class By {
    Picture,
    Lesion,
    RowPosition
  };  // row position: `key` holds numbers of rows of the main table, from 0

  std::vector<std::string> needs;  // columns by which it is recognised; with its key
  std::string key;
  By by = By::Picture;
};

struct Layout {
  std::string name;
  std::vector<std::string> needs;                         // all of them: columns by which the main table is recognised
  std::vector<std::string> pictures;                      // columns that name the picture; the first present is taken
  bool each_picture = false;                              // every one of `pictures` names a picture of its own
  std::vector<std::pair<std::string, ColumnRole>> roles;  // beside the label and the picture
  std::vector<std::string> label_from;                    // the first present is the label
  std::vector<std::string> leaks;                         // tell the diagnosis; "mel_*" stands for a beginning
  std::vector<std::string> one_hot;                       // columns of which one is 1: the label is its heading
  std::string label_when_none;                            // where none of them is 1; empty: that is reported
  std::map<std::string, std::string> label_names;         // value -> label
  std::vector<std::pair<std::string, std::string>> blanks;     // column, value that stands for "not known"
  std::vector<std::pair<std::string, std::string>> leave_out;  // column, value: rows that are no lesions
  std::string leave_out_reason;
  std::vector<std::string> lesion_from;  // columns that together tell a lesion, where no column does alone
  std::vector<CompanionTable> companions;
  bool split_in_file_name = false;  // "…_Training_GroundTruth.csv"
  bool without_heading = false;
  std::vector<std::string> notes;
};

}  // namespace app
