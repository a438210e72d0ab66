#include "ml/train/balanced_order.h"

#include <algorithm>
#include <map>

namespace ml {

BalancedImages::BalancedImages(std::span<const int> labels, std::span<const int> sources, BalanceBy by, int classes)
    : by_(by), images_(labels.size()), classes_(static_cast<std::size_t>(classes)) {
  std::map<int, Source> by_number;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Source& source = by_number[by.sources && !sources.empty() ? sources[i] : 0];
    source.of_class.resize(classes_);
    source.members.push_back(static_cast<std::uint32_t>(i));
    source.of_class[static_cast<std::size_t>(labels[i])].push_back(static_cast<std::uint32_t>(i));
  }
  for (auto& [number, source] : by_number) of_source_.push_back(std::move(source));
}

std::size_t BalancedImages::Source::classes_present() const {
  return static_cast<std::size_t>(std::ranges::count_if(of_class, [](const auto& one) { return !one.empty(); }));
}

std::vector<std::uint32_t> BalancedImages::order(CounterRng& rng) const {
  const auto one_of = [&rng](std::size_t count) {
    return count == 1 ? 0 : rng.below(static_cast<std::uint32_t>(count));
  };
  std::vector<std::vector<const std::vector<std::uint32_t>*>> pools;  // of each source
  for (const Source& source : of_source_) {
    pools.emplace_back();
    if (!by_.classes) pools.back().push_back(&source.members);
    for (const auto& members : source.of_class)
      if (by_.classes && !members.empty()) pools.back().push_back(&members);  // all of a class may be unreadable
  }
  std::vector<std::uint32_t> order;
  for (std::size_t i = 0; i < images_; ++i) {
    const auto& source = pools[one_of(pools.size())];
    const auto& members = *source[one_of(source.size())];
    order.push_back(members[rng.below(static_cast<std::uint32_t>(members.size()))]);
  }
  return order;
}

std::vector<float> BalancedImages::weights() const {
  std::vector<float> weights(images_);
  for (const Source& source : of_source_) {
    const auto present = static_cast<double>(source.classes_present());
    const auto all = static_cast<double>(source.members.size());
    for (const auto& members : source.of_class)
      for (const std::uint32_t image : members)
        weights[image] = static_cast<float>(all / (present * static_cast<double>(members.size())));
  }
  return weights;
}

std::vector<double> BalancedImages::class_shares() const {
  std::vector<double> shares(classes_);
  for (const Source& source : of_source_) {
    const double of_all = 1.0 / static_cast<double>(of_source_.size());
    for (std::size_t c = 0; c < classes_; ++c) {
      const double of_source =
          by_.classes ? (source.of_class[c].empty() ? 0 : 1 / static_cast<double>(source.classes_present()))
                      : static_cast<double>(source.of_class[c].size()) / static_cast<double>(source.members.size());
      shares[c] += of_all * of_source;
    }
  }
  return shares;
}

}  // namespace ml
