// Text under exported pictures.
#include "engine/image/caption.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace engine {
namespace {

Image white(int width_px, int height_px) {
  Image image = Image::blank(width_px, height_px, 3);
  std::ranges::fill(image.pixels, 255);
  return image;
}

int light_pixels_below(const Image& image, int top_px) {
  int count = 0;
  for (int y = top_px; y < image.height_px; ++y) {
    for (int x = 0; x < image.width_px; ++x) count += image.at(x, y)[0] > 150 ? 1 : 0;
  }
  return count;
}

TEST(Caption, leaves_the_picture_and_writes_below_it) {
  const Image out = with_caption(white(600, 40), {"Not a medical device"});
  ASSERT_EQ(out.width_px, 600);
  ASSERT_GT(out.height_px, 55);
  EXPECT_EQ(light_pixels_below(out, 0) - light_pixels_below(out, 40), 600 * 40);
  EXPECT_GT(light_pixels_below(out, 40), 100);
}

TEST(Caption, more_text_is_more_ink) {
  const int little = light_pixels_below(with_caption(white(600, 4), {"Not"}), 4);
  const int much = light_pixels_below(with_caption(white(600, 4), {"Not a medical device"}), 4);
  EXPECT_GT(much, 3 * little);
}

TEST(Caption, wraps_at_words_where_the_picture_is_narrow) {
  const std::vector<std::string> lines = {"Research and teaching tool. Not a medical device."};
  EXPECT_GT(with_caption(white(120, 4), lines).height_px, with_caption(white(900, 4), lines).height_px + 20);
}

TEST(Caption, names_in_other_scripts_are_drawn_and_any_bytes_survive) {
  EXPECT_GT(light_pixels_below(with_caption(white(600, 4), {"痣细胞痣"}), 4), 60);
  EXPECT_GT(light_pixels_below(with_caption(white(600, 4), {"ميلانوما Меланома"}), 4), 60);
  EXPECT_GT(light_pixels_below(with_caption(white(600, 4), {"b\xFF \xC3"}), 4), 20);
}

TEST(Caption, accents_are_drawn) { EXPECT_GT(light_pixels_below(with_caption(white(600, 4), {"é · ü · ß"}), 4), 20); }

}  // namespace
}  // namespace engine
