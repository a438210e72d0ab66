// A texture reference as ImGui carries it, and back. The one place that knows what an ImTextureID is.
// Any thread; plain values.
#pragma once

#include <imgui.h>

#include "engine/base/texture_ref.h"

namespace engine {

// void* before ImGui 1.91.4, an integer after.
inline ImTextureID imgui_id(TextureRef ref) { return (ImTextureID)(static_cast<std::uintptr_t>(ref)); }
inline TextureRef ref_from(ImTextureID id) { return (TextureRef)(id); }

}  // namespace engine
