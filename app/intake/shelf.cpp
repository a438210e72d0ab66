#include "app/intake/shelf.h"

#include <sstream>
#include <unordered_set>

#include "app/intake/container.h"
#include "app/intake/folder_walk.h"
#include "app/intake/import_source.h"
#include "app/intake/sheet_table.h"
#include "app/intake/text_encoding.h"
#include "app/intake/text_table.h"
#include "app/intake/zip_archive.h"

namespace app {
namespace fs = std::filesystem;
namespace {

std::string name_of_folder(const fs::path& root) {
  return utf8_text((root.has_filename() ? root.filename() : root.parent_path().filename()).string());
}

// A set that was unpacked beside its zip is there twice: the file is taken, and how many is told.
void drop_packed_twins(IntakeShelf& shelf) {
  std::unordered_set<std::string> plain;
  const auto id = [](const std::string& name) {
    const std::string file = name.substr(name.rfind('/') + 1);
    return file.substr(0, file.rfind('.'));
  };
  for (const ShelfPicture& picture : shelf.pictures)
    if (picture.item.entry.empty()) plain.insert(id(picture.name));
  const auto twin = [&](const ShelfPicture& picture) {
    if (picture.item.entry.empty() || container_kind(picture.item.path) == ContainerKind::Dicom) return false;
    if (!plain.contains(id(picture.name))) return false;
    shelf.left_out.add("pictures of a container that stand beside it as files", picture.name);
    return true;
  };
  std::erase_if(shelf.pictures, twin);
}

std::string bytes_text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string folder_of(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

IntakeShelf shelf_of_folder(const fs::path& folder, const PatientNaming& patients) {
  const fs::path root = fs::absolute(folder).lexically_normal();
  FolderWalk walk = walk_folder(root);
  IntakeShelf shelf{.name = name_of_folder(root), .root = root, .left_out = std::move(walk.left_out)};
  for (WalkedFile& file : walk.pictures) shelf.pictures.push_back({std::move(file.name), {.path = file.path}});
  for (WalkedFile& file : walk.masks) shelf.masks.push_back({std::move(file.name), {.path = file.path}});
  for (WalkedFile& file : walk.tables) shelf.tables.push_back({std::move(file.name), file.path, ""});
  for (const WalkedFile& file : walk.containers) add_container(shelf, file.path, folder_of(file.name), patients);
  if (!walk.containers.empty()) drop_packed_twins(shelf);
  return shelf;
}

IntakeShelf shelf_of_container(const fs::path& file, const PatientNaming& patients) {
  const fs::path absolute = fs::absolute(file).lexically_normal();
  IntakeShelf shelf{.name = utf8_text(absolute.stem().string()), .root = absolute.parent_path()};
  add_container(shelf, absolute, "", patients);
  return shelf;
}

IntakeShelf shelf_beside_table(const fs::path& table) {
  const fs::path absolute = fs::absolute(table).lexically_normal();
  IntakeShelf shelf{.name = utf8_text(absolute.stem().string()), .root = absolute.parent_path()};
  if (shelf.name == "index") shelf.name = name_of_folder(shelf.root);
  shelf.tables.push_back({utf8_text(absolute.filename().string()), absolute, ""});
  return shelf;
}

std::unique_ptr<Table> open_table(const ShelfTable& table, bool first_row_is_heading) {
  const bool is_sheet = is_workbook_file(table.entry.empty() ? table.path : fs::path(table.entry));
  if (table.entry.empty() && is_sheet) return std::make_unique<SheetTable>(Workbook(table.path), first_row_is_heading);
  if (table.entry.empty()) return std::make_unique<TextTable>(table.path, first_row_is_heading);
  ZipArchive zip(table.path);
  if (is_sheet) return std::make_unique<SheetTable>(Workbook(zip.read(table.entry), table.name), first_row_is_heading);
  auto content = std::make_unique<std::istringstream>(bytes_text(zip.read(table.entry, ZipArchive::kMostTable_bytes)));
  return std::make_unique<TextTable>(std::move(content), table.name, first_row_is_heading);
}

}  // namespace app
