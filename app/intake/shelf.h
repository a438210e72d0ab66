// Everything that a folder or a container holds: pictures, masks and tables, before it is known what the tables say.
// Containers in a folder are opened and their content stands among the folder's own. One thread a call; plain values.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/intake/import_item.h"
#include "app/intake/omissions.h"
#include "app/intake/patient_group.h"
#include "app/intake/table.h"

namespace app {

struct ShelfPicture {
  std::string name;  // below the root, UTF-8, with slashes; entries of a container as if it were unpacked beside it
  ImportItem item;   // where it is, and what the container itself says
};

struct ShelfTable {
  std::string name;  // as above
  std::filesystem::path path;
  std::string entry;  // inside a zip
};

struct IntakeShelf {
  std::string name;
  std::filesystem::path root;
  std::vector<ShelfPicture> pictures, masks;
  std::vector<ShelfTable> tables;
  Omissions left_out;
  std::vector<std::string> notes;
  std::set<std::string> patient_groups;  // made of patients' ids
};

std::string folder_of(const std::string& name);  // of a picture or table; empty: it stands at the root

IntakeShelf shelf_of_folder(const std::filesystem::path& folder, const PatientNaming& patients);
IntakeShelf shelf_of_container(const std::filesystem::path& file, const PatientNaming& patients);
// A table that was named itself, with the tables beside it; the pictures come when they are looked for.
IntakeShelf shelf_beside_table(const std::filesystem::path& table);

std::unique_ptr<Table> open_table(const ShelfTable& table, bool first_row_is_heading = true);

}  // namespace app
