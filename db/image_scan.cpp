#include "db/image_scan.h"

#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/sqlite/scan.h"

namespace db {
namespace {

// By the first letter: the column can hold nothing else (CHECK), and a scan reads it a million times.
Split split_of(std::string_view text) {
  if (text.empty()) return Split::None;
  if (text == "val") return Split::Val;
  return text[1] == 'r' ? Split::Train : Split::Test;
}

ImageLine read_line(const Scan& row, ImagePlaces& places) {
  ImageLine line;
  line.id = row.integer(0);
  line.path = places.file(row.text(1), row.integer(18));
  line.sha256 = row.text(2);
  line.split = split_of(row.text(3));
  line.lesion_id = row.text(4);
  line.patient_id = row.text(5);
  line.age_years = row.optional_real(6);
  line.sex = row.text(7);
  line.site = row.text(8);
  line.dx_type = row.text(9);
  line.source = row.text(10);
  line.width_px = row.small_integer(11);
  line.height_px = row.small_integer(12);
  line.label = row.optional_integer(13);
  line.imported_label = row.optional_integer(14);
  line.missing = row.boolean(15);
  line.removed = row.boolean(16);
  line.image_group = row.text(17);
  return line;
}

}  // namespace

void for_each_image(const Readable& from, ImageId after, const ImageVisit& visit) {
  Scan scan(from.connection(), sql::image_scan);
  scan.restart(after);
  ImagePlaces places(from.connection());
  while (scan.next()) visit(read_line(scan, places));
}

void for_each_image(const Readable& from, std::span<const ImageId> ids, const ImageVisit& visit) {
  Scan scan(from.connection(), sql::image_scan_one);
  ImagePlaces places(from.connection());
  for (const ImageId id : ids) {
    scan.restart(id);
    if (scan.next()) visit(read_line(scan, places));
  }
}

void for_each_extra(const Readable& from, const ExtraVisit& visit) {
  Scan scan(from.connection(), sql::image_extra_scan);
  scan.restart(0);
  while (scan.next()) visit(scan.integer(0), scan.text(1));
}

void for_each_extra(const Readable& from, std::span<const ImageId> ids, const ExtraVisit& visit) {
  Scan scan(from.connection(), sql::image_extra_one);
  for (const ImageId id : ids) {
    scan.restart(id);
    if (scan.next()) visit(scan.integer(0), scan.text(1));
  }
}

}  // namespace db
