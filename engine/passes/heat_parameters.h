// The overlays of the frame that is being built: draw_heat_overlay puts them here, the renderer reads
// them. The host clears the list before each frame. Reached through the ImGui context's renderer data.
// Main thread only.
#pragma once

#include <deque>

#include <imgui.h>

#include "engine/passes/heat_overlay.h"

namespace engine {

struct HeatParameters {
  std::deque<HeatOverlay> overlays;  // a deque: pointers stay valid while it grows
};

// Marks the draw command that follows as a heat overlay; its data is a HeatOverlay of the list above.
void heat_callback(const ImDrawList* list, const ImDrawCmd* command);

}  // namespace engine
