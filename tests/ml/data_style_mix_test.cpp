// MixStyle.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/mix.h"
#include "ml/data/style_mix.h"
#include "ml/train/train_config.h"
#include "tests/ml/expect_error.h"

namespace {

constexpr std::size_t kSamples = 6, kChannels = 3, kPlane = 25;

struct Style {
  double mean = 0, deviation = 0;
};

Style style_of(std::span<const float> plane) {
  double sum = 0, squares = 0;
  for (const float value : plane) sum += static_cast<double>(value);
  const double mean = sum / static_cast<double>(plane.size());
  for (const float value : plane) squares += std::pow(static_cast<double>(value) - mean, 2);
  return {mean, std::sqrt(squares / static_cast<double>(plane.size()))};
}

// Every plane has a mean and a deviation of its own.
std::vector<float> some_maps() {
  ml::CounterRng rng(4);
  std::vector<float> maps(kSamples * kChannels * kPlane);
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const auto plane = static_cast<double>(i / kPlane);
    maps[i] = static_cast<float>(3 * plane + (1 + plane / 4) * rng.normal());
  }
  return maps;
}

std::vector<float> mixed(const std::vector<float>& maps, std::uint32_t step) {
  std::vector<float> changed = maps;
  ml::mix_style(0.5, changed, kSamples, {kChannels}, ml::CounterRng(7, {.number = 1, .part = step}));
  return changed;
}

std::uint32_t step_that_mixes(const std::vector<float>& maps) {
  std::uint32_t step = 0;
  while (mixed(maps, step) == maps) ++step;
  return step;
}

std::span<const float> plane_of(const std::vector<float>& maps, std::size_t sample, std::size_t channel) {
  return std::span(maps).subspan((sample * kChannels + channel) * kPlane, kPlane);
}

// The share of the partner that a sample's mean in channel 0 tells, if its partner is that one.
double share_of(const std::vector<float>& before, const std::vector<float>& after, std::size_t i, std::size_t partner) {
  const double own = style_of(plane_of(before, i, 0)).mean, other = style_of(plane_of(before, partner, 0)).mean;
  return (style_of(plane_of(after, i, 0)).mean - own) / (other - own);
}

bool fits(const std::vector<float>& before, const std::vector<float>& after, std::size_t i, std::size_t partner) {
  const double share = share_of(before, after, i, partner);
  if (share < -1e-3 || share > 1 + 1e-3) return false;
  for (std::size_t c = 0; c < kChannels; ++c) {
    const Style own = style_of(plane_of(before, i, c)), other = style_of(plane_of(before, partner, c));
    const Style now = style_of(plane_of(after, i, c));
    if (std::abs(now.mean - std::lerp(own.mean, other.mean, share)) > 1e-2) return false;
    if (std::abs(now.deviation - std::lerp(own.deviation, other.deviation, share)) > 1e-2) return false;
  }
  return true;
}

TEST(StyleMix, MeanAndDeviationOfEveryChannelLieOnTheWayToOnePartner) {
  const std::vector<float> before = some_maps();
  const std::vector<float> after = mixed(before, step_that_mixes(before));
  for (std::size_t i = 0; i < kSamples; ++i) {
    bool found = style_of(plane_of(after, i, 0)).mean == style_of(plane_of(before, i, 0)).mean;
    for (std::size_t partner = 0; partner < kSamples; ++partner)
      found = found || (partner != i && fits(before, after, i, partner));
    EXPECT_TRUE(found) << "sample " << i;
  }
}

TEST(StyleMix, WhatIsSeenStaysWhereItIs) {
  const std::vector<float> before = some_maps();
  const std::vector<float> after = mixed(before, step_that_mixes(before));
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Style was = style_of(std::span(before).subspan(i / kPlane * kPlane, kPlane));
    const Style is = style_of(std::span(after).subspan(i / kPlane * kPlane, kPlane));
    EXPECT_NEAR((static_cast<double>(before[i]) - was.mean) / was.deviation,
                (static_cast<double>(after[i]) - is.mean) / is.deviation, 1e-3);
  }
}

TEST(StyleMix, HalfOfTheBatchesAreLeftAlone) {
  const std::vector<float> maps = some_maps();
  int changed = 0;
  for (std::uint32_t step = 0; step < 400; ++step) changed += mixed(maps, step) != maps;
  EXPECT_NEAR(changed, 200, 45);
}

TEST(StyleMix, DependsOnTheStreamOnly) {
  const std::vector<float> maps = some_maps();
  const std::uint32_t step = step_that_mixes(maps);
  EXPECT_EQ(mixed(maps, step), mixed(maps, step));
}

TEST(StyleMix, AnEvenPlaneStaysFinite) {
  std::vector<float> maps(kSamples * kChannels * kPlane, 2.F);
  for (std::uint32_t step = 0; step < 10; ++step) {
    const std::vector<float> after = mixed(maps, step);
    EXPECT_TRUE(std::ranges::all_of(after, [](float value) { return std::abs(value - 2.F) < 1e-4F; }));
  }
}

TEST(StyleMix, IsTheSameHoweverTheNumbersLie) {
  const std::vector<float> planes = some_maps();
  const auto channels_last = [](const std::vector<float>& maps) {
    std::vector<float> turned(maps.size());
    for (std::size_t i = 0; i < kSamples; ++i)
      for (std::size_t c = 0; c < kChannels; ++c)
        for (std::size_t p = 0; p < kPlane; ++p)
          turned[(i * kPlane + p) * kChannels + c] = maps[(i * kChannels + c) * kPlane + p];
    return turned;
  };
  const std::uint32_t step = step_that_mixes(planes);
  std::vector<float> turned = channels_last(planes);
  ml::mix_style(0.5, turned, kSamples, {kChannels, true}, ml::CounterRng(7, {.number = 1, .part = step}));
  EXPECT_EQ(turned, channels_last(mixed(planes, step)));
}

TEST(StyleMix, AlphaAndDepthAreChecked) {
  expect_error([] { ml::require_valid(ml::MixConfig{.style_alpha = -1}); }, {"MixStyle", "-1"});
  ml::TrainConfig config;
  config.mix.style_alpha = 0.1;
  expect_error([&] { ml::require_valid(config); }, {"MixStyle", "head"});
  config.depth = ml::Depth::Tail;
  EXPECT_NO_THROW(ml::require_valid(config));
}

}  // namespace
