#include "engine/image/colour_map.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace engine {
namespace {

double linear(double srgb) { return srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4); }

// CIE L*, 0..100.
double lightness(const std::array<float, 3>& c) {
  const double y = 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

struct Known {
  ColourMap map;
  float value;
  double r, g, b;
};

// Published table entries (matplotlib), times 255; turbo's before rounding to 8 bits, as its fit is the loosest.
class KnownColours : public testing::TestWithParam<Known> {};

TEST_P(KnownColours, are_met_within_eleven_of_255) {
  const Known known = GetParam();
  const auto colour = colour_of(known.map, known.value);
  EXPECT_NEAR(colour[0] * 255, known.r, 11);
  EXPECT_NEAR(colour[1] * 255, known.g, 11);
  EXPECT_NEAR(colour[2] * 255, known.b, 11);
}

INSTANTIATE_TEST_SUITE_P(
    ColourMap, KnownColours,
    testing::Values(Known{ColourMap::Viridis, 0, 68, 1, 84}, Known{ColourMap::Viridis, 1, 253, 231, 37},
                    Known{ColourMap::Magma, 0, 0, 0, 4}, Known{ColourMap::Magma, 1, 252, 253, 191},
                    Known{ColourMap::Inferno, 0, 0, 0, 4}, Known{ColourMap::Inferno, 1, 252, 255, 164},
                    Known{ColourMap::Cividis, 0, 0, 34, 78}, Known{ColourMap::Cividis, 1, 254, 232, 56},
                    Known{ColourMap::Turbo, 0, 48.44, 18.30, 59.20}, Known{ColourMap::Turbo, 1, 122.30, 4.04, 2.69}));

TEST(ColourMap, the_uniform_maps_only_grow_lighter_and_by_even_steps) {
  for (const ColourMap map : {ColourMap::Viridis, ColourMap::Magma, ColourMap::Inferno, ColourMap::Cividis}) {
    const double span = lightness(colour_of(map, 1)) - lightness(colour_of(map, 0));
    EXPECT_GT(span, 60) << name_of(map);
    for (int i = 0; i < 20; ++i) {
      const double step = lightness(colour_of(map, static_cast<float>(i + 1) / 20)) -
                          lightness(colour_of(map, static_cast<float>(i) / 20));
      EXPECT_GT(step, 0) << name_of(map) << " " << i;
      EXPECT_LT(step, 2.5 * span / 20) << name_of(map) << " " << i;
    }
  }
}

TEST(ColourMap, jet_runs_from_dark_blue_over_green_to_dark_red) {
  const auto low = colour_of(ColourMap::Jet, 0), middle = colour_of(ColourMap::Jet, 0.5F),
             high = colour_of(ColourMap::Jet, 1);
  EXPECT_EQ(low, (std::array<float, 3>{0, 0, 0.5F}));
  EXPECT_EQ(middle, (std::array<float, 3>{0.5F, 1, 0.5F}));
  EXPECT_EQ(high, (std::array<float, 3>{0.5F, 0, 0}));
}

TEST(ColourMap, values_outside_the_range_take_its_ends) {
  for (int i = 0; i < kColourMaps; ++i) {
    const auto map = static_cast<ColourMap>(i);
    EXPECT_EQ(colour_of(map, -3), colour_of(map, 0));
    EXPECT_EQ(colour_of(map, 7), colour_of(map, 1));
    for (int step = 0; step <= 100; ++step) {
      for (const float channel : colour_of(map, static_cast<float>(step) / 100))
        EXPECT_TRUE(channel >= 0 && channel <= 1);
    }
  }
}

TEST(ColourMap, every_map_has_a_name_of_its_own) {
  std::vector<std::string> names;
  for (int i = 0; i < kColourMaps; ++i) names.emplace_back(name_of(static_cast<ColourMap>(i)));
  EXPECT_EQ(names, (std::vector<std::string>{"viridis", "magma", "inferno", "cividis", "turbo", "jet"}));
}

}  // namespace
}  // namespace engine
