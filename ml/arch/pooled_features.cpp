#include "ml/arch/pooled_features.h"

namespace ml {

std::vector<PooledPart> pooled_parts(const std::vector<UnitSpec>& units) {
  std::vector<PooledPart> parts;
  auto offset = static_cast<std::size_t>(units.back().out_channels);
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!units[i].pooled) continue;
    const auto channels = static_cast<std::size_t>(units[i].out_channels),
               side = static_cast<std::size_t>(units[i].out_px);
    parts.push_back({i, offset, channels, side * side});
    offset += 2 * channels;
  }
  return parts;
}

std::size_t pooled_length(const std::vector<UnitSpec>& units) {
  auto length = static_cast<std::size_t>(units.back().out_channels);
  for (const PooledPart& part : pooled_parts(units)) length += 2 * part.channels;
  return length;
}

std::size_t maps_length(const std::vector<UnitSpec>& units) {
  const UnitSpec& last = units.back();
  auto length = static_cast<std::size_t>(last.out_channels) * static_cast<std::size_t>(last.out_px) *
                static_cast<std::size_t>(last.out_px);
  for (const PooledPart& part : pooled_parts(units)) length += part.places * part.channels;
  return length;
}

}  // namespace ml
