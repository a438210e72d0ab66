#include "app/table/group_clauses.h"

#include <utility>

#include "app/table/verdict.h"

namespace app {

std::vector<std::string> drop_group_clauses(Filter& filter, const TargetFacts& target) {
  const auto name = [&target](int group) {
    const auto at = static_cast<std::size_t>(group);
    return group >= 0 && at < target.groups.size() ? target.groups[at] : std::string("?");
  };
  std::vector<std::string> said;
  for (const int group : std::exchange(filter.true_groups, {})) said.push_back("labelled " + name(group));
  for (const int group : std::exchange(filter.predicted_groups, {})) said.push_back("predicted " + name(group));
  for (const GroupPair& pair : std::exchange(filter.pairs, {})) said.push_back(title_of(pair, target));
  if (filter.score) said.push_back("probabilities of " + name(filter.score->group));
  filter.score.reset();
  return said;
}

}  // namespace app
