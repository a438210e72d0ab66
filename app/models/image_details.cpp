#include "app/models/image_details.h"

#include <cmath>
#include <optional>
#include <span>

#include "app/core/json.h"
#include "app/core/time_text.h"
#include "app/workspace/content_check.h"
#include "app/workspace/mask_fit.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "db/labels.h"

namespace app {
namespace {

std::string class_name(const ClassList& list, std::optional<ClassId> id) {
  const int index = list.index_of(id.value_or(0));
  return index < 0 ? "unlabelled" : list.classes[static_cast<std::size_t>(index)].name;
}

void add_known(ImageDetails& details, const std::string& name, const std::string& value) {
  if (!value.empty()) details.metadata.emplace_back(name, value);
}

void add_metadata(ImageDetails& details, const db::Image& image) {
  add_known(details, "Split", db::name_of(image.split));
  add_known(details, "Lesion", image.lesion_id);
  add_known(details, "Patient", image.patient_id);
  if (image.age_years) add_known(details, "Age", std::to_string(static_cast<int>(*image.age_years)) + " years");
  add_known(details, "Sex", image.sex);
  add_known(details, "Site", image.site);
  add_known(details, "Diagnosed by", image.dx_type);
  add_known(details, "Size", std::to_string(image.width_px) + " × " + std::to_string(image.height_px) + " px");
  add_known(details, "Data set", image.source);
  add_known(details, "Mask", mask_text(image));
  const auto extra = Json::parse(image.extra_json);
  for (const auto& [name, value] : extra.members()) add_known(details, name, value.get<std::string>());
  add_known(details, "Imported", local_time_text(image.imported_at_ms));
  add_known(details, "Content", image.sha256.substr(0, 16));
  add_known(details, "Path", image.path);
}

std::string rounded(double value) { return std::to_string(std::lround(value)); }

// What is marked may be older than the file.
bool is_changed(const db::Image& image) {
  return !check_content(std::span(&image, 1), {}, {.every_hash = true}).changed.empty();
}

void add_quality(ImageDetails& details, const db::Reader& from, ImageId image) {
  const auto quality = db::image_quality(from, image);
  if (details.changed) add_known(details, "File", "holds other content than was imported; left out of training");
  if (!quality || quality->version == 0) return;
  const auto& n = quality->numbers;
  add_known(details, "Sharpness", rounded(n[0]));
  add_known(details, "Light",
            "exposure " + rounded(n[1]) + ", contrast " + rounded(n[2]) + ", colour cast " + rounded(n[6]));
  add_known(details, "In the way",
            "hair " + rounded(n[4]) + " %, dark corners " + rounded(n[3]) + " %, ruler " + rounded(n[5]));
}

}  // namespace

ImageDetails read_image_details(const db::Reader& from, ImageId id, const ClassList& classes) {
  const db::Reader::Snapshot snapshot(from);
  ImageDetails details;
  const auto image = db::image(from, id);
  if (!image) return details;
  details.width_px = image->width_px;
  details.height_px = image->height_px;
  details.changed = is_changed(*image);
  add_metadata(details, *image);
  add_quality(details, from, id);
  if (!details.changed && !image->mask_path.empty()) details.mask = lesion_mask(image->path, image->mask_path);
  for (const db::LabelEvent& event : db::label_history(from, id))
    details.history.push_back({local_time_text(event.at_ms), event.who, class_name(classes, event.from),
                               class_name(classes, event.to), db::name_of(event.source)});
  return details;
}

}  // namespace app
