// The measures tell generated photographs with an artefact from the same ones without it.
#include "engine/image/quality.h"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "app/demo/renderer.h"

namespace app::demo {
namespace {

using engine::Quality;
using Change = std::function<void(Photograph&, int)>;

// The chance that a picture with the artefact has the larger number.
double auroc(const std::vector<float>& with, const std::vector<float>& without) {
  double wins = 0;
  for (const float a : with)
    for (const float b : without) wins += a > b ? 1.0 : a == b ? 0.5 : 0.0;
  return wins / static_cast<double>(with.size() * without.size());
}

Photograph clean_photograph(int number) {
  Photograph photograph = draw_photograph(0.0, 5000 + static_cast<std::uint64_t>(number));
  photograph.hairs = 0;
  photograph.ruler = photograph.ink = false;
  photograph.dark_corners = 0;
  photograph.blur_px = 0.3F;
  return photograph;
}

double separation(float Quality::*measure, const Change& change) {
  constexpr int kPairs = 28;
  std::vector<float> with, without;
  for (int i = 0; i < kPairs; ++i) {
    const LesionParameters lesion =
        draw_lesion(kDiagnoses[static_cast<std::size_t>(i) % 7], 900 + static_cast<std::uint64_t>(i));
    Photograph photograph = clean_photograph(i);
    without.push_back(engine::measure_quality(render(lesion, photograph, 300, 225).rgb).*measure);
    change(photograph, i);
    with.push_back(engine::measure_quality(render(lesion, photograph, 300, 225).rgb).*measure);
  }
  return auroc(with, without);
}

TEST(QualityMeasures, sharpness_falls_with_blur) {
  EXPECT_LT(separation(&Quality::sharpness, [](Photograph& p, int) { p.blur_px = 2.5F; }), 0.03);
}

TEST(QualityMeasures, hair_is_seen_and_a_ruler_is_not_taken_for_it) {
  const auto hairs = [](Photograph& p, int i) {
    p.hairs = 8 + i % 20;
    p.hair_melanin = 0.9F;
  };
  EXPECT_GT(separation(&Quality::hair, hairs), 0.97);
  EXPECT_LT(separation(&Quality::hair, [](Photograph& p, int) { p.ruler = true; }), 0.6);
}

TEST(QualityMeasures, a_ruler_is_suspected_and_hair_is_not_taken_for_it) {
  EXPECT_GT(separation(&Quality::ruler, [](Photograph& p, int) { p.ruler = true; }), 0.9);
  EXPECT_LT(separation(&Quality::ruler, [](Photograph& p, int i) { p.hairs = 8 + i % 20; }), 0.65);
}

TEST(QualityMeasures, dark_corners_are_seen) {
  EXPECT_GT(separation(&Quality::dark_corners,
                       [](Photograph& p, int i) { p.dark_corners = 0.1F + 0.005F * static_cast<float>(i % 20); }),
            0.98);
}

TEST(QualityMeasures, a_blue_or_green_light_is_a_colour_cast) {
  EXPECT_GT(separation(&Quality::colour_cast,
                       [](Photograph& p, int i) { i % 2 == 0 ? p.green_gain *= 1.4F : p.blue_gain *= 1.6F; }),
            0.93);
}

TEST(QualityMeasures, exposure_and_contrast_fall_when_they_are_halved) {
  EXPECT_LT(separation(&Quality::exposure, [](Photograph& p, int) { p.exposure *= 0.5F; }), 0.15);
  EXPECT_LT(separation(&Quality::contrast, [](Photograph& p, int) { p.contrast *= 0.5F; }), 0.25);
}

TEST(QualityMeasures, of_a_tiny_or_flat_picture_are_numbers) {
  for (const int side : {1, 3, 12, 40}) {
    const Quality quality = engine::measure_quality(engine::Image::blank(side, side, 3));
    for (const float value : {quality.sharpness, quality.exposure, quality.contrast, quality.dark_corners, quality.hair,
                              quality.ruler, quality.colour_cast}) {
      EXPECT_GE(value, 0.0F) << side;
      EXPECT_LE(value, 100.0F) << side;
    }
  }
}

}  // namespace
}  // namespace app::demo
