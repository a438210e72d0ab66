// Which triangles are cut out for a cheaper pipeline; that the picture stays the same, the tests of UiPass show.
#include "engine/passes/triangle_runs.h"

#include <vector>

#include <gmock/gmock.h>
#include <imgui_internal.h>

#include "tests/engine/render_test.h"

namespace engine {
namespace {

using testing::ElementsAre;

const ImVec2 kWhite{0.5F, 0.5F};
const TriangleRuns::Source kFont{true, kWhite, false}, kPhotograph{false, {}, true};

class TriangleRunsTest : public testing::Test {
 protected:
  // Two triangles.
  void square(float side_px, ImVec2 uv, ImU32 colour) {
    const auto first = static_cast<ImDrawIdx>(list_.VtxBuffer.Size);
    for (const ImVec2 corner : {ImVec2{0, 0}, ImVec2{side_px, 0}, ImVec2{side_px, side_px}, ImVec2{0, side_px}})
      list_.VtxBuffer.push_back({corner, uv, colour});
    for (const int i : {0, 1, 2, 0, 2, 3}) list_.IdxBuffer.push_back(static_cast<ImDrawIdx>(first + i));
    command_.ElemCount += 6;
  }

  std::vector<Paint> paints(const TriangleRuns::Source& source) {
    std::vector<Paint> out;
    std::uint32_t next = 0;
    for (const TriangleRun& run : runs_.cut(list_, command_, source)) {
      EXPECT_EQ(run.first_index, next);  // in order, without gaps
      next += run.indices;
      out.push_back(run.paint);
    }
    EXPECT_EQ(next, command_.ElemCount);
    return out;
  }

  const ImVec2 kLetter{0.1F, 0.2F};
  static constexpr ImU32 kOpaque = IM_COL32(20, 30, 40, 255), kClear = IM_COL32(20, 30, 40, 200);

  ImDrawListSharedData shared_{};
  ImDrawList list_{&shared_};
  ImDrawCmd command_;
  TriangleRuns runs_;
};

TEST_F(TriangleRunsTest, large_shapes_are_cut_out_of_the_text_around_them) {
  square(10, kLetter, kOpaque);
  square(100, kWhite, kOpaque);
  square(10, kLetter, kOpaque);
  square(100, kWhite, kClear);
  EXPECT_THAT(paints(kFont), ElementsAre(Paint::General, Paint::OpaqueSolid, Paint::General, Paint::Solid));
}

TEST_F(TriangleRunsTest, small_shapes_stay_with_the_text) {
  square(10, kLetter, kOpaque);
  square(10, kWhite, kOpaque);
  square(10, kLetter, kOpaque);
  EXPECT_THAT(paints(kFont), ElementsAre(Paint::General));
}

TEST_F(TriangleRunsTest, one_clear_corner_is_enough_to_need_blending) {
  square(100, kWhite, kOpaque);
  list_.VtxBuffer[2].col = kClear;  // of both triangles
  EXPECT_THAT(paints(kFont), ElementsAre(Paint::Solid));
}

TEST_F(TriangleRunsTest, pictures_need_no_blending_where_texture_and_colour_are_opaque) {
  square(100, {0, 0}, IM_COL32_WHITE);
  EXPECT_THAT(paints(kPhotograph), ElementsAre(Paint::OpaqueImage));
  EXPECT_THAT(paints({false, {}, false}), ElementsAre(Paint::General));
  square(100, {0, 0}, IM_COL32(255, 255, 255, 128));
  EXPECT_THAT(paints(kPhotograph), ElementsAre(Paint::OpaqueImage, Paint::General));
}

TEST_F(TriangleRunsTest, the_white_texel_means_nothing_in_another_texture) {
  square(100, kWhite, kOpaque);
  EXPECT_THAT(paints({false, kWhite, false}), ElementsAre(Paint::General));
}

TEST_F(TriangleRunsTest, nothing_gives_nothing) { EXPECT_THAT(paints(kFont), ElementsAre()); }

// The whole way: shapes that are cut out beside those that are not, opaque, clear and rounded.
class CheaperPipelinesTest : public RenderTest {};

TEST_F(CheaperPipelinesTest, a_shape_has_the_same_pixels_whether_it_was_cut_out_or_drawn_with_the_text) {
  const auto shapes = [](ImDrawList& list, float radius_px, int pieces) {
    // As one large shape, or in strips too small to be cut out, one letter between each two.
    const float height_px = 100.0F / static_cast<float>(pieces);
    for (int i = 0; i < pieces; ++i) {
      const float y = 10 + static_cast<float>(i) * height_px;
      list.AddRectFilled({10, y}, {60, y + height_px}, IM_COL32(90, 30, 160, 255), radius_px);
      list.AddRectFilled({80, y}, {130, y + height_px}, IM_COL32(20, 200, 160, 120), radius_px);
      list.AddText({200, 10}, IM_COL32_WHITE, "a");
    }
  };
  const Image cut = draw_all([&](ImDrawList& list) { shapes(list, 0, 1); });
  const Image whole = draw_all([&](ImDrawList& list) { shapes(list, 0, 10); });
  EXPECT_EQ(cut.pixels, whole.pixels);
  const Image rounded = draw_all([&](ImDrawList& list) { shapes(list, 8, 1); });
  EXPECT_EQ(rounded.at(10, 10)[0], 0);
  EXPECT_EQ(rounded.at(35, 60)[2], 160);
}

}  // namespace
}  // namespace engine
