#include "app/table/class_groups.h"

#include "app/core/joined.h"

namespace app {

std::vector<int> groups_of_classes(const RunScores& run, const ClassList& list, std::string& problem) {
  problem = run.problem;
  if (!problem.empty()) return {};
  if (!run.group_of_class.empty()) {
    std::vector<int> groups;
    for (const ClassFacts& known : list.classes) {
      const auto group = run.group_of_class.find(known.id);
      groups.push_back(group == run.group_of_class.end() ? -1 : group->second);
    }
    return groups;
  }
  const TargetFacts* target = list.target_named(run.target);
  if (target == nullptr)
    problem = "the workspace has no target " + run.target + " any more";
  else if (target->groups != run.groups)
    problem = "the groups of " + run.target + " have changed since it was trained: they were {" + joined(run.groups) +
              "} and are {" + joined(target->groups) + "}";
  return problem.empty() ? target->group_of_class : std::vector<int>{};
}

RunQuestion question_of(const RunScores& run) { return {run.target, run.groups, run.group_of_class}; }

bool same_question(const RunQuestion& a, const RunQuestion& b) {
  if (a.groups != b.groups) return false;
  const bool known = !a.group_of_class.empty() && !b.group_of_class.empty();
  return known ? a.group_of_class == b.group_of_class : a.target == b.target;
}

}  // namespace app
