#include "app/pages/errors/errors_selection.h"

#include <algorithm>
#include <utility>

namespace app {
// What the last clause was lifted of is not filtered at all.
Filter within_validation(Filter filter) {
  filter.splits.clear();
  if (filter == Filter{}) return filter;
  filter.splits = {Split::Val};
  return filter;
}

Filter with_slice(Filter filter, const Slice& slice) {
  const bool was = std::ranges::find(filter.slices, slice) != filter.slices.end();
  std::erase_if(filter.slices, [&slice](const Slice& each) { return each.column == slice.column; });
  if (!was) filter.slices.push_back(slice);
  return within_validation(std::move(filter));
}

Filter with_scores(Filter filter, const ScoreRange& score, const std::vector<int>& true_groups) {
  const bool was = filter.score == score && filter.true_groups == true_groups;
  filter.score = was ? std::nullopt : std::optional(score);
  filter.true_groups = was ? std::vector<int>{} : true_groups;
  return within_validation(std::move(filter));
}

Filter with_pairs(Filter filter, const std::vector<GroupPair>& pairs) {
  filter.pairs = filter.pairs == pairs ? std::vector<GroupPair>{} : pairs;
  return within_validation(std::move(filter));
}

std::vector<GroupPair> missed(int group, int groups) {
  std::vector<GroupPair> pairs;
  for (int other = 0; other < groups; ++other)
    if (other != group) pairs.push_back({group, other});
  return pairs;
}

std::vector<GroupPair> mistaken_for(int group, int groups) {
  std::vector<GroupPair> pairs;
  for (int other = 0; other < groups; ++other)
    if (other != group) pairs.push_back({other, group});
  return pairs;
}

Filter of_picked(const Bits& rows, std::string name) {
  Filter filter;
  filter.picked = PickedRows{std::make_shared<const Bits>(rows), std::move(name)};
  return filter;
}

}  // namespace app
