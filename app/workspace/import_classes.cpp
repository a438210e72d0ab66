#include "app/workspace/import_classes.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/core/joined.h"
#include "app/intake/spelling.h"
#include "app/workspace/target_rules.h"

namespace app {
namespace {

void list_spelling(ImportSource& source, const std::string& label, const std::string& found, long count) {
  auto listed = std::ranges::find(source.spellings, label, &Spelling::label);
  if (listed == source.spellings.end()) listed = source.spellings.insert(listed, {label, {}});
  const auto earlier = std::ranges::find(listed->found, found, &std::pair<std::string, long>::first);
  if (earlier == listed->found.end()) listed->found.emplace_back(found, count);
}

// The group of every class in a target that is here, by the class's name.
std::map<std::string, std::string> groups_here(const db::Target& target, const Standing& here) {
  std::map<std::string, std::string> groups;
  for (const db::TargetGroup& group : target.groups)
    for (const db::ClassId id : group.classes) groups[here.class_name(id)] = group.name;
  return groups;
}

bool is_each_on_its_own(const std::map<std::string, std::string>& groups) {
  return std::ranges::all_of(groups, [](const auto& entry) { return entry.first == entry.second; });
}

// "diagnosis": a new class is one more group at the end, as long as nobody changed what the target means.
PlannedTarget one_more_group(const db::Target& target, const Standing& here, const std::vector<PlannedClass>& classes) {
  PlannedTarget planned{.name = target.name, .description = target.description};
  const auto groups = groups_here(target, here);
  for (const PlannedClass& added : classes) {
    if (!added.is_new) continue;
    if (is_each_on_its_own(groups)) {
      planned.groups.push_back(added.name);
      planned.added.emplace_back(added.name, added.name);
    } else {
      planned.left_out.push_back(added.name);
    }
  }
  return planned;
}

// A target of nothing but benign classes, as the set once was: what is malignant comes behind them.
bool lacks_malignant(const db::Target& target) {
  return target.name == "malignant" && target.groups.size() == 1 && target.groups.front().name == "benign";
}

PlannedTarget into_groups(const db::Target& target, const TargetRule* said, const Standing& here,
                          const std::vector<PlannedClass>& classes) {
  PlannedTarget planned{.name = target.name, .description = target.description};
  const auto groups = groups_here(target, here);
  std::map<std::string, std::string> there;
  if (said != nullptr)
    for (const auto& [name, group] : said->group_of_class) there[name] = said->groups[static_cast<std::size_t>(group)];
  const auto has_group = [&](const std::string& name) {
    return std::ranges::find(target.groups, name, &db::TargetGroup::name) != target.groups.end() ||
           (name == "malignant" && lacks_malignant(target));
  };
  for (const PlannedClass& one : classes) {
    const auto says = there.find(one.name);
    const auto stands = groups.find(one.name);
    if (stands != groups.end()) {
      if (says != there.end() && says->second != stands->second)
        planned.contradictions.push_back({one.name, stands->second, says->second});
    } else if (says != there.end() && has_group(says->second)) {
      planned.added.emplace_back(one.name, says->second);
    } else if (one.is_new || says != there.end()) {
      planned.left_out.push_back(one.name);
    }
  }
  // Where the source and the target disagree of one class, they may mean different things by the others too.
  if (!planned.contradictions.empty()) {
    for (const auto& [name, group] : planned.added) planned.left_out.push_back(name);
    planned.added.clear();
  }
  planned.takes_choice =
      planned.contradictions.empty() && target.name == "malignant" && has_group("benign") && has_group("malignant");
  return planned;
}

PlannedTarget new_target(const TargetRule& rule) {
  PlannedTarget planned{.name = rule.name, .description = rule.description, .is_new = true, .groups = rule.groups};
  for (const auto& [name, group] : rule.group_of_class)
    planned.added.emplace_back(name, rule.groups[static_cast<std::size_t>(group)]);
  return planned;
}

bool says_something(const PlannedTarget& target) {
  return target.is_new || !target.added.empty() || !target.contradictions.empty() || !target.left_out.empty() ||
         !target.remark.empty();
}

TargetRule chosen_grouping(const std::vector<std::string>& malignant, const std::vector<std::string>& classes,
                           const ClassCatalog& catalog) {
  TargetRule rule{"malignant", "as chosen at import", {"benign", "malignant"}, {}};
  std::set<std::string> meant;
  for (const std::string& name : malignant)
    for (std::string& one : classes_meant(name, classes, catalog)) meant.insert(std::move(one));
  for (const std::string& name : classes) rule.group_of_class.emplace_back(name, meant.contains(name) ? 1 : 0);
  return rule;
}

// A target of one group tells nothing apart.
bool tells_apart(const PlannedTarget& target) {
  return std::ranges::any_of(target.added, [&](const auto& one) { return one.second != target.added.front().second; });
}

// Of images that are here and have another label, or none, nothing is a class until that is chosen.
void say_what_it_waits_for(PlannedTarget& target, const std::vector<PlannedClass>& classes) {
  if (!target.is_new || target.name != "malignant" || !tells_apart(target)) return;
  std::vector<std::string> waiting;
  std::set<std::string> groups;
  for (const auto& [name, group] : target.added) {
    const auto one = std::ranges::find(classes, name, &PlannedClass::name);
    if (one != classes.end() && one->is_new && one->added == 0)
      waiting.push_back(name);
    else
      groups.insert(group);
  }
  if (groups.size() < 2)
    target.remark = "it is made only if the labels of the source are taken over, as no image has the label " +
                    joined(waiting) + " so far";
}

void say_what_comes_to_nothing(PlannedTarget& target, const PlanChoices& choices) {
  if (!choices.malignant || target.name != "malignant") return;
  target.takes_choice = false;
  if (target.is_new && !target.added.empty() && !tells_apart(target))
    target.remark = "it was not made, as every class would be " + target.added.front().second;
  else if (!target.is_new && target.added.empty() && target.contradictions.empty())
    target.remark = target.left_out.empty()
                        ? "it is here already, and naming the malignant classes changes nothing: every class of the "
                          "source stands in a group of it"
                        : "it is here already with groups of its own, so that naming the malignant classes changes "
                          "nothing";
}

std::vector<std::string> names_in_order(const Standing& here, const std::vector<PlannedClass>& classes,
                                        const ClassCatalog& catalog) {
  std::vector<std::string> names;
  for (const PlannedClass& one : classes) names.push_back(one.name);
  for (const db::Class& known : here.classes())
    if (std::ranges::find(names, known.name) == names.end()) names.push_back(known.name);
  return catalog.in_display_order(std::move(names));
}

// The rules that the source itself gives, and those of a new workspace. Where a target of the name is here, only what
// the source says counts: the catalogue does not speak for it.
std::vector<TargetRule> rules_for(const ImportSource& source, const Standing& here, const ClassCatalog& catalog,
                                  const std::vector<PlannedClass>& classes, const PlanChoices& choices) {
  const std::vector<std::string> names = names_in_order(here, classes, catalog);
  std::vector<TargetRule> rules = derive_targets(source, names, catalog);
  if (choices.malignant && !classes.empty()) {
    std::erase_if(rules, [](const TargetRule& rule) { return rule.name == "malignant"; });
    rules.insert(rules.begin(), chosen_grouping(*choices.malignant, names, catalog));
  }
  return rules;
}

bool is_said(const TargetRule& rule, const ImportSource& source, const PlanChoices& choices) {
  return (choices.malignant && rule.name == "malignant") ||
         std::ranges::find(source.extra_columns, rule.name) != source.extra_columns.end();
}

// Two names of one diagnosis, nevus and nv for example: never joined unasked, for a set may mean something by it. A
// class that is here is the one to join; of two new ones, the one the catalogue names first.
std::string same_diagnosis(const std::string& name, const std::vector<PlannedClass>& classes, const Standing& here,
                           const ClassCatalog& catalog) {
  const KnownClass* known = catalog.find(name);
  if (known == nullptr) return "";
  for (const db::Class& other : here.classes())
    if (other.name != name && !other.retired && catalog.find(other.name) == known) return other.name;
  for (const PlannedClass& other : classes)
    if (other.name != name && other.is_new && catalog.find(other.name) == known) return other.name;
  return "";
}

}  // namespace

void use_known_spellings(ImportSource& source, const Standing& here, const std::vector<std::string>& kept) {
  std::map<std::string, std::string> by_key;
  for (const bool retired : {false, true})  // one that is in use is meant first
    for (const db::Class& known : here.classes())
      if (known.retired == retired) by_key.emplace(spelling_key(known.name), known.name);
  std::map<std::string, long> renamed;
  for (const ImportItem& item : source.items) {
    if (item.label.empty() || here.class_named(item.label) != nullptr) continue;
    if (by_key.contains(spelling_key(item.label)) && std::ranges::find(kept, item.label) == kept.end())
      ++renamed[item.label];
  }
  for (const auto& [found, count] : renamed) list_spelling(source, by_key.at(spelling_key(found)), found, count);
  for (ImportItem& item : source.items)
    if (renamed.contains(item.label)) item.label = by_key.at(spelling_key(item.label));
}

std::vector<PlannedClass> plan_classes(const ImportSource& source, const Standing& here, const ClassCatalog& catalog,
                                       const std::vector<PlannedImage>& images) {
  std::map<std::string, PlannedClass> by_name;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::string& label = source.items[i].label;
    if (label.empty() || images[i].what == Planned::Failed) continue;
    PlannedClass& one = by_name[label];
    one.name = label;
    ++one.images;
    if (images[i].takes_label()) ++one.added;
    one.is_new = here.class_named(label) == nullptr;
  }
  std::vector<std::string> names;
  for (const auto& [name, one] : by_name) names.push_back(name);
  std::vector<PlannedClass> classes;
  for (const std::string& name : catalog.in_display_order(std::move(names))) {
    classes.push_back(by_name.at(name));
    if (classes.back().is_new) classes.back().same_as = same_diagnosis(name, classes, here, catalog);
  }
  return classes;
}

