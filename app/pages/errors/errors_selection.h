// The filters that a click on the Errors page asks for: each adds its clause to what is filtered already, within
// validation; the same click again lifts it.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/table/filter.h"

namespace app {

// The filter within validation; one that filters nothing else is no filter.
Filter within_validation(Filter filter);
Filter with_slice(Filter filter, const Slice& slice);
Filter with_scores(Filter filter, const ScoreRange& score, const std::vector<int>& true_groups);
Filter with_pairs(Filter filter, const std::vector<GroupPair>& pairs);
// What is labelled the group and predicted another, and the other way round.
std::vector<GroupPair> missed(int group, int groups);
std::vector<GroupPair> mistaken_for(int group, int groups);
// In place of every other clause.
Filter of_picked(const Bits& rows, std::string name);

}  // namespace app
