#include "db/edit_state.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "db/changes.h"
#include "db/edit_rows.h"
#include "db/embedded_sql.h"
#include "db/image_rows.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

using Json = nlohmann::json;

bool is_utf8(const std::string& text) {
  try {
    Json(text).dump();
    return true;
  } catch (const Json::type_error&) {
    return false;
  }
}

std::string text_of_hex(const std::string& hex) {
  std::string text;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    text.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return text;
}

std::string named(EditKind kind, std::int64_t subject) {
  return (is_of_image(kind) ? "image " : name_of(kind) + std::string(" ")) + std::to_string(subject);
}

template <class... Values>
void run(Transaction& transaction, const std::string& what, std::string_view sql, const Values&... values) {
  require_changed(Query(transaction.connection(), sql, values...).run(), what, transaction.connection());
}

Json json_of_text(const std::string& text) {
  if (is_utf8(text)) return text;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    hex.push_back(kDigits[value >> 4U]);
    hex.push_back(kDigits[value & 15U]);
  }
  return {{"hex", hex}};
}

std::string text_of_json(const Json& json) {
  return json.is_object() ? text_of_hex(json.at("hex").get<std::string>()) : json.get<std::string>();
}

void put_metadata(Transaction& transaction, ImageId image, const Json& after) {
  const auto text = [&](const char* column) { return text_of_json(after.at(column)); };
  std::optional<double> age;
  if (after.at("age_years").is_number()) age = after.at("age_years").get<double>();
  run(transaction, named(EditKind::Metadata, image), sql::image_update_metadata, image, text("lesion_id"),
      text("patient_id"), age, text("sex"), text("site"), text("dx_type"), text("mask_path"), text("source"),
      text("extra_json"));
}

void put_image(Transaction& transaction, EditKind kind, ImageId image, const Json& after) {
  const std::string what = named(kind, image);
  switch (kind) {
    case EditKind::Split: run(transaction, what, sql::image_set_split, image, text_of_json(after.at("split"))); break;
    case EditKind::Removed:
      run(transaction, what, sql::image_set_removed, image, after.at("removed").get<bool>());
      break;
    case EditKind::Group:
      run(transaction, what, sql::image_set_group, image, text_of_json(after.at("image_group")));
      break;
    case EditKind::Path: run(transaction, what, sql::image_relink, image, text_of_json(after.at("path"))); break;
    default: put_metadata(transaction, image, after);
  }
  transaction.changes().images_edited.push_back(image);
}

void put_class(Transaction& transaction, ClassId id, const Json& after) {
  transaction.changes().classes.push_back(id);
  if (after.is_null()) return run(transaction, named(EditKind::Class, id), sql::class_set_absent, id);
  run(transaction, named(EditKind::Class, id), sql::class_put, id, text_of_json(after.at("name")),
      text_of_json(after.at("full_name")), after.at("colour").get<std::uint32_t>(), after.at("position").get<int>(),
      after.at("retired").get<bool>());
}

void put_target(Transaction& transaction, TargetId id, const Json& after) {
  auto& connection = transaction.connection();
  transaction.changes().targets.push_back(id);
  if (after.is_null()) return run(transaction, named(EditKind::Target, id), sql::target_delete, id);
  run(transaction, named(EditKind::Target, id), sql::target_put, id, text_of_json(after.at("name")),
      text_of_json(after.at("description")));
  Query(connection, sql::target_groups_delete, id).run();
  int position = 0;
  for (const Json& group : after.at("groups")) {
    Query(connection, sql::target_group_insert, id, position, text_of_json(group.at("name"))).run();
    for (const Json& member : group.at("classes"))
      Query(connection, sql::target_class_insert, id, member.get<ClassId>(), position).run();
    ++position;
  }
}

bool is_used(const Readable& from, ClassId id) {
  Query images(from.connection(), sql::class_use_by_images, id),
      targets(from.connection(), sql::class_use_by_targets, id);
  return images.id() + targets.id() > 0;
}

