#include "db/image_quality.h"

#include <bit>

#include "db/changes.h"
#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

std::string named_measures(ImageId image) { return "the measures of image " + std::to_string(image); }

ImageQuality read_quality(const Query& row) {
  ImageQuality quality{row.integer(0), row.boolean(1), row.small_integer(2), {}};
  for (std::size_t i = 0; i < kQualityNumbers; ++i)
    quality.numbers[i] = row.optional_real(static_cast<int>(i) + 3).value_or(0);
  return quality;
}

// In a folder that was moved, the row of an earlier version names the place that the copy had before.
void remove_former_place(Connection& connection, const ImageCopy& copy) {
  std::vector<std::string> former;
  ImagePlaces places(connection);
  Query query(connection, sql::image_copy_whole, copy.image);
  while (query.next())
    if (const std::string kept = query.text(0); places.file(kept, query.integer(1)) == copy.path)
      former.push_back(kept);
  for (const std::string& place : former) Query(connection, sql::image_copy_delete, place).run();
}

// Of the import that this transaction is part of.
std::optional<BatchId> import_batch(Transaction& transaction) {
  const auto& own = transaction.own_batches();
  const auto found = own.find(name_of(LabelSource::Import));
  return found == own.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

void save_look(Transaction& transaction, ImageId image, const ImageLook& look) {
  Query(transaction.connection(), sql::quality_save_look, image, look.mtime_ms, look.decoding,
        std::bit_cast<std::int64_t>(look.hash), std::span(look.cells))
      .run();
  transaction.changes().images_measured.push_back(image);
}

void save_quality(Transaction& transaction, ImageId image, const ImageQuality& quality) {
  const auto& n = quality.numbers;
  Query query(transaction.connection(), sql::quality_save, image, quality.version, n[0], n[1], n[2], n[3], n[4], n[5],
              n[6]);
  require_changed(query.run(), named_measures(image), transaction.connection());
  transaction.changes().images_measured.push_back(image);
}

void set_file_time(Transaction& transaction, ImageId image, std::int64_t mtime_ms) {
  Query query(transaction.connection(), sql::quality_set_mtime, image, mtime_ms);
  require_changed(query.run(), named_measures(image), transaction.connection());
  transaction.changes().images_measured.push_back(image);
}

void set_content_changed(Transaction& transaction, ImageId image, bool changed) {
  Query(transaction.connection(), sql::quality_set_changed, image, changed).run();
  transaction.changes().images_measured.push_back(image);
}

void set_image_size(Transaction& transaction, ImageId image, int width_px, int height_px) {
  if (Query(transaction.connection(), sql::image_set_size, image, width_px, height_px).run() > 0)
    transaction.changes().images_edited.push_back(image);
}

std::vector<ImageLook> image_looks(const Readable& from) {
  Query query(from.connection(), sql::quality_looks);
  std::vector<ImageLook> looks;
  while (query.next()) {
    const std::span<const std::byte> cells = query.blob(4);
    looks.push_back({query.integer(0), query.integer(1), query.text(2), std::bit_cast<std::uint64_t>(query.integer(3)),
                     std::vector<std::byte>(cells.begin(), cells.end()), query.boolean(5)});
  }
  return looks;
}

void add_copy(Transaction& transaction, const ImageCopy& copy) {
  Connection& connection = transaction.connection();
  const std::optional<BatchId> batch = import_batch(transaction);
  // The row of an earlier version holds the whole path.
  if (Query(connection, sql::image_copy_update, copy.path, copy.image, batch).run() > 0) return;
  const std::string kept = kept_place(connection, copy.path);
  if (kept != copy.path) remove_former_place(connection, copy);
  Query(connection, sql::image_copy_insert, kept, copy.image, batch).run();
}

std::vector<ImageCopy> image_copies(const Readable& from) {
  Query query(from.connection(), sql::image_copy_list);
  std::vector<ImageCopy> copies;
  ImagePlaces places(from.connection());
  while (query.next()) {
    const std::string kept = query.text(1);
    copies.push_back({query.integer(0), std::string(places.file(kept, query.integer(2)))});
  }
  return copies;
}

std::size_t image_copies_ever(const Readable& from) {
  return static_cast<std::size_t>(Query(from.connection(), sql::image_copy_count_ever).id());
}

std::unordered_map<ImageId, FileStamp> file_stamps(const Readable& from) {
  Query query(from.connection(), sql::quality_stamps);
  std::unordered_map<ImageId, FileStamp> stamps;
  while (query.next()) stamps[query.integer(0)] = {query.integer(1), query.text(2), query.boolean(3)};
  return stamps;
}

std::optional<ImageQuality> image_quality(const Readable& from, ImageId image) {
  Query query(from.connection(), sql::quality_of_image, image);
  if (!query.next()) return std::nullopt;
  return read_quality(query);
}

std::int64_t quality_edits(const Readable& from) {
  Query query(from.connection(), sql::quality_edits);
  return query.id();
}

void for_each_quality(const Readable& from, std::int64_t since, const std::function<void(const ImageQuality&)>& use) {
  Query query(from.connection(), sql::quality_since, since);
  while (query.next()) use(read_quality(query));
}

std::vector<ImageId> images_without_quality(const Readable& from, int version, ImageId after, std::size_t limit) {
  Query query(from.connection(), sql::quality_lacking, version, after, limit);
  std::vector<ImageId> ids;
  while (query.next()) ids.push_back(query.integer(0));
  return ids;
}

void keep_apart(Transaction& transaction, std::span<const ImagePair> pairs, BatchId batch) {
  for (const auto& [a, b] : pairs) Query(transaction.connection(), sql::kept_apart_insert, a, b, batch).run();
  transaction.changes().kept_apart = true;
}

std::vector<ImagePair> kept_apart(const Readable& from) {
  Query query(from.connection(), sql::kept_apart_list);
  std::vector<ImagePair> pairs;
  while (query.next()) pairs.emplace_back(query.integer(0), query.integer(1));
  return pairs;
}

}  // namespace db
