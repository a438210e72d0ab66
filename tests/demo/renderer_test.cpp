#include "app/demo/renderer.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <gtest/gtest.h>

#include "app/demo/random.h"

namespace app::demo {
namespace {

LesionImage image_of(Diagnosis diagnosis, std::uint64_t seed) {
  return generate_lesion(draw_lesion(diagnosis, seed), seed + 1);
}

double mean_of(const engine::Image& image) {
  double sum = 0;
  for (std::uint8_t value : image.pixels) sum += value;
  return sum / static_cast<double>(image.pixels.size());
}

TEST(LesionRenderer, TheSameSeedGivesTheSameBytes) {
  for (Diagnosis diagnosis : kDiagnoses) {
    const LesionImage first = image_of(diagnosis, 42), second = image_of(diagnosis, 42);
    EXPECT_EQ(first.rgb.pixels, second.rgb.pixels) << name_of(diagnosis);
    EXPECT_EQ(first.mask.pixels, second.mask.pixels) << name_of(diagnosis);
  }
}

TEST(LesionRenderer, TheSameSeedGivesTheSameBytesOnAnotherThread) {
  const LesionImage here = image_of(Diagnosis::kMel, 9);
  LesionImage there;
  std::thread([&] { there = image_of(Diagnosis::kMel, 9); }).join();
  EXPECT_EQ(here.rgb.pixels, there.rgb.pixels);
}

TEST(LesionRenderer, AnotherSeedGivesAnotherPicture) {
  EXPECT_NE(image_of(Diagnosis::kNv, 1).rgb.pixels, image_of(Diagnosis::kNv, 2).rgb.pixels);
}

TEST(LesionRenderer, MasksAreNeitherEmptyNorEverything) {
  for (Diagnosis diagnosis : kDiagnoses) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const engine::Image mask = image_of(diagnosis, seed * 77).mask;
      const double share = mean_of(mask) / 255.0;
      EXPECT_GT(share, 0.005) << name_of(diagnosis) << ' ' << seed;
      EXPECT_LT(share, 0.95) << name_of(diagnosis) << ' ' << seed;
      EXPECT_TRUE(std::all_of(mask.pixels.begin(), mask.pixels.end(), [](int v) { return v == 0 || v == 255; }));
    }
  }
}

// Without anything in the way, a plain dark nevus must be darker inside its mask than outside.
TEST(LesionRenderer, TheMaskIsWhereTheLesionIs) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    LesionParameters lesion;
    lesion.seed = seed;
    lesion.melanin = 1.5f;
    Photograph photograph;
    photograph.rotation_rad = 0.7f * static_cast<float>(seed);
    photograph.mirrored = seed % 2 == 0;
    const LesionImage image = render(lesion, photograph, 300, 225);
    double inside = 0, outside = 0, inside_count = 0, outside_count = 0;
    for (std::size_t i = 0; i < image.rgb.pixels.size(); ++i) {
      const bool in = image.mask.pixels[i] == 255;
      (in ? inside : outside) += image.rgb.pixels[i];
      (in ? inside_count : outside_count) += 1;
    }
    EXPECT_LT(inside / inside_count + 30.0, outside / outside_count) << seed;
  }
}

TEST(LesionRenderer, PicturesAreNeitherBlackNorBlownOut) {
  for (Diagnosis diagnosis : kDiagnoses)
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const double mean = mean_of(image_of(diagnosis, seed * 131).rgb);
      EXPECT_GT(mean, 35.0) << name_of(diagnosis) << ' ' << seed;
      EXPECT_LT(mean, 240.0) << name_of(diagnosis) << ' ' << seed;
    }
}

TEST(LesionRenderer, TheSizeIsTheOneAskedFor) {
  const LesionImage image = render(draw_lesion(Diagnosis::kBcc, 3), draw_photograph(1.0, 3), 97, 64);
  EXPECT_EQ(image.rgb.width_px, 97);
  EXPECT_EQ(image.rgb.height_px, 64);
  EXPECT_EQ(image.rgb.pixels.size(), 97u * 64u * 3u);
  EXPECT_EQ(image.mask.pixels.size(), image.rgb.pixels.size());
}

// The lesion keeps its area when only the camera turns.
TEST(LesionRenderer, AnotherPhotographShowsTheSameLesion) {
  const LesionParameters lesion = draw_lesion(Diagnosis::kNv, 2024);
  Photograph straight, turned;
  turned.rotation_rad = 1.1f;
  turned.mirrored = true;
  const double area = mean_of(render(lesion, straight, 300, 225).mask);
  EXPECT_NEAR(mean_of(render(lesion, turned, 300, 225).mask) / area, 1.0, 0.05);
}

TEST(NearCopy, DiffersALittleFromItsOriginal) {
  const LesionParameters lesion = draw_lesion(Diagnosis::kNv, 5);
  const Photograph photograph = draw_photograph(0.0, 6);
  const engine::Image original = render(lesion, photograph, 300, 225).rgb;
  const engine::Image copy = render(lesion, near_copy_of(photograph, 6), 300, 225).rgb;
  double difference = 0;
  for (std::size_t i = 0; i < original.pixels.size(); ++i)
    difference += std::abs(static_cast<int>(original.pixels[i]) - static_cast<int>(copy.pixels[i]));
  difference /= static_cast<double>(original.pixels.size());
  EXPECT_GT(difference, 0.2);
  EXPECT_LT(difference, 15.0);
}

TEST(RandomStream, PurposesAreIndependentAndRangesHold) {
  EXPECT_NE(Random(1, "a").bits(), Random(1, "b").bits());
  Random random(3);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const int value = random.between(2, 5);
    ASSERT_GE(value, 2);
    ASSERT_LE(value, 5);
    sum += random.unit();
  }
  EXPECT_NEAR(sum / 10000.0, 0.5, 0.02);
}

}  // namespace
}  // namespace app::demo
