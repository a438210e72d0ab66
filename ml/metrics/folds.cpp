#include "ml/metrics/folds.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>

#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

std::vector<int> fold_of_samples(std::span<const int> labels, std::span<const int> groups, int folds,
                                 std::uint64_t seed) {
  if (labels.size() != groups.size())
    throw std::runtime_error("Cannot deal folds: " + std::to_string(labels.size()) + " labels but " +
                             std::to_string(groups.size()) + " groups.");
  if (folds < 2) throw std::runtime_error("Cannot deal " + std::to_string(folds) + " folds: two are the fewest.");
  std::map<int, int> label_of_group;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto [at, added] = label_of_group.try_emplace(groups[i], labels[i]);
    if (!added) at->second = std::max(at->second, labels[i]);
  }
  std::vector<std::tuple<int, double, int>> order;  // by class, shuffled within
  CounterRng rng(seed, {stable_hash("folds"), 0});
  for (const auto& [group, label] : label_of_group) order.emplace_back(label, rng.uniform(0, 1), group);
  std::ranges::sort(order);
  std::map<int, int> fold_of_group;
  for (std::size_t i = 0; i < order.size(); ++i) fold_of_group[std::get<2>(order[i])] = static_cast<int>(i) % folds;
  std::vector<int> fold(labels.size());
  std::ranges::transform(groups, fold.begin(), [&](int group) { return fold_of_group.at(group); });
  return fold;
}

}  // namespace ml