Json json_of(EditKind kind, const Image& image) {
  switch (kind) {
    case EditKind::Split: return {{"split", name_of(image.split)}};
    case EditKind::Removed: return {{"removed", image.removed}};
    case EditKind::Group: return {{"image_group", json_of_text(image.image_group)}};
    case EditKind::Path: return {{"path", json_of_text(image.path)}};
    default: break;
  }
  return {{"lesion_id", json_of_text(image.lesion_id)},
          {"patient_id", json_of_text(image.patient_id)},
          {"age_years", image.age_years ? Json(*image.age_years) : Json(nullptr)},
          {"sex", json_of_text(image.sex)},
          {"site", json_of_text(image.site)},
          {"dx_type", json_of_text(image.dx_type)},
          {"mask_path", json_of_text(image.mask_path)},
          {"source", json_of_text(image.source)},
          {"extra_json", json_of_text(image.extra_json)}};
}

Json json_of(const Class& known) {
  return {{"name", json_of_text(known.name)},
          {"full_name", json_of_text(known.full_name)},
          {"colour", known.colour},
          {"position", known.position},
          {"retired", known.retired}};
}

Json json_of(const Target& known) {
  Json groups = Json::array();
  for (const TargetGroup& group : known.groups) {
    std::vector<ClassId> members = group.classes;
    std::ranges::sort(members);  // as they are read
    groups.push_back({{"name", json_of_text(group.name)}, {"classes", members}});
  }
  return {{"name", json_of_text(known.name)}, {"description", json_of_text(known.description)}, {"groups", groups}};
}

}  // namespace

std::string state_of(EditKind kind, const Image& image) { return json_of(kind, image).dump(); }

std::string state_of(const Class& known) { return json_of(known).dump(); }

std::string state_of(const Target& known) { return json_of(known).dump(); }

std::string state_of(const Readable& from, EditKind kind, std::int64_t subject) {
  if (kind == EditKind::Class) {
    const auto known = class_of(from, subject);
    return known ? state_of(*known) : kNothing;
  }
  if (kind == EditKind::Target) {
    const auto known = target_of(from, subject);
    return known ? state_of(*known) : kNothing;
  }
  const auto known = kept_image(from, subject);
  require_changed(known ? 1 : 0, named(kind, subject), from.connection());
  return state_of(kind, *known);
}

Edit edit_between(EditKind kind, std::int64_t subject, const std::string& before, const std::string& after) {
  Json from = Json::parse(before), to = Json::parse(after);
  if (from.is_object() && to.is_object()) {
    const Json all = to;
    for (const auto& [column, value] : all.items()) {
      if (from.at(column) != value) continue;
      from.erase(column);
      to.erase(column);
    }
  }
  return {kind, subject, from.dump(), to.dump()};
}

bool holds(const std::string& state, const std::string& part) {
  const Json whole = Json::parse(state), named = Json::parse(part);
  if (!whole.is_object() || !named.is_object()) return whole == named;
  for (const auto& [column, value] : named.items())
    if (!whole.contains(column) || whole.at(column) != value) return false;
  return true;
}

bool agree(const std::string& one, const std::string& other) {
  const Json first = Json::parse(one), second = Json::parse(other);
  if (!first.is_object() || !second.is_object()) return first == second;
  for (const auto& [column, value] : second.items())
    if (first.contains(column) && first.at(column) != value) return false;
  return true;
}

std::string edited(const std::string& state, const std::string& after) {
  Json result = Json::parse(state);
  const Json to = Json::parse(after);
  if (!result.is_object() || !to.is_object()) return after;
  result.update(to);
  return result.dump();
}

std::string path_in(const std::string& state) { return text_of_json(Json::parse(state).at("path")); }

bool may_become(const Readable& from, EditKind kind, std::int64_t subject, const std::string& after) {
  if (is_of_image(kind)) return true;
  if (after == kNothing) return kind != EditKind::Class || !is_used(from, subject);
  const Json wanted = Json::parse(after);
  if (!wanted.contains("name")) return true;
  Query others(from.connection(), kind == EditKind::Class ? sql::class_names_taken : sql::target_names_taken, subject,
               text_of_json(wanted.at("name")));
  return others.id() == 0;
}

void put_state(Transaction& transaction, EditKind kind, std::int64_t subject, const std::string& state) {
  const Json json = Json::parse(state);
  if (kind == EditKind::Class)
    put_class(transaction, subject, json);
  else if (kind == EditKind::Target)
    put_target(transaction, subject, json);
  else
    put_image(transaction, kind, subject, json);
}

}  // namespace db
