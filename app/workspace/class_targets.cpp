#include "app/workspace/class_targets.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/core/joined.h"
#include "app/workspace/target_rules.h"
#include "db/runs.h"

namespace app {
namespace {

constexpr const char* kByHand = "of the classes that were added by hand; takes new ones until a run learns it";

bool may_change(const db::Readable& from, const std::string& name) {
  const auto standing = db::target_named(from, name);
  const auto learnt = [&](const db::Run& run) { return run.target == name; };
  if (standing) return standing->description == kByHand && std::ranges::none_of(db::runs(from), learnt);
  return std::ranges::all_of(db::targets(from), [](const db::Target& t) { return t.description == kByHand; });
}

}  // namespace

std::vector<HandMadeTarget> targets_with_class(const db::Readable& from, const ClassCatalog& catalog,
                                               const std::string& added) {
  std::set<db::ClassId> placed;  // a retired class keeps its labels, and so its place
  for (const db::Target& target : db::targets(from))
    for (const auto& [id, group] : target.group_of_class()) placed.insert(id);
  std::vector<std::string> names;
  for (const db::Class& known : db::classes(from))
    if (!known.retired || placed.contains(known.id)) names.push_back(known.name);
  if (std::ranges::find(names, added) == names.end()) names.push_back(added);
  std::vector<HandMadeTarget> targets;
  for (const TargetRule& rule : derive_targets({}, catalog.in_display_order(std::move(names)), catalog)) {
    HandMadeTarget target{rule.name, {}};
    for (const std::string& group : rule.groups) target.groups.push_back({group, {}});
    for (const auto& [name, group] : rule.group_of_class)
      target.groups[static_cast<std::size_t>(group)].second.push_back(name);
    std::erase_if(target.groups, [](const auto& group) { return group.second.empty(); });
    if (target.groups.size() > 1 && may_change(from, rule.name)) targets.push_back(std::move(target));
  }
  return targets;
}

std::string words_of(const HandMadeTarget& target) {
  std::vector<std::string> groups;
  for (const auto& [name, classes] : target.groups) {
    const bool alone = classes.size() == 1 && classes.front() == name;
    groups.push_back(alone ? name : name + " (" + joined(classes) + ")");
  }
  return "the target " + target.name + " is: " + joined(groups);
}

void save(db::Transaction& transaction, const HandMadeTarget& target) {
  if (!may_change(transaction, target.name)) return;
  db::Target saved = db::target_named(transaction, target.name).value_or(db::Target{0, target.name, kByHand, {}});
  saved.groups.clear();
  for (const auto& [name, classes] : target.groups) {
    db::TargetGroup group{name, {}};
    for (const std::string& one : classes)
      if (const auto known = db::class_named(transaction, one)) group.classes.push_back(known->id);
    saved.groups.push_back(std::move(group));
  }
  db::save_target(transaction, saved, db::LabelSource::User);
}

}  // namespace app
