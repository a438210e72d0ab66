// The lesion's mask: outline, and the share of an evidence map that lies on it.
#include "app/workspace/lesion_mask.h"

#include <vector>

#include <gtest/gtest.h>

#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

// White from column `from` to column `to`.
engine::Image stripe(int width_px, int height_px, int from, int to) {
  engine::Image image = engine::Image::blank(width_px, height_px, 3);
  for (int y = 0; y < height_px; ++y) {
    for (int x = from; x < to; ++x) {
      for (std::size_t c = 0; c < 3; ++c)
        image.pixels[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) +
                          static_cast<std::size_t>(x)) +
                     c] = 255;
    }
  }
  return image;
}

constexpr std::array<float, 4> kWhole = {1, 1, 0, 0};

TEST(LesionMask, even_heat_lies_on_it_as_much_as_it_covers) {
  const LesionMask mask = lesion_mask(stripe(192, 192, 0, 48));
  const auto share = share_on(mask, std::vector<float>(49, 0.5F), 7, kWhole);
  ASSERT_TRUE(share);
  EXPECT_NEAR(share->of_heat, 0.25, 0.01);
  EXPECT_NEAR(share->of_area, 0.25, 0.01);
}

TEST(LesionMask, heat_on_one_side_lies_on_the_lesion_there_and_not_on_the_other) {
  std::vector<float> heat(49, 0.0F);
  for (std::size_t row = 0; row < 7; ++row) heat[row * 7] = 1;
  EXPECT_NEAR(share_on(lesion_mask(stripe(192, 192, 0, 96)), heat, 7, kWhole)->of_heat, 1.0, 1e-6);
  EXPECT_NEAR(share_on(lesion_mask(stripe(192, 192, 96, 192)), heat, 7, kWhole)->of_heat, 0.0, 1e-6);
}

TEST(LesionMask, only_what_the_network_saw_counts) {
  // The network saw the right half; the lesion fills the left.
  const LesionMask mask = lesion_mask(stripe(400, 200, 0, 200));
  const auto share = share_on(mask, std::vector<float>(49, 1.0F), 7, {0.5F, 1, 0.5F, 0});
  ASSERT_TRUE(share);
  EXPECT_EQ(share->of_heat, 0);
  EXPECT_EQ(share->of_area, 0);
}

TEST(LesionMask, without_heat_there_is_no_share) {
  const LesionMask mask = lesion_mask(stripe(64, 64, 0, 32));
  EXPECT_FALSE(share_on(mask, std::vector<float>(49, 0.0F), 7, kWhole));
  EXPECT_FALSE(share_on(mask, std::vector<float>(48, 1.0F), 7, kWhole));
  EXPECT_FALSE(share_on(LesionMask{}, std::vector<float>(49, 1.0F), 7, kWhole));
}

TEST(LesionMask, has_an_outline_as_long_as_its_border) {
  const LesionMask mask = lesion_mask(stripe(192, 192, 48, 144));
  float length = 0;
  for (const auto& piece : mask.outline) length += std::abs(piece[2] - piece[0]) + std::abs(piece[3] - piece[1]);
  EXPECT_NEAR(length, 2 * 1 + 2 * 0.5F, 1e-3);
}

TEST(LesionMask, of_another_size_than_its_picture_is_a_problem_and_not_stretched) {
  const test_support::TempFolder folder;
  engine::save_png(stripe(60, 40, 0, 10), folder / "picture.png");
  engine::save_png(stripe(30, 20, 0, 10), folder / "small.png");
  engine::save_png(stripe(60, 40, 0, 30), folder / "mask.png");
  EXPECT_NE(lesion_mask(folder / "picture.png", folder / "small.png").problem, "");
  EXPECT_NE(lesion_mask(folder / "picture.png", folder / "none.png").problem, "");
  const LesionMask mask = lesion_mask(folder / "picture.png", folder / "mask.png");
  EXPECT_EQ(mask.problem, "");
  EXPECT_NEAR(share_on(mask, std::vector<float>(49, 1.0F), 7, kWhole)->of_area, 0.5, 0.01);
}

}  // namespace
}  // namespace app
