// MixUp and CutMix.
#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/mix.h"
#include "tests/ml/expect_error.h"

namespace {

// Sample i holds i everywhere, so that shares can be read off.
std::vector<float> numbered(std::size_t n, std::size_t length) {
  std::vector<float> inputs(n * length);
  for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i] = static_cast<float>(i / length);
  return inputs;
}

TEST(Mix, NothingIsDrawnWhenItIsOffOrThereIsOnlyOneSample) {
  EXPECT_TRUE(ml::draw_mix({}, 8, 1, 0, 0).partner.empty());
  EXPECT_TRUE(ml::draw_mix({.mixup_alpha = 0.4}, 1, 1, 0, 0).partner.empty());
}

TEST(Mix, DependsOnSeedEpochAndStepOnly) {
  const ml::MixConfig config{.mixup_alpha = 0.4, .cutmix_alpha = 1};
  const ml::BatchMix first = ml::draw_mix(config, 16, 3, 5, 7);
  const ml::BatchMix again = ml::draw_mix(config, 16, 3, 5, 7);
  EXPECT_EQ(first.partner, again.partner);
  EXPECT_EQ(first.own_share, again.own_share);
  EXPECT_NE(first.partner, ml::draw_mix(config, 16, 3, 5, 8).partner);
  EXPECT_NE(first.partner, ml::draw_mix(config, 16, 3, 6, 7).partner);
  EXPECT_NE(first.partner, ml::draw_mix(config, 16, 4, 5, 7).partner);
}

TEST(Mix, PartnersAreAPermutation) {
  std::vector<std::uint32_t> partners = ml::draw_mix({.mixup_alpha = 1}, 9, 1, 2, 3).partner;
  std::ranges::sort(partners);
  std::vector<std::uint32_t> expected(9);
  std::iota(expected.begin(), expected.end(), 0U);
  EXPECT_EQ(partners, expected);
}

// Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)).
TEST(Mix, SharesFollowTheBetaDistribution) {
  for (const double alpha : {0.2, 1.0, 4.0}) {
    constexpr int kDraws = 4000;
    double sum = 0, squares = 0;
    for (std::uint32_t step = 0; step < kDraws; ++step) {
      const double share = static_cast<double>(ml::draw_mix({.mixup_alpha = alpha}, 2, 9, 0, step).own_share);
      sum += share;
      squares += share * share;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, 0.5, 0.03) << alpha;
    EXPECT_NEAR(squares / kDraws - mean * mean, 1 / (4 * (2 * alpha + 1)), 0.012) << alpha;
  }
}

TEST(Mix, MixUpBlendsWithThePartnerAsItWas) {
  ml::BatchMix mix = ml::draw_mix({.mixup_alpha = 1}, 5, 1, 0, 0);
  std::vector<float> inputs = numbered(5, 3);
  ml::apply_mix(mix, inputs, 0);
  for (std::size_t i = 0; i < 5; ++i) {
    const float expected =
        mix.own_share * static_cast<float>(i) + (1 - mix.own_share) * static_cast<float>(mix.partner[i]);
    EXPECT_NEAR(inputs[3 * i], expected, 1e-6);
  }
}

TEST(Mix, CutMixPastesABoxAndItsAreaIsTheShare) {
  constexpr std::size_t kSide = 16, kLength = 3 * kSide * kSide;
  for (std::uint32_t step = 0; step < 20; ++step) {
    ml::BatchMix mix = ml::draw_mix({.cutmix_alpha = 1}, 4, 1, 0, step);
    std::vector<float> inputs = numbered(4, kLength);
    ml::apply_mix(mix, inputs, kSide);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto first = inputs.begin() + static_cast<std::ptrdiff_t>(i * kLength);
      const auto own = std::count(first, first + kLength, static_cast<float>(i));
      if (mix.partner[i] == i)
        EXPECT_EQ(own, static_cast<std::ptrdiff_t>(kLength));
      else
        EXPECT_NEAR(static_cast<float>(own) / kLength, mix.own_share, 1e-6);
    }
  }
}

TEST(Mix, FeaturesCannotBeCut) {
  ml::BatchMix mix = ml::draw_mix({.cutmix_alpha = 1}, 4, 1, 0, 0);
  std::vector<float> inputs = numbered(4, 8);
  expect_error([&] { ml::apply_mix(mix, inputs, 0); }, {"features"});
}

TEST(Mix, ANegativeAlphaIsRefused) {
  expect_error([] { ml::require_valid(ml::MixConfig{.mixup_alpha = -1}); }, {"alpha"});
}

}  // namespace
