#include "ml/data/split.h"

#include "ml/random/hash.h"

namespace ml {

bool held_out(std::string_view group_key, std::uint64_t seed, double share) {
  const double position = static_cast<double>(stable_hash(group_key, seed) >> 11U) * 0x1.0p-53;
  // 1 - (1 - share) is not always the share; groups at the border stay where earlier versions put them.
  return position < 1.0 - (1.0 - share);
}

}  // namespace ml
