// The interface scale: what fits, and how a frame is multiplied.
#include "engine/ui/scale.h"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/ui/fonts.h"

namespace engine {
namespace {

TEST(Scale, is_what_is_wanted_where_the_window_has_room_and_less_where_not) {
  EXPECT_FLOAT_EQ(fitting_scale(2, 1920, 1200), 2);
  EXPECT_FLOAT_EQ(fitting_scale(2, 1280, 800), 800 / 600.0F);
  EXPECT_FLOAT_EQ(fitting_scale(3, 768, 600), 0.8F);
  EXPECT_FLOAT_EQ(fitting_scale(0.1F, 1600, 1000), kLeastScale);
  EXPECT_FLOAT_EQ(fitting_scale(9, 100'000, 100'000), kMostScale);
}

TEST(Scale, goes_up_and_down_by_notches_and_stops_at_the_ends) {
  EXPECT_FLOAT_EQ(next_scale(1, 1), 1.1F);
  EXPECT_FLOAT_EQ(next_scale(1.3F, 1), 1.5F);
  EXPECT_FLOAT_EQ(next_scale(1.3F, -1), 1.25F);
  EXPECT_FLOAT_EQ(next_scale(3, 1), 3);
  EXPECT_FLOAT_EQ(next_scale(0.75F, -1), 0.75F);
  float scale = 0.75F;
  for (int i = 0; i < 20; ++i) scale = next_scale(scale, 1);
  EXPECT_FLOAT_EQ(scale, kMostScale);
}

TEST(Scale, of_a_display_goes_by_its_density_and_is_never_below_one) {
  EXPECT_FLOAT_EQ(scale_of_display(96), 1);
  EXPECT_FLOAT_EQ(scale_of_display(109), 1);
  EXPECT_FLOAT_EQ(scale_of_display(163), 1.5F);
  EXPECT_FLOAT_EQ(scale_of_display(220), 2.25F);
  EXPECT_FLOAT_EQ(scale_of_display(30), 1);
  EXPECT_FLOAT_EQ(scale_of_display(std::nanf("")), 1);
}

class ScaledFrame : public testing::TestWithParam<float> {
 protected:
  void SetUp() override {
    context_ = ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    fonts_ = load_fonts(GetParam(), 64);
    ImGui::GetIO().DisplaySize = {800, 500};
    ImGui::GetIO().DisplayFramebufferScale = {GetParam(), GetParam()};
  }
  void TearDown() override { ImGui::DestroyContext(context_); }

  ImGuiContext* context_ = nullptr;
  Fonts fonts_;
};
INSTANTIATE_TEST_SUITE_P(Scales, ScaledFrame, testing::Values(0.75F, 1.0F, 1.25F, 1.5F, 2.0F, 3.0F));

TEST_P(ScaledFrame, measures_text_in_logical_pixels_at_every_scale) {
  EXPECT_NEAR(fonts_.body->FontSize, 16, 1e-4);
  EXPECT_NEAR(fonts_.title->FontSize, 22, 1e-4);
  const float width = fonts_.body->CalcTextSizeA(16, 1e6F, 0, "Validation AUC 0.913").x;
  EXPECT_NEAR(width, 133, 7) << "hinting rounds the advance of each letter to a pixel of the window";
}

TEST_P(ScaledFrame, puts_every_letter_onto_whole_pixels_of_the_window_at_its_own_size) {
  ImGui::NewFrame();
  ImGui::GetBackgroundDrawList()->AddText(fonts_.body, 16, {33, 47}, IM_COL32_WHITE, "Sharp letters");
  ImGui::Render();
  ImDrawData& data = *ImGui::GetDrawData();
  scale_draw_data(data, GetParam());
  const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  int letters = 0;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImVector<ImDrawVert>& vertices = data.CmdLists[n]->VtxBuffer;
    for (int i = 0; i + 3 < vertices.Size; i += 4, ++letters) {
      const ImDrawVert &a = vertices[i], &c = vertices[i + 2];
      EXPECT_NEAR(a.pos.x, std::round(a.pos.x), 1e-3);
      EXPECT_NEAR(a.pos.y, std::round(a.pos.y), 1e-3);
      EXPECT_NEAR(c.pos.x - a.pos.x, (c.uv.x - a.uv.x) * static_cast<float>(atlas.TexWidth), 0.02);
      EXPECT_NEAR(c.pos.y - a.pos.y, (c.uv.y - a.uv.y) * static_cast<float>(atlas.TexHeight), 0.02);
    }
  }
  EXPECT_GE(letters, 12);
}

TEST_P(ScaledFrame, multiplies_shapes_and_their_clipping_alike) {
  ImGui::NewFrame();
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  list.PushClipRect({10, 20}, {110, 70});
  list.AddRectFilled({0, 0}, {400, 300}, IM_COL32_WHITE);
  list.PopClipRect();
  ImGui::Render();
  ImDrawData& data = *ImGui::GetDrawData();
  scale_draw_data(data, GetParam());
  const float s = GetParam();
  EXPECT_FLOAT_EQ(data.DisplaySize.x, std::round(800 * s));
  ASSERT_GE(data.CmdListsCount, 1);
  const ImDrawList& drawn = *data.CmdLists[0];
  EXPECT_NEAR(drawn.VtxBuffer[2].pos.x, 400 * s, 1e-3);
  EXPECT_NEAR(drawn.CmdBuffer[0].ClipRect.z, 110 * s, 1e-3);
  EXPECT_NEAR(drawn.CmdBuffer[0].ClipRect.w, 70 * s, 1e-3);
}

}  // namespace
}  // namespace engine
