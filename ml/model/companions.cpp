#include "ml/model/companions.h"

#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

namespace ml {
namespace {

auto network_of(const Weights& weights) {
  return weights.tensors() | std::views::filter([](const auto& entry) { return !is_companion(entry.first); });
}

}  // namespace

void erase_companions(Weights& weights) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : weights.tensors())
    if (is_companion(name)) names.push_back(name);
  for (const std::string& name : names) weights.erase(name);
  std::erase_if(weights.metadata(), [](const auto& entry) { return is_companion(entry.first); });
}

bool same_network(const Weights& a, const Weights& b) { return std::ranges::equal(network_of(a), network_of(b)); }

}  // namespace ml
