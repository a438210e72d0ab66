#include "engine/passes/heat_overlay.h"

#include "engine/passes/heat_parameters.h"

namespace engine {

// Never called: the renderer recognises it by its address.
void heat_callback(const ImDrawList*, const ImDrawCmd*) {}

void draw_heat_overlay(ImDrawList& draw_list, const HeatOverlay& overlay, ImVec2 top_left, ImVec2 bottom_right) {
  auto* parameters = static_cast<HeatParameters*>(ImGui::GetIO().BackendRendererUserData);
  if (parameters == nullptr || overlay.map == 0) {
    draw_list.AddImage(imgui_id(overlay.image), top_left, bottom_right, overlay.uv_min, overlay.uv_max);
    return;
  }
  parameters->overlays.push_back(overlay);
  draw_list.AddCallback(heat_callback, &parameters->overlays.back());
  draw_list.AddImage(imgui_id(overlay.image), top_left, bottom_right, overlay.uv_min, overlay.uv_max);
  draw_list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace engine
