#include "app/shell/query_field.h"

#include <imgui.h>

#include "app/widgets/item.h"
#include "app/widgets/text_input.h"

namespace app {
using namespace widgets;
namespace {

int move_choice(ImGuiInputTextCallbackData* data) {
  int& choice = *static_cast<int*>(data->UserData);
  choice += data->EventKey == ImGuiKey_UpArrow ? -1 : 1;
  return 0;
}

}  // namespace

bool query_field(const Style& style, const std::string& landmark, const char* hint, std::string& query, int& choice) {
  if (ImGui::IsWindowAppearing()) {
    query.clear();
    choice = 0;
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::SetNextItemWidth(width);
  before_text(style, landmark, {at, {at.x + width, at.y + kQueryRow_px}});
  const bool entered =
      input_text("##query", hint, query, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory,
                 move_choice, &choice);
  style.mark(landmark, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  after_text(style, landmark, OnEnter::Stays);
  return entered;
}

}  // namespace app
