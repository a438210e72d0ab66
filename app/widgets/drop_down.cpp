#include "app/widgets/drop_down.h"

#include <algorithm>

#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kRow_px = 30, kPadding_px = 6, kMostHeight_px = 420, kGap_px = 4;

void draw_field(const Style& style, const Item& field, std::string_view shown) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& [low, high] = field.place;
  draw.AddRectFilled(low, high, field.hovered ? style.theme.control_hovered : style.theme.field,
                     style.theme.control_radius_px);
  draw.AddRect(low, high, style.theme.field_outline, style.theme.control_radius_px);
  if (!shown.empty())  // else the arrow alone
    draw_text(style.fonts.small, {low.x + 12, field.place.centre().y - text_size(style.fonts.small, shown).y / 2},
              style.theme.text, elided(style.fonts.small, shown, field.place.width() - 44));
  const ImVec2 arrow{high.x - 18, field.place.centre().y};
  draw.AddTriangleFilled({arrow.x - 4.5F, arrow.y - 2}, {arrow.x + 4.5F, arrow.y - 2}, {arrow.x, arrow.y + 3.5F},
                         style.theme.muted);
}

bool draw_row(const Style& style, const std::string& landmark, const std::string& name, bool selected, float width) {
  const Item row = item(style, landmark, {width, kRow_px});
  if (selected || row.hovered || row.focused)
    ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high,
                                              selected ? style.theme.accent_soft : style.theme.control_hovered, 6);
  draw_text(style.fonts.small, {row.place.low.x + 10, row.place.centre().y - text_size(style.fonts.small, name).y / 2},
            style.theme.text, name);
  return row.clicked;
}

// Below the field, or above where there is more room.
void place_list(const Rect& field, float height, float width) {
  const float below = ImGui::GetIO().DisplaySize.y - field.high.y;
  const bool fits = below > height + kGap_px || below > field.low.y;
  ImGui::SetNextWindowPos(fits ? ImVec2{field.low.x, field.high.y + kGap_px}
                               : ImVec2{field.low.x, field.low.y - kGap_px - height});
  ImGui::SetNextWindowSize({width, height});
}

}  // namespace

int drop_down(const Style& style, std::string_view landmark, std::span<const std::string> names, int selected,
              ImVec2 size) {
  const std::string id(landmark);
  const bool known = selected >= 0 && selected < static_cast<int>(names.size());
  const std::string shown = known ? names[static_cast<std::size_t>(selected)] : "none";
  const Item field = item(style, landmark, size, Takes::Press, !names.empty());
  draw_field(style, field, shown);
  if (field.clicked) {
    ImGui::OpenPopup(id.c_str());
    style.focus.want(id + "." + (known ? shown : names.front()));
  }
  float widest = size.x;
  for (const std::string& name : names) widest = std::max(widest, text_size(style.fonts.small, name).x + 40);
  const float height = std::min(kMostHeight_px, kRow_px * static_cast<float>(names.size()) + 2 * kPadding_px);
  place_list(field.place, height, widest);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPadding_px, kPadding_px});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  int chosen = -1;
  if (ImGui::BeginPopup(id.c_str(), ImGuiWindowFlags_NoMove)) {
    style.focus.begin_layer(id, LayerKind::List);
    for (std::size_t n = 0; n < names.size(); ++n) {
      if (draw_row(style, id + "." + names[n], names[n], static_cast<int>(n) == selected,
                   ImGui::GetContentRegionAvail().x))
        chosen = static_cast<int>(n);
    }
    style.focus.end_layer();
    if (chosen >= 0) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  return chosen;
}

}  // namespace app::widgets
