// The settings of both runs side by side, only what differs or all.
#include <string>

#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

void draw_setting_line(const CompareContext& context, const std::string& title, const std::string& a,
                       const std::string& b, bool differs) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, first = width * 0.28F, each = width * 0.36F;
  const ImU32 colour = differs ? style.theme.text : style.theme.muted;
  if (differs)
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + kLine_px + 4}, style.theme.control, 4);
  const auto cell = [&](float x, float room, ImU32 ink, const std::string& text) {
    draw_text(style.fonts.small, {at.x + x + 8, at.y + 2}, ink, elided(style.fonts.small, text, room - 14));
  };
  cell(0, first, style.theme.muted, title);
  cell(first, each, colour, a.empty() ? "–" : a);
  cell(first + each, each, colour, b.empty() ? "–" : b);
  ImGui::Dummy({width, kLine_px});
}

}  // namespace

std::string why_no_settings(const CompareView& view) {
  if (!view.problem.empty()) return view.problem;
  return view.working.empty() ? "Two runs with a finished epoch are needed." : view.working + "…";
}

void draw_compared_settings(CompareContext& context) {
  const CompareView& view = context.view;
  if (!view.comparison)
    return paragraph(context.style, context.style.fonts.small, context.style.theme.muted, why_no_settings(view));
  toggle(context.style, "compare.all_settings", "all settings, not only what differs", context.view.all_settings);
  draw_setting_line(context, "setting", "A  " + view.comparison->a.name, "B  " + view.comparison->b.name, false);
  int hidden = 0;
  for (const SettingPair& pair : view.comparison->settings) {
    if (!pair.differs() && !view.all_settings)
      ++hidden;
    else
      draw_setting_line(context, pair.title, pair.a, pair.b, pair.differs());
  }
  if (hidden > 0)
    label(context.style, context.style.fonts.tiny, context.style.theme.muted,
          std::to_string(hidden) + " others are the same");
}

}  // namespace app
