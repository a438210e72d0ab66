// Redrawing only what changed must leave the picture a full redraw would.
#include <random>
#include <utility>

#include "engine/passes/heat_pass.h"
#include "tests/engine/render_test.h"

namespace engine {
namespace {

class DamageTest : public RenderTest {
 protected:
  static void panels(ImDrawList& list, float slider, const char* text) {
    list.AddRectFilled({5, 5}, {75, 55}, IM_COL32(40, 40, 60, 255), 8);
    list.AddText({10, 10}, IM_COL32_WHITE, text);
    list.PushClipRect({80, 5}, {150, 55}, false);
    list.AddRectFilled({80, 5}, {150, 55}, IM_COL32(60, 40, 40, 255), 8);
    list.AddCircleFilled({85 + slider * 60, 30}, 6, IM_COL32(120, 140, 255, 200));
    list.PopClipRect();
  }

  Image full(const Draw& draw) { return draw_all(draw); }
};

TEST_F(DamageTest, the_first_frame_is_drawn_whole) {
  const auto area = draw_changes([](ImDrawList& list) { panels(list, 0, "a"); });
  ASSERT_TRUE(area);
  EXPECT_EQ(area->width, kWidth_px);
  EXPECT_EQ(area->height, kHeight_px);
}

TEST_F(DamageTest, the_same_frame_again_changes_nothing) {
  const Draw draw = [](ImDrawList& list) { panels(list, 0.3F, "same"); };
  draw_changes(draw);
  const Image before = picture();
  EXPECT_FALSE(draw_changes(draw));
  EXPECT_EQ(picture().pixels, before.pixels);
}

TEST_F(DamageTest, a_slider_redraws_its_panel_and_not_its_neighbour) {
  draw_changes([](ImDrawList& list) { panels(list, 0, "same"); });
  const Draw moved = [](ImDrawList& list) { panels(list, 1, "same"); };
  const auto area = draw_changes(moved);
  ASSERT_TRUE(area);
  EXPECT_GE(area->x, 78);
  EXPECT_LE(area->y + area->height, 57);
  const Image limited = picture();
  EXPECT_EQ(limited.pixels, full(moved).pixels);
}

TEST_F(DamageTest, what_disappears_is_cleared) {
  draw_changes([](ImDrawList& list) {
    panels(list, 0, "here");
    list.PushClipRect({20, 70}, {80, 110}, false);
    list.AddRectFilled({20, 70}, {80, 110}, IM_COL32_WHITE);
    list.PopClipRect();
  });
  EXPECT_EQ(picture().at(50, 90)[0], 255);
  const Draw without = [](ImDrawList& list) { panels(list, 0, "here"); };
  const auto area = draw_changes(without);
  ASSERT_TRUE(area);
  EXPECT_GE(area->y, 68);
  const Image limited = picture();
  EXPECT_EQ(limited.at(50, 90)[0], 0);
  EXPECT_EQ(limited.pixels, full(without).pixels);
}

TEST_F(DamageTest, new_pixels_in_a_texture_are_a_change_where_it_is_shown) {
  const std::uint32_t number = texture(flat(8, 200, 0, 0));
  const Draw draw = [number](ImDrawList& list) {
    panels(list, 0, "image");
    list.AddImage(imgui_id(texture_ref(number, 0)), {100, 70}, {140, 110});
  };
  draw_changes(draw);
  const Image blue = flat(8, 0, 0, 200);
  textures().upload(number, 0, bytes_of(blue.pixels.data(), blue.pixels.size()), true);
  const auto area = draw_changes(draw);
  ASSERT_TRUE(area);
  EXPECT_GE(area->x, 98);
  EXPECT_GE(area->y, 68);
  EXPECT_EQ(picture().at(120, 90)[2], 200);
}

TEST_F(DamageTest, a_heat_slider_redraws_the_image) {
  const TextureRef image = texture_ref(texture(flat(8, 90, 90, 90)), 0);
  const std::uint32_t map = textures().create({VK_FORMAT_R32_SFLOAT, 2, 2});
  const std::vector<float> values{0.1F, 0.9F, 0.6F, 0.3F};
  textures().upload(map, 0, bytes_of(values.data(), 16), true);
  const auto with = [&](HeatOverlay overlay) {
    overlay.image = image;
    overlay.map = texture_ref(map, 0);
    return [overlay](ImDrawList& list) {
      panels(list, 0, "heat");
      list.PushClipRect({90, 60}, {150, 115}, false);
      draw_heat_overlay(list, overlay, {90, 60}, {140, 110});
      list.PopClipRect();
    };
  };
  HeatOverlay overlay;
  draw_changes(with(overlay));
  for (const int what : {0, 1, 2, 3, 4}) {
    if (what == 0) overlay.opacity = 0.9F;
    if (what == 1) overlay.threshold = 0.4F;
    if (what == 2) overlay.colour_map = ColourMap::Magma;
    if (what == 3) overlay.smooth = false;
    if (what == 4) overlay.image_from_crop = {0.5F, 0.5F, 0, 0};
    const auto area = draw_changes(with(overlay));
    ASSERT_TRUE(area) << what;
    EXPECT_GE(area->x, 88) << what;
    const Image limited = picture();
    EXPECT_EQ(limited.pixels, full(with(overlay)).pixels) << what;
  }
}

TEST_F(DamageTest, a_hundred_random_frames_are_each_what_a_full_redraw_gives) {
  std::mt19937 random(20261123);
  const auto pick = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  struct Shape {
    int kind, x, y, w, h;
    ImU32 colour;
  };
  std::vector<Shape> shapes;
  const Draw draw = [&shapes](ImDrawList& list) {
    for (const Shape& s : shapes) {
      const ImVec2 a{static_cast<float>(s.x), static_cast<float>(s.y)},
          b{static_cast<float>(s.x + s.w), static_cast<float>(s.y + s.h)};
      list.PushClipRect({a.x - 3, a.y - 3}, {b.x + 3, b.y + 3}, false);
      if (s.kind == 0) list.AddRectFilled(a, b, s.colour, 5);
      if (s.kind == 1)
        list.AddCircle({(a.x + b.x) / 2, (a.y + b.y) / 2}, static_cast<float>(s.w) / 2, s.colour, 0, 2.5F);
      if (s.kind == 2) list.AddText(a, s.colour, "Naevus 17");
      if (s.kind == 3) list.AddLine(a, b, s.colour, 1.5F);
      list.PopClipRect();
    }
  };
  int limited_redraws = 0;
  for (int frame = 0; frame < 100; ++frame) {
    const int action = pick(4);
    const Shape fresh{pick(4),      pick(150) - 10, pick(110) - 10,
                      4 + pick(60), 4 + pick(50),   IM_COL32(pick(256), pick(256), pick(256), 60 + pick(196))};
    if (action == 0 || shapes.size() < 4)
      shapes.insert(shapes.begin() + pick(static_cast<int>(shapes.size()) + 1), fresh);
    else if (action == 1)
      shapes.erase(shapes.begin() + pick(static_cast<int>(shapes.size())));
    else if (action == 2)
      shapes[static_cast<std::size_t>(pick(static_cast<int>(shapes.size())))] = fresh;
    else
      std::swap(shapes.front(), shapes[static_cast<std::size_t>(pick(static_cast<int>(shapes.size())))]);
    const auto area = draw_changes(draw);
    if (area && area->width * area->height < kWidth_px * kHeight_px / 2) ++limited_redraws;
    const Image limited = picture();
    ASSERT_EQ(limited.pixels, full(draw).pixels) << "frame " << frame;
  }
  EXPECT_GT(limited_redraws, 30);
}

}  // namespace
}  // namespace engine
