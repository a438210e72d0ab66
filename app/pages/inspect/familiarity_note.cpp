#include "app/pages/inspect/familiarity_note.h"

#include <cctype>
#include <string>

#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

std::string sentence(std::string words) {
  if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words + ".";
}

// The title has said what stands before the colon.
std::string after_title(const std::string& words) {
  const std::size_t colon = words.find(": ");
  return sentence(colon == std::string::npos ? words : words.substr(colon + 2));
}

// A bar at the side carries the colour, so that the words stand in the text's own.
void draw_warning(const Style& style, std::string_view landmark, const char* title, const std::string& words) {
  constexpr float kInset_px = 14, kBar_px = 4;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw.ChannelsSplit(2);
  draw.ChannelsSetCurrent(1);
  ImGui::Dummy({width, 4});
  ImGui::Indent(kInset_px);
  label(style, style.fonts.strong, style.theme.text, std::string("!  ") + title);
  paragraph(style, style.fonts.small, style.theme.text, after_title(words));
  ImGui::Unindent(kInset_px);
  const ImVec2 high{low.x + width, ImGui::GetCursorScreenPos().y};
  draw.ChannelsSetCurrent(0);
  draw.AddRectFilled(low, high, with_opacity(style.theme.warning, 0.14F), 8);
  draw.AddRectFilled(low, {low.x + kBar_px, high.y}, style.theme.warning, 2);
  draw.ChannelsMerge();
  style.mark(landmark, low, high);
  ImGui::Dummy({width, 2});
}

}  // namespace

void draw_familiarity(const Style& style, const FamiliarityView& view, bool may_refer) {
  if (view.words.empty()) return;
  if (view.unlike)
    draw_warning(style, "inspect.unlike", "Unlike the training images", view.words);
  else
    paragraph(style, style.fonts.small, style.theme.muted, sentence(view.words));
  if (!view.why_not_referred.empty())
    paragraph(style, style.fonts.small, style.theme.warning, sentence(view.why_not_referred));
  if (view.referred && may_refer) draw_warning(style, "inspect.refer", "Refer to a person", view.refer_words);
}

}  // namespace app
