// Hairs, rulers and dark rims over training views.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/artefacts.h"
#include "ml/data/augment.h"
#include "ml/data/warp.h"
#include "tests/ml/expect_error.h"

namespace {

constexpr int kSide = 64;

std::vector<float> even_view(float value) { return std::vector<float>(3 * kSide * kSide, value); }

ml::ArtefactDraw drawn(std::uint32_t view, double share = 1) {
  return ml::artefacts_for(share, ml::CounterRng(5, {.number = view}));
}

std::vector<float> with(const ml::ArtefactDraw& draw, float background) {
  std::vector<float> view = even_view(background);
  ml::draw_artefacts(draw, view, kSide);
  return view;
}

std::size_t changed(const std::vector<float>& view, float background) {
  return static_cast<std::size_t>(
      std::ranges::count_if(view, [background](float value) { return value != background; }));
}

TEST(Artefacts, EachKindComesAsOftenAsAskedFor) {
  int hairy = 0, ruled = 0, rimmed = 0, marked = 0;
  for (std::uint32_t view = 0; view < 2000; ++view) {
    const ml::ArtefactDraw draw = drawn(view, 0.3);
    hairy += draw.hairs > 0;
    ruled += draw.ruler;
    rimmed += draw.rim;
    marked += draw.marker;
  }
  EXPECT_NEAR(hairy, 600, 90);
  EXPECT_NEAR(ruled, 600, 90);
  EXPECT_NEAR(rimmed, 600, 90);
  EXPECT_NEAR(marked, 600, 90);
}

TEST(Artefacts, HairsAndRimAreDarkAndCoverOnlyAPart) {
  for (std::uint32_t view = 0; view < 20; ++view) {
    ml::ArtefactDraw draw = drawn(view);
    draw.ruler = draw.marker = false;
    const std::vector<float> seen = with(draw, 200.F);
    EXPECT_TRUE(std::ranges::all_of(seen, [](float value) { return value >= 0.F && value <= 200.F; }));
    EXPECT_GT(changed(seen, 200.F), 0U);
    draw.rim = false;
    EXPECT_LT(changed(with(draw, 200.F), 200.F), seen.size() * 9 / 10);
  }
}

TEST(Artefacts, ARulerAloneIsThin) {
  for (std::uint32_t view = 0; view < 20; ++view) {
    ml::ArtefactDraw draw = drawn(view);
    draw.hairs = 0;
    draw.rim = draw.marker = false;
    const std::vector<float> seen = with(draw, 120.F);
    EXPECT_LT(changed(seen, 120.F), seen.size() / 3);
  }
}

TEST(Artefacts, TheSameDrawGivesTheSamePictureAndAnotherViewAnotherOne) {
  EXPECT_EQ(with(drawn(3), 150.F), with(drawn(3), 150.F));
  EXPECT_NE(with(drawn(3), 150.F), with(drawn(4), 150.F));
}

TEST(Artefacts, NothingIsDrawnBeyondThePhotograph) {
  const std::vector<float> seen = with(drawn(1), ml::kNothing);
  EXPECT_EQ(changed(seen, ml::kNothing), 0U);
}

TEST(Artefacts, TheOtherDrawsOfAViewStayAsTheyAre) {
  ml::AugmentConfig config{.rotation_deg = 90, .zoom_fraction = 0.2, .hue_deg = 10};
  const ml::AugmentDraw without = ml::draw_augmentation(config, 1, "image", 2, 3);
  config.artefact_share = 1;
  const ml::AugmentDraw with_artefacts = ml::draw_augmentation(config, 1, "image", 2, 3);
  EXPECT_EQ(without.rotation_deg, with_artefacts.rotation_deg);
  EXPECT_EQ(without.zoom, with_artefacts.zoom);
  EXPECT_EQ(without.hue_deg, with_artefacts.hue_deg);
  EXPECT_EQ(without.artefacts.hairs, 0);
  EXPECT_GT(with_artefacts.artefacts.hairs, 0);
  EXPECT_TRUE(with_artefacts.artefacts.ruler && with_artefacts.artefacts.rim && with_artefacts.artefacts.marker);
}

TEST(Artefacts, AShareAboveOneIsRefused) {
  expect_error([] { ml::require_valid(ml::AugmentConfig{.artefact_share = 1.5}); }, {"artefact_share", "1.5"});
}

}  // namespace
