#include "ml/model/companions.h"

#include <string>
#include <vector>

namespace ml {

void erase_companions(Weights& weights) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : weights.tensors())
    if (is_companion(name)) names.push_back(name);
  for (const std::string& name : names) weights.erase(name);
  std::erase_if(weights.metadata(), [](const auto& entry) { return is_companion(entry.first); });
}

}  // namespace ml
