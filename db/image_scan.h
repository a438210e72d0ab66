// Reading the image table row by row without copies: for what is kept in memory as columns.
//
//   db::for_each_image(reader, 0, [&](const db::ImageLine& line) { sites.add(line.site); });
//
// A scan is one statement, so it sees one state of the file even without a Reader::Snapshot.
// One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "db/ids.h"
#include "db/images.h"
#include "db/reader.h"

namespace db {

// The texts are gone when the visit returns.
struct ImageLine {
  ImageId id = 0;
  std::string_view path, sha256;
  Split split = Split::None;
  std::string_view lesion_id, patient_id;  // empty: unknown, as for every text
  std::optional<double> age_years;
  std::string_view sex, site, dx_type, source;
  int width_px = 0, height_px = 0;
  std::optional<ClassId> label;
  std::optional<ClassId> imported_label;  // the last one an import gave it; empty: none did
  bool missing = false;
  bool removed = false;  // from the set; the scan gives these too
  std::string_view image_group;
};

using ImageVisit = std::function<void(const ImageLine&)>;

// Every image with an id greater than `after`, by id. An exception of the visit ends the scan.
void for_each_image(const Readable& from, ImageId after, const ImageVisit& visit);
// Those images, in that order; an id which is not there is left out.
void for_each_image(const Readable& from, std::span<const ImageId> ids, const ImageVisit& visit);

// The further columns of the index, as the JSON object they are kept as ("{}": none), of every image, removed ones too.
using ExtraVisit = std::function<void(ImageId image, std::string_view json)>;
void for_each_extra(const Readable& from, const ExtraVisit& visit);                                // by id
void for_each_extra(const Readable& from, std::span<const ImageId> ids, const ExtraVisit& visit);  // in that order

}  // namespace db
