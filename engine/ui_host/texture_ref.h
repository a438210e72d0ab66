// A texture as the interface names it: index of the texture and, in an array, the layer. 0 is none.
// Any thread; plain values.
#pragma once

#include <cstdint>

#include <imgui.h>

namespace engine {

using TextureRef = std::uint64_t;

inline TextureRef texture_ref(std::uint32_t texture, std::uint32_t layer) {
  return (static_cast<TextureRef>(texture) << 16U) | layer;
}
inline ImTextureID imgui_id(TextureRef ref) {
  return (ImTextureID)(static_cast<std::uintptr_t>(ref));
}  // void* before ImGui 1.91.4, an integer after

}  // namespace engine
