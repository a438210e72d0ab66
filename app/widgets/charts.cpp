#include "app/widgets/charts.h"

#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app::widgets {

void probability_bar(const Style& style, std::string_view name, float probability, ImU32 colour, float threshold) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float left = at.x + 92, right = at.x + width - 58;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(style.fonts.small, {at.x, at.y + 2}, style.theme.text, elided(style.fonts.small, name, 86));
  draw.AddRectFilled({left, at.y + 8}, {right, at.y + 14}, style.theme.control_hovered, 3);
  if (probability > 0.01F)
    draw.AddRectFilled({left, at.y + 8}, {left + (right - left) * probability, at.y + 14}, colour, 3);
  if (threshold >= 0)
    draw.AddLine({left + (right - left) * threshold, at.y + 4}, {left + (right - left) * threshold, at.y + 18},
                 style.theme.text, 1.5F);
  draw_text_right(style.fonts.mono, {at.x + width, at.y + 3}, style.theme.text, percent(probability, 1));
  ImGui::Dummy({width, 22});
}

void colour_map_legend(const Style& style, engine::ColourMap colour_map, float width_px, std::string_view low,
                       std::string_view high) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  constexpr int kSteps = 32;
  for (int i = 0; i < kSteps; ++i) {
    const auto colour = engine::colour_of(colour_map, (static_cast<float>(i) + 0.5F) / kSteps);
    const float x0 = at.x + width_px * static_cast<float>(i) / kSteps,
                x1 = at.x + width_px * static_cast<float>(i + 1) / kSteps;
    draw.AddRectFilled({x0, at.y}, {x1, at.y + 8},
                       ImGui::ColorConvertFloat4ToU32({colour[0], colour[1], colour[2], 1}));
  }
  draw_text(style.fonts.tiny, {at.x, at.y + 11}, style.theme.muted, low);
  draw_text_right(style.fonts.tiny, {at.x + width_px, at.y + 11}, style.theme.muted, high);
  ImGui::Dummy({width_px, 26});
}

}  // namespace app::widgets
