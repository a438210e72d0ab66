#include "app/pages/common/term_tip.h"

#include <imgui.h>

#include "app/table/glossary.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace app::common {
using namespace widgets;

void term_tip(const Style& style, std::string_view word, const Rect& in) {
  const std::string text = glossary_text(word);
  if (text.empty()) return;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::Dummy({in.width(), in.height()});
  tooltip(style, text);
}

void term_section(const Style& style, std::string_view title, std::string_view note, std::string_view word) {
  section(style, title, note);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  const ImVec2 size = text_size(style.fonts.strong, title);
  constexpr float kTitle_px = 20;
  const float top = after.y - kTitle_px - ImGui::GetStyle().ItemSpacing.y;
  term_tip(style, word, {{after.x, top}, {after.x + size.x, top + size.y}});
  ImGui::SetCursorScreenPos(after);
}

}  // namespace app::common
