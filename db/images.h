// The images of a workspace. An image is its content hash: the same file found at another path is
// the same image. Labels are written through labels.h, everything else that is decided through edits.h.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/ids.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

enum class Split { None, Train, Val, Test };
const char* name_of(Split split);  // "", "train", "val", "test"
std::optional<Split> split_named(const std::string& name);

struct Image {
  ImageId id = 0;
  std::string path;    // bytes of the file system's own encoding
  std::string sha256;  // 64 hex digits; unique
  std::int64_t bytes = 0;
  int width_px = 0, height_px = 0;
  Split split = Split::None;
  std::string lesion_id, patient_id;  // empty: unknown, as for every text below
  std::optional<double> age_years;
  std::string sex, site, dx_type;
  std::string mask_path;
  std::string source;             // name of the data set it came with
  std::string extra_json = "{}";  // further columns of the index
  std::int64_t imported_at_ms = 0;
  bool missing = false;          // not found at its path when last looked for
  std::optional<ClassId> label;  // the current one
  bool removed = false;          // from the set: not listed, counted, trained on or evaluated
  std::string image_group;       // equal: shows the same thing; empty: nothing is known
  std::int64_t import_id = 0;    // of the report that added it; 0: not kept
};

enum class AddOutcome {
  Added,
  Known,      // same content at the same path: nothing changed
  Relinked,   // same content; the old path is gone, so the image moved to the new one
  Duplicate,  // same content, and the old path is not known to be gone: the row keeps its path
};

struct AddResult {
  ImageId image = 0;
  AddOutcome outcome = AddOutcome::Added;
};

// id, imported_at_ms, missing, label and removed of the argument are ignored; a removed image stays so. `gone_path` is
// where the caller has looked for the known image and found nothing: the file system is not asked inside a transaction.
// A move is an edit of the import's, which undo takes back.
AddResult add_image(Transaction& transaction, const Image& image, const std::string& gone_path = "");
// What is found, not decided, and therefore not logged: the file's place, and whether it is there.
void relink_image(Transaction& transaction, ImageId image, const std::string& path);
void set_missing(Transaction& transaction, std::span<const ImageId> images, bool missing);

std::vector<Image> images(const Readable& from);          // of the set, by id
std::vector<Image> removed_images(const Readable& from);  // from it, by id
std::optional<Image> image(const Readable& from, ImageId id);
std::optional<Image> find_by_hash(const Readable& from, const std::string& sha256);
std::optional<Image> find_by_path(const Readable& from, const std::string& path);

}  // namespace db
