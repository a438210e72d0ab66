#include "app/widgets/scroll_keys.h"

#include <algorithm>
#include <utility>

#include <imgui.h>

#include "engine/ui/keys.h"

namespace app::widgets {

void scroll_with_keys(ScrollKeys keys) {
  using engine::GridKey;
  constexpr float kLine_px = 60, kFar_px = 1e6F;
  const float page = ImGui::GetWindowHeight() * 0.9F;
  const std::pair<GridKey, float> ways[] = {{GridKey::Up, -kLine_px},  {GridKey::Down, kLine_px},
                                            {GridKey::PageUp, -page},  {GridKey::PageDown, page},
                                            {GridKey::Home, -kFar_px}, {GridKey::End, kFar_px}};
  for (const auto& [key, way] : ways) {
    if (keys == ScrollKeys::Pages && (key == GridKey::Up || key == GridKey::Down)) continue;
    if (engine::grid_key_pressed(key))
      ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + way, 0.0F, ImGui::GetScrollMaxY()));
  }
}

}  // namespace app::widgets
