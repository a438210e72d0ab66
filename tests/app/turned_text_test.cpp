// Text that runs upwards, without a renderer.
#include <gtest/gtest.h>
#include <imgui.h>

#include "app/widgets/text.h"

namespace app::widgets {
namespace {

class TurnedText : public testing::Test {
 protected:
  TurnedText() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {400, 300};
    font_ = io.Fonts->AddFontDefault();
    io.Fonts->Build();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
  }
  ~TurnedText() override {
    ImGui::End();
    ImGui::Render();
    ImGui::DestroyContext();
  }
  // Of the command that draws this corner of a letter.
  static ImVec4 clip_of(int vertex) {
    const ImDrawList& draw = *ImGui::GetWindowDrawList();
    for (const ImDrawCmd& command : draw.CmdBuffer)
      for (unsigned i = 0; i < command.ElemCount; ++i) {
        const auto at = static_cast<int>(command.IdxOffset + i);
        if (static_cast<int>(command.VtxOffset + draw.IdxBuffer[at]) == vertex) return command.ClipRect;
      }
    return {};
  }

  ImFont* font_ = nullptr;
};

TEST_F(TurnedText, is_whole_and_clipped_where_it_is_seen) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect({200, 150}, {300, 160});
  draw.AddRectFilled({200, 150}, {300, 160}, IM_COL32_WHITE);
  const int first = draw.VtxBuffer.Size;
  draw_text_upwards(font_, {210, 155}, IM_COL32_WHITE, "labelled");
  EXPECT_EQ(draw.VtxBuffer.Size - first, 4 * 8);
  for (int i = first; i < draw.VtxBuffer.Size; ++i) {
    const ImVec4 clip = clip_of(i);
    EXPECT_EQ(clip.x, 200);
    EXPECT_EQ(clip.y, 150);
    EXPECT_EQ(clip.z, 300);
    EXPECT_EQ(clip.w, 160);
  }
  const int after = draw.VtxBuffer.Size;
  draw.AddRectFilled({200, 150}, {300, 160}, IM_COL32_WHITE);
  EXPECT_EQ(clip_of(after).y, 150);
  EXPECT_EQ(clip_of(first - 1).y, 150) << "what was drawn before keeps its own";
  draw.PopClipRect();
}

}  // namespace
}  // namespace app::widgets
