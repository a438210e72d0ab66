#include "engine/image/perceptual_hash.h"

#include <bit>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/image/image_io.h"
#include "engine/image/orientation.h"
#include "engine/image/resize.h"

namespace engine {
namespace {

// Blobs of brightness that no turn maps onto themselves.
Image picture(unsigned number, int width_px = 200, int height_px = 200) {
  std::mt19937 random(number);
  std::array<std::array<double, 4>, 6> blobs{};
  for (auto& blob : blobs) {
    for (double& value : blob) value = static_cast<double>(random() % 1000) / 1000;
  }
  Image image = Image::blank(width_px, height_px, 3);
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      double value = 200;
      for (const auto& [u, v, size, depth] : blobs) {
        const double dx = static_cast<double>(x) / width_px - u, dy = static_cast<double>(y) / height_px - v;
        value -= 110 * depth * std::exp(-(dx * dx + dy * dy) / (0.01 + 0.05 * size));
      }
      for (int c = 0; c < 3; ++c) image.at(x, y)[c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
  }
  return image;
}

int distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

TEST(PerceptualHash, of_a_turned_picture_follows_from_the_hash_alone) {
  const Image image = picture(5);
  const Look look = look_of(image);
  for (int orientation = 1; orientation <= kTurns; ++orientation) {
    const Look direct = look_of(upright(image, orientation));
    EXPECT_LE(distance(turned(look.hash, orientation), direct.hash), 2) << orientation;
    EXPECT_GT(correlation(direct, look, orientation), 0.999) << orientation;
  }
}

TEST(PerceptualHash, stays_near_when_a_picture_is_saved_smaller_brighter_and_compressed) {
  for (unsigned number = 1; number <= 20; ++number) {
    const Image image = picture(number);
    Image copy = resize(image, 120, 120);
    for (std::uint8_t& value : copy.pixels) value = static_cast<std::uint8_t>(std::min(255, value * 11 / 10 + 4));
    const Image saved = decode_image(encode_jpeg(copy, 40), "copy");
    EXPECT_LE(distance(perceptual_hash(image), perceptual_hash(saved)), 12) << number;
    EXPECT_GT(correlation(look_of(image), look_of(saved)), 0.98) << number;
  }
}

TEST(PerceptualHash, of_different_pictures_is_far_apart) {
  int nearest = 64;
  for (unsigned a = 1; a <= 30; ++a)
    for (unsigned b = a + 1; b <= 30; ++b)
      nearest = std::min(nearest, distance(perceptual_hash(picture(a)), perceptual_hash(picture(b))));
  EXPECT_GT(nearest, 8);
}

TEST(PerceptualHash, of_the_tiniest_and_of_flat_pictures_is_defined) {
  EXPECT_EQ(perceptual_hash(Image::blank(1, 1, 3)), 0U);
  EXPECT_EQ(correlation(look_of(Image::blank(3, 2, 3)), look_of(picture(1))), 0.0);
}

}  // namespace
}  // namespace engine
