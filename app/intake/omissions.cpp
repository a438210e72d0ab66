#include "app/intake/omissions.h"

#include <algorithm>

namespace app {

LeftOut& Omissions::entry(const std::string& reason) {
  const auto found = std::ranges::find(list_, reason, &LeftOut::reason);
  return found != list_.end() ? *found : list_.emplace_back(LeftOut{reason, 0, {}});
}

void Omissions::add(const std::string& reason, std::string_view example, long count) {
  LeftOut& kept = entry(reason);
  kept.count += count;
  if (kept.examples.size() < kExamples && !example.empty()) kept.examples.emplace_back(example);
}

void Omissions::add(const std::vector<LeftOut>& others) {
  for (const LeftOut& other : others) {
    LeftOut& kept = entry(other.reason);
    kept.count += other.count;
    for (const std::string& example : other.examples)
      if (kept.examples.size() < kExamples) kept.examples.push_back(example);
  }
}

long Omissions::count(std::string_view reason) const {
  const auto found = std::ranges::find(list_, reason, &LeftOut::reason);
  return found != list_.end() ? found->count : 0;
}

}  // namespace app
