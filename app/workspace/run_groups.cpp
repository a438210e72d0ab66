#include "app/workspace/run_groups.h"

#include "app/core/json.h"

namespace app {

std::string run_groups_json(const std::vector<db::TargetGroup>& groups) {
  Json json = Json::array();
  for (const db::TargetGroup& group : groups) {
    Json entry;
    entry["name"] = group.name;
    entry["classes"] = group.classes;
    json.push_back(std::move(entry));
  }
  return json.dump();
}

RunGroups groups_of_run(const db::Run& run) {
  RunGroups groups;
  const Json json = Json::parse(run.classes_json);
  for (const Json& entry : json) {
    const auto index = static_cast<int>(groups.names.size());
    if (entry.is_string()) {
      groups.names.push_back(entry.get<std::string>());
      continue;
    }
    groups.names.push_back(entry.at("name").get<std::string>());
    for (const ClassId member : entry.at("classes").get<std::vector<ClassId>>()) groups.group_of_class[member] = index;
  }
  return groups;
}

}  // namespace app
