#include "app/pages/wall/wall_sorts.h"

namespace app {

const std::vector<WallSort>& wall_sorts() {
  static const std::vector<WallSort> all = [] {
    std::vector<WallSort> list = {{SortKey::Name, "name"},
                                  {SortKey::Label, "label"},
                                  {SortKey::Score, "score"},
                                  {SortKey::Confidence, "confidence"},
                                  {SortKey::MeanConfidence, "mean confidence"},
                                  {SortKey::Variability, "variability"},
                                  {SortKey::Forgetting, "times forgotten"}};
    for (std::size_t i = 0; i < kMeasures; ++i)
      list.push_back({sort_key(static_cast<Measure>(i)), std::string(kMeasureWords[i])});
    return list;
  }();
  return all;
}

std::string direction_in_words(const Sort& sort) {
  if (sort.key == SortKey::Name) return sort.descending ? "Z to A" : "A to Z";
  if (sort.key == SortKey::Label) return sort.descending ? "last class first" : "first class first";
  return sort.descending ? "largest first" : "smallest first";
}

}  // namespace app
