#include "db/images.h"

#include "db/changes.h"
#include "db/edits.h"
#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/image_rows.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

Image read_image(const Query& row) {
  Image image;
  image.id = row.integer(0);
  image.path = row.text(1);
  image.sha256 = row.text(2);
  image.bytes = row.integer(3);
  image.width_px = row.small_integer(4);
  image.height_px = row.small_integer(5);
  image.split = split_named(row.text(6)).value_or(Split::None);
  image.lesion_id = row.text(7);
  image.patient_id = row.text(8);
  image.age_years = row.optional_real(9);
  image.sex = row.text(10);
  image.site = row.text(11);
  image.dx_type = row.text(12);
  image.mask_path = row.text(13);
  image.source = row.text(14);
  image.extra_json = row.text(15);
  image.imported_at_ms = row.integer(16);
  image.missing = row.boolean(17);
  image.label = row.optional_integer(18);
  image.removed = row.boolean(19);
  image.image_group = row.text(20);
  image.import_id = row.integer(21);
  return image;
}

// Places are the row's: image_rows.h.
void put_in_place(Image& image, ImagePlaces& places) {
  image.path = std::string(places.file(image.path, image.bytes));
  image.mask_path = places.mask(image.mask_path);
}

std::optional<Image> first_image(const Readable& from, Query& query) {
  if (!query.next()) return std::nullopt;
  return in_place(from, read_image(query));
}

std::vector<Image> read_images(const Readable& from, bool removed) {
  Query query(from.connection(), sql::image_list, removed);
  std::vector<Image> found;
  ImagePlaces places(from.connection());
  while (query.next()) put_in_place(found.emplace_back(read_image(query)), places);
  return found;
}

std::string named(ImageId image) { return "image " + std::to_string(image); }

ImageId insert(Transaction& transaction, const Image& image) {
  const Connection& connection = transaction.connection();
  Query query(transaction.connection(), sql::image_insert, kept_place(connection, image.path), image.sha256,
              image.bytes, image.width_px, image.height_px, name_of(image.split), image.lesion_id, image.patient_id,
              image.age_years, image.sex, image.site, image.dx_type, kept_place(connection, image.mask_path),
              image.source, image.extra_json, transaction.now_ms(), image.image_group, image.import_id);
  const ImageId id = query.id();
  transaction.changes().images_added.push_back(id);
  return id;
}

}  // namespace

const char* name_of(Split split) {
  switch (split) {
    case Split::Train: return "train";
    case Split::Val: return "val";
    case Split::Test: return "test";
    case Split::None: break;
  }
  return "";
}

std::optional<Split> split_named(const std::string& name) {
  for (const Split split : {Split::None, Split::Train, Split::Val, Split::Test})
    if (name == name_of(split)) return split;
  return std::nullopt;
}

AddResult add_image(Transaction& transaction, const Image& image, const std::string& gone_path) {
  const auto known = find_by_hash(transaction, image.sha256);
  if (!known) return {insert(transaction, image), AddOutcome::Added};
  if (known->path == image.path) {
    if (known->missing) set_missing(transaction, std::span(&known->id, 1), false);
    return {known->id, AddOutcome::Known};
  }
  if (known->path != gone_path) return {known->id, AddOutcome::Duplicate};
  move_to_path(transaction, known->id, image.path, {.source = LabelSource::Import});
  return {known->id, AddOutcome::Relinked};
}

void relink_image(Transaction& transaction, ImageId image, const std::string& path) {
  Query query(transaction.connection(), sql::image_relink, image, kept_place(transaction.connection(), path));
  require_changed(query.run(), named(image), transaction.connection());
  transaction.changes().images_edited.push_back(image);
}

void set_missing(Transaction& transaction, std::span<const ImageId> images, bool missing) {
  for (const ImageId image : images) {
    Query query(transaction.connection(), sql::image_set_missing, image, missing);
    require_changed(query.run(), named(image), transaction.connection());
    transaction.changes().images_edited.push_back(image);
  }
}

std::vector<Image> images(const Readable& from) { return read_images(from, false); }

std::vector<Image> removed_images(const Readable& from) { return read_images(from, true); }

std::optional<Image> kept_image(const Readable& from, ImageId id) {
  Query query(from.connection(), sql::image_by_id, id);
  if (!query.next()) return std::nullopt;
  return read_image(query);
}

Image in_place(const Readable& from, Image kept) {
  ImagePlaces places(from.connection());
  put_in_place(kept, places);
  return kept;
}

Image kept_after(const Readable& from, const Image& before, Image changed) {
  const Image seen = in_place(from, before);
  const auto kept = [&](const std::string& now, const std::string& then, const std::string& row) {
    return now == then ? row : kept_place(from.connection(), now);
  };
  changed.path = kept(changed.path, seen.path, before.path);
  changed.mask_path = kept(changed.mask_path, seen.mask_path, before.mask_path);
  return changed;
}

std::optional<Image> image(const Readable& from, ImageId id) {
  Query query(from.connection(), sql::image_by_id, id);
  return first_image(from, query);
}

std::optional<Image> find_by_hash(const Readable& from, const std::string& sha256) {
  Query query(from.connection(), sql::image_by_hash, sha256);
  return first_image(from, query);
}

std::optional<Image> find_by_path(const Readable& from, const std::string& path) {
  const std::string kept = kept_place(from.connection(), path);
  for (const std::string& row : {kept, path}) {
    Query query(from.connection(), sql::image_by_path, row);
    if (auto found = first_image(from, query); found && found->path == path) return found;
  }
  if (kept == path) return std::nullopt;
  // Kept by an earlier version, before the workspace was moved.
  Query query(from.connection(), sql::image_by_path_end, "/" + kept);
  while (query.next())
    if (Image found = in_place(from, read_image(query)); found.path == path) return found;
  return std::nullopt;
}

}  // namespace db
