#include <array>

#include "tests/engine/render_test.h"

namespace engine {
namespace {

using Pixel = std::array<int, 3>;

Pixel colour_at(const Image& image, int x, int y) {
  const std::uint8_t* at = image.at(x, y);
  return {at[0], at[1], at[2]};
}

class UiPassTest : public RenderTest {};

TEST_F(UiPassTest, a_rectangle_has_its_colour_inside_and_none_outside) {
  const Image picture = draw_all([](ImDrawList& list) {
    list.AddRectFilled({20, 30}, {60, 70}, IM_COL32(200, 100, 50, 255));
  });
  EXPECT_EQ(colour_at(picture, 20, 30), (Pixel{200, 100, 50}));
  EXPECT_EQ(colour_at(picture, 59, 69), (Pixel{200, 100, 50}));
  EXPECT_EQ(colour_at(picture, 19, 50), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 60, 50), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 40, 29), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 40, 70), (Pixel{0, 0, 0}));
}

TEST_F(UiPassTest, a_half_transparent_rectangle_is_mixed_in_srgb8) {
  const Image picture = draw_all([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {80, 80}, IM_COL32(200, 0, 0, 255));
    list.AddRectFilled({0, 0}, {40, 80}, IM_COL32(0, 100, 0, 128));
  });
  const Pixel mixed = colour_at(picture, 10, 10);
  EXPECT_NEAR(mixed[0], 200 * (1 - 128 / 255.0), 1);
  EXPECT_NEAR(mixed[1], 100 * 128 / 255.0, 1);
  EXPECT_EQ(mixed[2], 0);
  EXPECT_EQ(colour_at(picture, 50, 10), (Pixel{200, 0, 0}));
}

TEST_F(UiPassTest, nothing_is_drawn_outside_the_clip_rectangle) {
  const Image picture = draw_all([](ImDrawList& list) {
    list.PushClipRect({10, 10}, {30, 30}, false);
    list.AddRectFilled({0, 0}, {100, 100}, IM_COL32_WHITE);
    list.PopClipRect();
  });
  EXPECT_EQ(colour_at(picture, 10, 10), (Pixel{255, 255, 255}));
  EXPECT_EQ(colour_at(picture, 9, 20), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 30, 20), (Pixel{0, 0, 0}));
}

TEST_F(UiPassTest, a_clip_rectangle_that_leaves_the_window_is_cut) {
  const Image picture = draw_all([](ImDrawList& list) {
    list.PushClipRect({-50, -50}, {5000, 5000}, false);
    list.AddRectFilled({-20, -20}, {400, 400}, IM_COL32_WHITE);
    list.PopClipRect();
  });
  EXPECT_EQ(colour_at(picture, 0, 0), (Pixel{255, 255, 255}));
  EXPECT_EQ(colour_at(picture, kWidth_px - 1, kHeight_px - 1), (Pixel{255, 255, 255}));
}

TEST_F(UiPassTest, an_image_is_shown_pixel_by_pixel) {
  Image image = Image::blank(32, 16, 4);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 32; ++x) {
      std::uint8_t* at = image.at(x, y);
      at[0] = static_cast<std::uint8_t>(x * 8);
      at[1] = static_cast<std::uint8_t>(y * 16);
      at[2] = static_cast<std::uint8_t>((x + y) % 2 * 255);
      at[3] = 255;
    }
  }
  const ImTextureID id = imgui_id(texture_ref(texture(image), 0));
  const Image picture = draw_all([&](ImDrawList& list) { list.AddImage(id, {40, 50}, {72, 66}); });
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 32; ++x) {
      ASSERT_EQ(colour_at(picture, 40 + x, 50 + y), (Pixel{x * 8, y * 16, (x + y) % 2 * 255})) << x << " " << y;
    }
  }
}

TEST_F(UiPassTest, each_layer_of_an_array_is_its_own_picture) {
  const std::uint32_t array = textures().create({VK_FORMAT_R8G8B8A8_UNORM, 8, 8, 3});
  const Image red = flat(8, 255, 0, 0), green = flat(8, 0, 255, 0), blue = flat(8, 0, 0, 255);
  textures().upload(array, 0, bytes_of(red.pixels.data(), red.pixels.size()), false);
  textures().upload(array, 1, bytes_of(green.pixels.data(), green.pixels.size()), false);
  textures().upload(array, 2, bytes_of(blue.pixels.data(), blue.pixels.size()), false);
  const Image picture = draw_all([&](ImDrawList& list) {
    for (std::uint32_t layer = 0; layer < 3; ++layer) {
      const float x = 20.0F * static_cast<float>(layer);
      list.AddImage(imgui_id(texture_ref(array, layer)), {x, 0}, {x + 20, 20});
    }
  });
  EXPECT_EQ(colour_at(picture, 10, 10), (Pixel{255, 0, 0}));
  EXPECT_EQ(colour_at(picture, 30, 10), (Pixel{0, 255, 0}));
  EXPECT_EQ(colour_at(picture, 50, 10), (Pixel{0, 0, 255}));
}

TEST_F(UiPassTest, a_texture_that_was_released_or_never_filled_is_left_out) {
  const std::uint32_t gone = texture(flat(8, 255, 255, 255));
  const std::uint32_t empty = textures().create({VK_FORMAT_R8G8B8A8_UNORM, 8, 8});
  const auto draw = [&](ImDrawList& list) {
    list.AddImage(imgui_id(texture_ref(gone, 0)), {0, 0}, {20, 20});
    list.AddImage(imgui_id(texture_ref(empty, 0)), {20, 0}, {40, 20});
    list.AddRectFilled({40, 0}, {60, 20}, IM_COL32_WHITE);
  };
  EXPECT_EQ(colour_at(draw_all(draw), 10, 10), (Pixel{255, 255, 255}));
  textures().release(gone);
  const Image picture = draw_all(draw);
  EXPECT_EQ(colour_at(picture, 10, 10), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 30, 10), (Pixel{0, 0, 0}));
  EXPECT_EQ(colour_at(picture, 50, 10), (Pixel{255, 255, 255}));
}

TEST_F(UiPassTest, more_vertices_than_an_index_can_count_are_all_drawn) {
  const Image picture = draw_all([](ImDrawList& list) {
    for (int i = 0; i < 40'000; ++i) list.AddRectFilled({0, 0}, {2, 2}, IM_COL32(10, 10, 10, 255));
    list.AddRectFilled({100, 100}, {120, 118}, IM_COL32(1, 2, 3, 255));
  });
  EXPECT_EQ(colour_at(picture, 110, 110), (Pixel{1, 2, 3}));
  EXPECT_EQ(colour_at(picture, 1, 1), (Pixel{10, 10, 10}));
}

TEST_F(UiPassTest, letters_are_as_bright_as_their_colour) {
  const Image picture = draw_all([](ImDrawList& list) {
    list.AddText({10, 10}, IM_COL32(240, 120, 60, 255), "Nevus");
  });
  int lit = 0;
  Pixel brightest{0, 0, 0};
  for (int y = 8; y < 26; ++y) {
    for (int x = 8; x < 60; ++x) {
      const Pixel p = colour_at(picture, x, y);
      lit += p[0] > 120 ? 1 : 0;
      if (p[0] > brightest[0]) brightest = p;
    }
  }
  EXPECT_GT(lit, 30);
  EXPECT_LT(lit, 300);
  EXPECT_EQ(brightest, (Pixel{240, 120, 60}));
}

}  // namespace
}  // namespace engine
