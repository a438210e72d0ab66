#include "ml/familiarity/quantiles.h"

#include <algorithm>

namespace ml {

std::vector<float> quantiles_of(std::vector<double> values) {
  std::ranges::sort(values);
  std::vector<float> quantiles;
  for (std::size_t i = 0; i < kQuantiles; ++i) {
    const double at = static_cast<double>(i) / (kQuantiles - 1) * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    quantiles.push_back(
        static_cast<float>(values[low] + (at - static_cast<double>(low)) * (values[high] - values[low])));
  }
  return quantiles;
}

}  // namespace ml
