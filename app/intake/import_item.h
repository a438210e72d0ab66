// One picture to import and what its source says of it. A plain value; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace app {

struct ImportItem {
  std::filesystem::path path;
  std::string entry;       // inside the container at `path` (zip, HDF5, DICOM); empty: a plain file
  std::string split;       // train, val, test or empty: not said
  std::string label;       // empty: unlabelled
  std::string source;      // the data set, where a column names it; empty: not said
  std::string collection;  // the folder, table or container it was read from
  std::string lesion_id, patient_id, sex, site, dx_type;
  std::optional<double> age;
  std::filesystem::path mask_path;
  std::string attribution, licence;
  std::map<std::string, std::string> extra;  // other columns, by name
};

// Where nothing names the data set it is what was imported.
inline const std::string& source_of(const ImportItem& item) {
  return item.source.empty() ? item.collection : item.source;
}

}  // namespace app
