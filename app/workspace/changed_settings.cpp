#include "app/workspace/changed_settings.h"

namespace app {
namespace {

std::optional<int> whole_number(const Json& json, const char* key) {
  const Json* value = json.find(key);
  return value != nullptr && value->is_integer() ? std::optional(value->get<int>()) : std::nullopt;
}

}  // namespace

ChangedSettings changed_settings(std::span<const db::RunEvent> events) {
  ChangedSettings changed;
  for (const db::RunEvent& event : events) {
    if (event.kind != "epochs" && event.kind != "patience") continue;
    const Json json = Json::parse(event.json);
    const auto now = whole_number(json, "new");
    if (now && json.find("refused") == nullptr) (event.kind == "epochs" ? changed.epochs : changed.patience) = now;
  }
  return changed;
}

Json to_json(const ChangedSettings& changed) {
  Json json = Json::object();
  if (changed.epochs) json["epochs"] = *changed.epochs;
  if (changed.patience) json["patience"] = *changed.patience;
  return json;
}

ChangedSettings changed_settings_from_json(const Json& told) {
  if (!told.is_object()) return {};
  return {whole_number(told, "epochs"), whole_number(told, "patience")};
}

}  // namespace app
