#include "app/intake/container.h"

#include <stdexcept>

#include "app/intake/dicom_file.h"
#include "app/intake/entry_reader.h"
#include "app/intake/folder_walk.h"
#include "app/intake/hdf5_file.h"
#include "app/intake/import_source.h"
#include "app/intake/patient_group.h"
#include "app/intake/spelling.h"
#include "app/intake/text_encoding.h"
#include "app/intake/zip_archive.h"

namespace app {
namespace {

namespace fs = std::filesystem;

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

bool in_housekeeping(const std::string& name) {
  for (const fs::path& part : fs::path(name))
    if (part != "." && is_housekeeping(utf8_text(part.string()))) return true;
  return false;
}

// Some programs write "./nv/a.jpg".
std::string plain_name(std::string entry) {
  while (entry.starts_with("./")) entry.erase(0, 2);
  return entry;
}

void add_zip(IntakeShelf& shelf, const fs::path& file, const std::string& folder) {
  for (const std::string& entry : ZipArchive(file).names(shelf.left_out)) {
    const std::string name = below(folder, utf8_text(plain_name(entry)));
    if (in_housekeeping(entry))
      shelf.left_out.add("hidden files and files of other programs", name);
    else if (is_image_file(entry))
      (is_mask_name(name) ? shelf.masks : shelf.pictures).push_back({name, {.path = file, .entry = entry}});
    else if (is_table_file(entry))
      shelf.tables.push_back({name, file, entry});
    else if (is_unread_spreadsheet(entry))
      shelf.left_out.add(kUnreadSpreadsheets, name);
    else if (is_container_file(entry))
      shelf.left_out.add("containers inside a zip: unpack them first", name);
    else
      shelf.left_out.add("files that are not JPEG, PNG, tables or containers by their name", name);
  }
}

void add_hdf5(IntakeShelf& shelf, const fs::path& file, const std::string& folder) {
  for (const std::string& dataset : Hdf5File(file).names(shelf.left_out))
    shelf.pictures.push_back({below(folder, utf8_text(dataset)), {.path = file, .entry = dataset}});
}

void add_dicom(IntakeShelf& shelf, const fs::path& file, const std::string& folder, const PatientNaming& patients) {
  const DicomFacts facts = DicomFile(file).facts();
  const std::string name = below(folder, utf8_text(file.filename().string()));
  ImportItem item{.path = file, .sex = facts.sex, .site = facts.site, .age = facts.age, .extra = facts.extra};
  if (!is_missing_or_unknown(facts.patient_id)) {
    item.patient_id = patients.keep_id ? facts.patient_id : patient_group(facts.patient_id, patients.salt);
    if (!patients.keep_id) shelf.patient_groups.insert(item.patient_id);
  }
  for (const std::string& what : facts.unread)
    shelf.left_out.add("texts of DICOM files that are not in a character set that can be read: left empty",
                       name + ": " + what);
  if (facts.text_in_pixels)
    shelf.notes.push_back("words were burned into the picture, which may name the patient: " + name);
  if (facts.frames > 1)
    shelf.notes.push_back(name + " has " + std::to_string(facts.frames) + " frames: each is a picture of its own");
  for (int frame = 1; frame <= facts.frames; ++frame) {
    item.entry = frame_entry(frame);
    shelf.pictures.push_back({facts.frames == 1 ? name : name + " " + item.entry, item});
  }
}

}  // namespace

ContainerKind container_kind(const fs::path& file) {
  const std::string extension = column_key(file.extension().string());
  if (extension == ".zip") return ContainerKind::Zip;
  return extension == ".h5" || extension == ".hdf5" ? ContainerKind::Hdf5 : ContainerKind::Dicom;
}

void add_container(IntakeShelf& shelf, const fs::path& file, const std::string& folder,
                   const PatientNaming& patients) try {
  switch (container_kind(file)) {
    case ContainerKind::Zip: return add_zip(shelf, file, folder);
    case ContainerKind::Hdf5: return add_hdf5(shelf, file, folder);
    case ContainerKind::Dicom: return add_dicom(shelf, file, folder, patients);
  }
} catch (const std::runtime_error& error) {
  shelf.left_out.add("containers that cannot be read", error.what());
}

}  // namespace app
