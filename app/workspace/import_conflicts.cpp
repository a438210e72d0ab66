#include "app/workspace/import_conflicts.h"

#include <array>
#include <charconv>
#include <optional>

#include "app/core/json.h"

namespace app {
namespace {

struct TextField {
  const char* name;
  std::string ImportItem::*of_item;
  std::string db::Image::*of_image;
};

constexpr std::array kTexts = {TextField{"lesion_id", &ImportItem::lesion_id, &db::Image::lesion_id},
                               TextField{"patient_id", &ImportItem::patient_id, &db::Image::patient_id},
                               TextField{"sex", &ImportItem::sex, &db::Image::sex},
                               TextField{"localization", &ImportItem::site, &db::Image::site},
                               TextField{"dx_type", &ImportItem::dx_type, &db::Image::dx_type},
                               TextField{"source", &ImportItem::source, &db::Image::source}};

// The shortest text that is this number again: "45", "62.5".
std::string text_of(double number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string value_in(const std::map<std::string, std::string>& fields, const std::string& field) {
  const auto found = fields.find(field);
  return found == fields.end() ? "" : found->second;
}

// What stands, to compare an item with: an image that is here, or an earlier item of the same content.
struct Stands {
  std::string label, split;
  std::map<std::string, std::string> metadata;
  bool inside = false;
};

class FactComparison {
 public:
  FactComparison(const ImportSource& source, const Standing& here, const std::vector<PlannedImage>& images)
      : source_(source), here_(here), images_(images) {
    for (const ImportItem& item : source.items) names_validation_ = names_validation_ || item.split == "val";
  }

  void look_at(std::size_t item) {
    const PlannedImage& image = images_[item];
    if (image.displaced != 0) content(item, here_.image(image.displaced));
    switch (image.what) {
      case Planned::Known:
      case Planned::Relink:
      case Planned::Duplicate:
      case Planned::Restore: return compare(item, standing(here_.image(image.known)));
      case Planned::Repeat: return compare(item, of_earlier(image.first));
      case Planned::Changed: {
        const db::Image known = here_.image(image.known);
        content(item, known);
        return compare(item, standing(known));
      }
      case Planned::Removed:
        add(ConflictKind::Removed, item, "removed", "removed", "in the set", false);
        return compare(item, standing(here_.image(image.known)));
      case Planned::Add:
      case Planned::Failed: return;
    }
  }

  std::vector<Conflict> take() { return std::move(found_); }

 private:
  Stands standing(const db::Image& image) const {
    return {here_.class_name(image.label), db::name_of(image.split), metadata_of(image), false};
  }

  Stands of_earlier(std::size_t first) const {
    const PlannedImage& image = images_[first];
    // A file that holds another content than the image here is no photograph of that one.
    const bool stands = !image.is_added() && image.what != Planned::Changed;
    if (stands && image.known != 0) return standing(here_.image(image.known));
    const ImportItem& item = source_.items[first];
    return {item.label, item.split, metadata_of(item), true};
  }

  void compare(std::size_t item, const Stands& stands) {
    const ImportItem& says = source_.items[item];
    add(ConflictKind::Label, item, "label", stands.label, says.label, stands.inside);
    // An image that an import of this source held out for validation is where that import put it.
    const bool held_out = !names_validation_ && says.split == "train" && stands.split == "val";
    if (!held_out) add(ConflictKind::Split, item, "split", stands.split, says.split, stands.inside);
    for (const auto& [field, value] : metadata_of(says))
      add(ConflictKind::Metadata, item, field, value_in(stands.metadata, field), value, stands.inside);
  }

  void content(std::size_t item, const db::Image& image) {
    add(ConflictKind::Content, item, "content", image.sha256, images_[item].file.sha256, false);
  }

  void add(ConflictKind kind, std::size_t item, const std::string& field, const std::string& before,
           const std::string& after, bool inside) {
    const PlannedImage& image = images_[item];
    const bool of_image = kind != ConflictKind::Content && kind != ConflictKind::Removed;
    // One that comes back as if new takes what was not decided.
    if (of_image && image.what == Planned::Restore && !image.decided.contains(field)) return;
    const PlannedImage& subject = image.what == Planned::Repeat ? images_[image.first] : image;
    const bool of_removed = of_image && subject.what == Planned::Removed;
    const bool of_changed = of_image && subject.what == Planned::Changed;
    if (after.empty() || after == before) return;
    found_.push_back({kind, item, field, before, after, inside, of_removed, of_changed});
  }

  const ImportSource& source_;
  const Standing& here_;
  const std::vector<PlannedImage>& images_;
  bool names_validation_ = false;
  std::vector<Conflict> found_;
};

std::string as_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

}  // namespace

std::map<std::string, std::string> metadata_of(const ImportItem& item) {
  std::map<std::string, std::string> fields = item.extra;
  for (const TextField& text : kTexts) fields[text.name] = item.*text.of_item;
  if (item.age) fields["age"] = text_of(*item.age);
  fields["mask_path"] = item.mask_path.lexically_normal().string();
  fields["attribution"] = item.attribution;
  fields["licence"] = item.licence;
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  return fields;
}

std::map<std::string, std::string> metadata_of(const db::Image& image) {
  std::map<std::string, std::string> fields;
  if (const auto extra = Json::parse_if_valid(image.extra_json); extra && extra->is_object())
    for (const auto& [name, value] : extra->members()) fields[name] = as_text(value);
  for (const TextField& text : kTexts) fields[text.name] = image.*text.of_image;
  if (image.age_years) fields["age"] = text_of(*image.age_years);
  fields["mask_path"] = image.mask_path;
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  return fields;
}

std::string value_of(const db::Image& image, const std::string& field) { return value_in(metadata_of(image), field); }

void set_metadata(db::Image& image, const std::string& field, const std::string& value) {
  for (const TextField& text : kTexts) {
    if (field != text.name) continue;
    image.*text.of_image = value;
    return;
  }
  if (field == "age") {
    image.age_years = number_of(value);
  } else if (field == "mask_path") {
    image.mask_path = value;
  } else {
    Json extra = Json::parse_if_valid(image.extra_json).value_or(Json::object());
    extra[field] = value;
    image.extra_json = extra.dump();
  }
}

void take_metadata(db::Image& image, const db::Image& from) {
  for (const TextField& text : kTexts) image.*text.of_image = from.*text.of_image;
  image.age_years = from.age_years;
  image.mask_path = from.mask_path;
  image.extra_json = from.extra_json;
}

const char* name_of(ConflictKind kind) {
  switch (kind) {
    case ConflictKind::Label: return "label";
    case ConflictKind::Split: return "split";
    case ConflictKind::Content: return "content";
    case ConflictKind::Removed: return "removed";
    case ConflictKind::Metadata: break;
  }
  return "metadata";
}

std::optional<ConflictKind> conflict_named(const std::string& name) {
  for (const ConflictKind kind : kConflictKinds)
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

std::vector<Conflict> find_conflicts(const ImportSource& source, const Standing& here,
                                     const std::vector<PlannedImage>& images) {
  FactComparison comparison(source, here, images);
  for (std::size_t item = 0; item < images.size(); ++item) comparison.look_at(item);
  return comparison.take();
}

}  // namespace app
