// What was read off a picture and its file, kept so that it is read once: the file's time, what decoding does to its
// pixels, what it looks like, how good it is; and which pairs were found to be no duplicates.
//
//   save_look(transaction, image, {.mtime_ms = t, .decoding = header.decoding(), .hash = look.hash, .cells = cells});
//   save_quality(transaction, image, {.version = 1, .numbers = {62.0, ...}});
//   for_each_quality(reader, mark, [&](const ImageQuality& row) { ... });   // what changed since the mark
//
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/ids.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

struct ImageLook {
  ImageId image = 0;
  std::int64_t mtime_ms = 0;  // 0: not known
  std::string decoding;
  std::uint64_t hash = 0;
  std::vector<std::byte> cells;  // empty: nothing was measured yet
  bool changed = false;          // the file holds other content than the image's
};

// The part that says whether the file is still the one that was read.
struct FileStamp {
  std::int64_t mtime_ms = 0;
  std::string decoding;
  bool changed = false;
};

// A file with the same bytes as the image, at another path.
struct ImageCopy {
  ImageId image = 0;
  std::string path;
};

inline constexpr std::size_t kQualityNumbers = 7;  // sharpness ... colour_cast, in the order of the table

struct ImageQuality {
  ImageId image = 0;
  bool changed = false;
  int version = 0;  // of the measures; 0: not measured, and the numbers mean nothing
  std::array<double, kQualityNumbers> numbers{};
};

// The content is the image's: marks it as unchanged.
void save_look(Transaction& transaction, ImageId image, const ImageLook& look);
void save_quality(Transaction& transaction, ImageId image, const ImageQuality& quality);  // after save_look
// Only the file's time differs from what was kept: it was looked into and is the same.
void set_file_time(Transaction& transaction, ImageId image, std::int64_t mtime_ms);
void set_content_changed(Transaction& transaction, ImageId image, bool changed);
// As decoded upright; the size is not part of the image's identity.
void set_image_size(Transaction& transaction, ImageId image, int width_px, int height_px);

void add_copy(Transaction& transaction, const ImageCopy& copy);
// Of the images of the set, and of imports that were not undone.
std::vector<ImageCopy> image_copies(const Readable& from);
std::size_t image_copies_ever(const Readable& from);  // also of what was removed or undone

std::vector<ImageLook> image_looks(const Readable& from);  // by image
std::unordered_map<ImageId, FileStamp> file_stamps(const Readable& from);
std::optional<ImageQuality> image_quality(const Readable& from, ImageId image);
std::int64_t quality_edits(const Readable& from);  // a mark: rises with every change
void for_each_quality(const Readable& from, std::int64_t since, const std::function<void(const ImageQuality&)>& use);
// Images above `after` whose measures are not of this version, at most `limit`.
std::vector<ImageId> images_without_quality(const Readable& from, int version, ImageId after, std::size_t limit);

using ImagePair = std::pair<ImageId, ImageId>;  // the smaller id first
// In force while the batch is not undone.
void keep_apart(Transaction& transaction, std::span<const ImagePair> pairs, BatchId batch);
std::vector<ImagePair> kept_apart(const Readable& from);  // sorted

}  // namespace db
