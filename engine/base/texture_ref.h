// A texture by number: index of the texture and, in an array, the layer. 0 is none.
// Any thread; plain values.
#pragma once

#include <cstdint>

namespace engine {

using TextureRef = std::uint64_t;

inline TextureRef texture_ref(std::uint32_t texture, std::uint32_t layer) {
  return (static_cast<TextureRef>(texture) << 16U) | layer;
}
inline std::uint32_t texture_of(TextureRef ref) { return static_cast<std::uint32_t>(ref >> 16U); }
inline std::uint32_t layer_of(TextureRef ref) { return static_cast<std::uint32_t>(ref & 0xFFFFU); }

}  // namespace engine