std::vector<std::string> classes_meant(const std::string& name, const std::vector<std::string>& classes,
                                       const ClassCatalog& catalog) {
  const auto those = [&](auto fits) {
    std::vector<std::string> found;
    std::ranges::copy_if(classes, std::back_inserter(found), fits);
    return found;
  };
  const std::string key = spelling_key(name);
  if (auto same = those([&](const std::string& one) { return one == name; }); !same.empty()) return same;
  if (auto alike = those([&](const std::string& one) { return spelling_key(one) == key; }); !alike.empty())
    return alike;
  return those([&](const std::string& one) {
    const KnownClass* known = catalog.find(one);
    return known != nullptr && (catalog.find(name) == known || spelling_key(known->full_name) == key);
  });
}

std::vector<PlannedTarget> plan_targets(const ImportSource& source, const Standing& here, const ClassCatalog& catalog,
                                        const std::vector<PlannedClass>& classes, const PlanChoices& choices) {
  const std::vector<TargetRule> rules = rules_for(source, here, catalog, classes, choices);
  std::vector<PlannedTarget> planned;
  for (const TargetRule& rule : rules)
    if (here.target_named(rule.name) == nullptr) planned.push_back(new_target(rule));
  for (const db::Target& target : here.targets()) {
    const auto rule = std::ranges::find(rules, target.name, &TargetRule::name);
    const bool said = rule != rules.end() && is_said(*rule, source, choices);
    planned.push_back(target.name == "diagnosis" ? one_more_group(target, here, classes)
                                                 : into_groups(target, said ? &*rule : nullptr, here, classes));
  }
  for (PlannedTarget& target : planned) {
    say_what_it_waits_for(target, classes);
    say_what_comes_to_nothing(target, choices);
    if (target.is_new && !tells_apart(target)) target = {.name = target.name, .remark = target.remark};
  }
  std::erase_if(planned, [](const PlannedTarget& target) { return !says_something(target); });
  return planned;
}

}  // namespace app
