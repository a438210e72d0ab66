#include "app/pages/common/stage.h"

#include <imgui.h>

namespace app::common {

bool one_on_stage(const PageContext& context) {
  return context.stage != nullptr && context.stage->presenting && !context.stage->alone.empty();
}

std::optional<widgets::Rect> on_stage(const PageContext& context, std::string_view card, const widgets::Rect& in) {
  Stage* stage = context.stage;
  if (stage == nullptr || !stage->presenting) return in;
  if (!stage->alone.empty() && stage->alone != card) return std::nullopt;
  const widgets::Rect place = stage->alone.empty() ? in : stage->whole;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool over =
      mouse.x >= place.low.x && mouse.y >= place.low.y && mouse.x < place.high.x && mouse.y < place.high.y;
  if (over && context.mouse_free && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    stage->alone = stage->alone.empty() ? std::string(card) : std::string();
    ImGui::GetIO().MouseClickedCount[ImGuiMouseButton_Left] =
        0;  // taken: the card that lies there now has no part in it
  }
  return place;
}

}  // namespace app::common
