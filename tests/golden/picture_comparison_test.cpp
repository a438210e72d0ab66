// The comparison itself: what must pass and what must not.
#include "tests/golden/picture_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace golden {
namespace {

using engine::Image;
using testing::HasSubstr;

void fill(Image& image, int x0, int y0, int x1, int y1, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      image.at(x, y)[0] = r;
      image.at(x, y)[1] = g;
      image.at(x, y)[2] = b;
    }
  }
}

// A dark page with a panel of tiles, a column of text (strokes one pixel wide) and a button.
Image page(int tiles_x = 40, int text_shift_px = 0) {
  Image image = Image::blank(640, 400, 3);
  fill(image, 0, 0, 640, 400, 14, 16, 20);
  fill(image, 36, 32, 480, 390, 21, 24, 30);
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 6; ++column)
      fill(image, tiles_x + column * 70, 40 + row * 80, tiles_x + column * 70 + 60, 100 + row * 80, 200, 140, 120);
  }
  fill(image, 492, 32, 630, 390, 21, 24, 30);
  for (int line = 0; line < 12; ++line) {
    for (int letter = 0; letter < 14; ++letter) {
      const int x = 500 + letter * 7 + text_shift_px, y = 46 + line * 20;
      fill(image, x, y, x + 1, y + 7, 200, 204, 214);
    }
  }
  fill(image, 560, 8, 630, 24, 91, 108, 240);
  return image;
}

TEST(PictureComparison, the_same_picture_is_the_same) { EXPECT_TRUE(compare(page(), page()).same); }

TEST(PictureComparison, letters_with_other_edges_pass) {
  Image other = page();
  for (int y = 40; y < 300; ++y) {  // every stroke paler, and a shadow of it beside
    for (int x = 626; x > 496; --x) {
      if (other.at(x - 1, y)[0] == 200) fill(other, x, y, x + 1, y + 1, 60, 62, 70);
    }
  }
  EXPECT_TRUE(compare(other, page()).same) << compare(other, page()).report;
}

TEST(PictureComparison, a_colour_a_shade_beside_passes) {
  Image other = page();
  for (std::uint8_t& value : other.pixels) value = static_cast<std::uint8_t>(value + 6);
  EXPECT_TRUE(compare(other, page()).same);
}

TEST(PictureComparison, a_missing_panel_fails_and_is_found) {
  Image other = page();
  fill(other, 40, 280, 100, 340, 21, 24, 30);  // one tile
  const Comparison found = compare(other, page());
  EXPECT_FALSE(found.same);
  EXPECT_THAT(found.report, HasSubstr("at pixel"));
  EXPECT_EQ(found.differences.at(70, 310)[0], 255);
  EXPECT_LT(found.differences.at(300, 20)[0], 40);
}

TEST(PictureComparison, a_missing_button_fails) {
  Image other = page();
  fill(other, 560, 8, 630, 24, 14, 16, 20);
  EXPECT_FALSE(compare(other, page()).same);
}

TEST(PictureComparison, a_shifted_column_fails) { EXPECT_FALSE(compare(page(44), page()).same); }

TEST(PictureComparison, a_wrong_colour_fails) {
  Image other = page();
  fill(other, 560, 8, 630, 24, 240, 108, 91);
  EXPECT_FALSE(compare(other, page()).same);
}

TEST(PictureComparison, text_that_is_missing_fails) {
  Image other = page();
  fill(other, 494, 40, 628, 300, 21, 24, 30);
  EXPECT_FALSE(compare(other, page()).same);
}

TEST(PictureComparison, another_size_fails) {
  const Comparison found = compare(Image::blank(64, 40, 3), page());
  EXPECT_FALSE(found.same);
  EXPECT_THAT(found.report, HasSubstr("64 x 40"));
}

}  // namespace
}  // namespace golden
