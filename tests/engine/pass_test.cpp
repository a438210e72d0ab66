// A pass with a pipeline of its own in the middle of the interface: its place, its order, its redraws.
#include "tests/engine/quads_pass.h"
#include "tests/engine/render_test.h"

namespace engine {
namespace {

constexpr ImU32 kRed = IM_COL32(200, 0, 0, 255), kBlue = IM_COL32(0, 0, 200, 255);

class PassTest : public RenderTest {
 protected:
  void SetUp() override {
    RenderTest::SetUp();
    if (!HasFatalFailure()) green();
  }

  QuadsPass& quads() { return *find_pass<QuadsPass>(); }
  void green() { quads().set({{-1, -1, 1, 1, {0, 200, 0, 255}}}); }

  static std::array<int, 3> at(const Image& image, int x, int y) {
    return {image.at(x, y)[0], image.at(x, y)[1], image.at(x, y)[2]};
  }

  static constexpr std::array<int, 3> kRedPixel{200, 0, 0}, kBluePixel{0, 0, 200}, kGreenPixel{0, 200, 0},
      kBlack{0, 0, 0};
};

TEST_F(PassTest, it_lies_over_what_was_drawn_before_and_under_what_comes_after) {
  const Image picture = draw_all([this](ImDrawList& list) {
    list.AddRectFilled({10, 10}, {110, 110}, kRed);
    draw_pass(list, quads(), {30, 30}, {90, 90}, 1);
    list.AddRectFilled({50, 50}, {70, 70}, kBlue);
  });
  EXPECT_EQ(at(picture, 20, 20), kRedPixel);
  EXPECT_EQ(at(picture, 30, 30), kGreenPixel);
  EXPECT_EQ(at(picture, 89, 89), kGreenPixel);
  EXPECT_EQ(at(picture, 90, 90), kRedPixel);
  EXPECT_EQ(at(picture, 60, 60), kBluePixel);
}

TEST_F(PassTest, clip_space_is_its_rectangle_and_what_is_larger_is_cut_off) {
  quads().set({{-3, -3, 0, 0, {0, 200, 0, 255}}});  // beyond the upper left; ends in the middle
  const Image picture = draw_all([this](ImDrawList& list) { draw_pass(list, quads(), {40, 20}, {80, 60}, 1); });
  EXPECT_EQ(at(picture, 39, 30), kBlack);
  EXPECT_EQ(at(picture, 40, 20), kGreenPixel);
  EXPECT_EQ(at(picture, 59, 39), kGreenPixel);
  EXPECT_EQ(at(picture, 60, 40), kBlack);
}

TEST_F(PassTest, the_clip_rectangle_of_the_list_holds_for_it) {
  const Image picture = draw_all([this](ImDrawList& list) {
    list.PushClipRect({0, 0}, {50, 50});
    draw_pass(list, quads(), {20, 20}, {100, 100}, 1);
    list.PopClipRect();
  });
  EXPECT_EQ(at(picture, 49, 49), kGreenPixel);
  EXPECT_EQ(at(picture, 51, 49), kBlack);
}

TEST_F(PassTest, it_is_drawn_again_only_where_it_stands_and_only_when_its_version_changed) {
  const Draw draw = [this](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {20, 20}, kRed);
    draw_pass(list, quads(), {60, 40}, {100, 80}, 1);
  };
  ASSERT_TRUE(draw_changes(draw));
  const int before = quads().recorded;
  EXPECT_FALSE(draw_changes(draw));
  EXPECT_EQ(quads().recorded, before);

  quads().set({{-1, -1, 1, 1, {0, 0, 200, 255}}});
  const auto area = draw_changes(draw);
  ASSERT_TRUE(area);
  EXPECT_GE(area->x, 58);
  EXPECT_LE(area->x + area->width, 102);
  EXPECT_GE(area->y, 38);
  EXPECT_LE(area->y + area->height, 82);
  EXPECT_EQ(at(picture(), 80, 60), kBluePixel);
  EXPECT_EQ(picture().pixels, draw_all(draw).pixels);
}

TEST_F(PassTest, in_two_places_it_draws_what_each_item_means_and_prepares_once) {
  quads().set({{-1, -1, 0, 1, {0, 200, 0, 255}}, {0, -1, 1, 1, {0, 0, 200, 255}}});
  const int prepared = quads().prepared;
  const Image picture = draw_all([this](ImDrawList& list) {
    draw_pass(list, quads(), {0, 0}, {40, 40}, 1);
    draw_pass(list, quads(), {60, 0}, {100, 40}, 2);
  });
  EXPECT_EQ(quads().prepared, prepared + 1);
  EXPECT_EQ(at(picture, 10, 20), kGreenPixel);
  EXPECT_EQ(at(picture, 30, 20), kBlack);
  EXPECT_EQ(at(picture, 70, 20), kGreenPixel);
  EXPECT_EQ(at(picture, 90, 20), kBluePixel);
}

TEST_F(PassTest, ten_thousand_quads_that_grow_in_number_are_all_drawn) {
  std::vector<QuadsPass::Quad> many;
  for (int i = 0; i < 10'000; ++i) {
    const float x = static_cast<float>(i % 100) / 50 - 1, y = static_cast<float>(i / 100) / 50 - 1;
    many.push_back({x, y, x + 0.02F, y + 0.02F, {static_cast<std::uint8_t>(i % 100), 100, 0, 255}});
  }
  const Draw draw = [&](ImDrawList& list) { draw_pass(list, quads(), {0, 0}, {100, 100}, many.size()); };
  draw_changes(draw);
  quads().set(many);
  draw_changes(draw);
  const Image shown = picture();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(at(shown, i, i), (std::array<int, 3>{i, 100, 0})) << i;
}

TEST_F(PassTest, a_foreign_callback_is_called_as_imgui_wants_it) {
  int calls = 0;
  const Image picture = draw_all([&](ImDrawList& list) {
    list.AddCallback(
        [](const ImDrawList*, const ImDrawCmd* command) { ++*static_cast<int*>(command->UserCallbackData); }, &calls);
    list.AddRectFilled({10, 10}, {30, 30}, kRed);
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(at(picture, 20, 20), kRedPixel);
}

}  // namespace
}  // namespace engine
