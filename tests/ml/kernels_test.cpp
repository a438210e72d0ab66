// Every kernel on every instruction set that this machine has, against a plain loop in double.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include "ml/kernels/batch_norm.h"
#include "ml/kernels/elementwise.h"
#include "ml/kernels/flat_array.h"
#include "ml/kernels/half.h"
#include "ml/kernels/half_array.h"
#include "ml/kernels/matrix_rows.h"
#include "ml/kernels/pointwise_gradient.h"
#include "ml/kernels/spread.h"
#include "ml/runtime/cpu_limit.h"
#include "ml/runtime/runtime_info.h"
#include "tests/ml/directional.h"
#include "tests/ml/expect_error.h"

namespace {

using directional::uniform;

// The parameter is a bit of Highway's targets.
class Kernels : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override {
    hwy::SetSupportedTargetsForTest(GetParam());
    if ((hwy::SupportedTargets() & GetParam()) == 0) GTEST_SKIP() << "forbidden by NEVUS_MAX_CPU_ISA";
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  void TearDown() override {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> all;
  for (std::uint64_t left = static_cast<std::uint64_t>(hwy::SupportedTargets()); left != 0; left &= left - 1)
    all.push_back(static_cast<std::int64_t>(left & (~left + 1)));
  return all;
}

INSTANTIATE_TEST_SUITE_P(Targets, Kernels, testing::ValuesIn(targets()),
                         [](const auto& test) { return std::string(hwy::TargetName(test.param)); });

TEST_P(Kernels, RunOnTheTargetAskedFor) { EXPECT_EQ(ml::kernel_isa(), hwy::TargetName(GetParam())); }

// One activation with everything that a BatchNorm makes of it, plainly.
struct Norm {
  explicit Norm(const ml::GroupedShape& its_shape, bool relu6)
      : shape(its_shape),
        z(uniform("z", shape.size(), -3, 9)),
        dy(uniform("dy", shape.size(), -1, 1)),
        residual(uniform("residual", shape.size(), -2, 2)),
        scale(uniform("scale", shape.padded_channels(), 0.5, 2)),
        shift(uniform("shift", shape.padded_channels(), -1, 1)),
        mean(uniform("mean", shape.padded_channels(), -1, 4)),
        inverse_deviation(uniform("deviation", shape.padded_channels(), 0.2, 2)),
        gradient{scale, shift, mean, inverse_deviation, relu6} {}

  std::size_t channel(std::size_t at) const {
    return at / shape.plane() % shape.groups() * shape.block + at % shape.block;
  }
  double value(std::size_t at) const {
    const double plain =
        static_cast<double>(scale[channel(at)]) * static_cast<double>(z[at]) + static_cast<double>(shift[channel(at)]);
    return gradient.relu6 ? std::min(std::max(plain, 0.0), 6.0) : plain;
  }
  double passed(std::size_t at) const {
    return !gradient.relu6 || (value(at) > 0 && value(at) < 6) ? static_cast<double>(dy[at]) : 0;
  }
  double normalised(std::size_t at) const {
    return (static_cast<double>(z[at]) - static_cast<double>(mean[channel(at)])) *
           static_cast<double>(inverse_deviation[channel(at)]);
  }
  double count() const { return static_cast<double>(shape.n * shape.places); }
  // Sum over a channel's values.
  template <class Value>
  std::vector<double> sums(const Value& of) const {
    std::vector<double> all(shape.padded_channels());
    for (std::size_t at = 0; at < z.size(); ++at) all[channel(at)] += of(at);
    return all;
  }

  ml::GroupedShape shape;
  std::vector<float> z, dy, residual, scale, shift, mean, inverse_deviation;
  ml::NormalisationGradient gradient;
};

// Blocks of 8 and 16, planes that are no multiple of anything, one longer than a partial sum.
std::vector<ml::GroupedShape> shapes() {
  return {{2, 8, 9, 8}, {3, 20, 49, 8}, {2, 16, 1, 16}, {3, 40, 49, 16}, {1, 8, 1201, 8}, {1, 16, 1201, 16}};
}

void expect_near(std::span<const float> values, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(static_cast<double>(values[i]), expected[i], tolerance) << i;
}

TEST_P(Kernels, MomentsAreThoseOfAllValues) {
  for (const ml::GroupedShape& shape : shapes()) {
    const Norm norm(shape, false);
    ml::ImageSums sums;
    sums.resize(shape.n, shape.padded_channels());
    ml::add_moments(norm.z.data(), shape, 0, sums);
    std::vector<float> mean(shape.padded_channels()), variance(shape.padded_channels());
    ml::take_moments(sums, shape.places, mean, variance);
    std::vector<double> means = norm.sums([&](std::size_t at) { return static_cast<double>(norm.z[at]); });
    for (double& value : means) value /= norm.count();
    std::vector<double> variances = norm.sums([&](std::size_t at) {
      const double distance = static_cast<double>(norm.z[at]) - means[norm.channel(at)];
      return distance * distance / norm.count();
    });
    expect_near(mean, means, 2e-6);
    expect_near(variance, variances, 2e-5);
  }
}

TEST_P(Kernels, SumsDoNotDependOnHowTheBatchIsDivided) {
  const Norm norm({3, 20, 49, 8}, true);
  const std::size_t image = norm.shape.size() / norm.shape.n;
  ml::GroupedShape two = norm.shape, one = norm.shape;
  two.n = 2;
  one.n = 1;
  std::vector<std::vector<float>> results;
  for (const bool divided : {false, true}) {
    ml::ImageSums moments, gradients;
    moments.resize(3, norm.shape.padded_channels());
    gradients.resize(3, norm.shape.padded_channels());
    const auto add = [&](const ml::GroupedShape& part, std::size_t first) {
      ml::add_moments(norm.z.data() + first * image, part, first, moments);
      ml::add_gradient_sums(norm.dy.data() + first * image, norm.z.data() + first * image, part, norm.gradient, first,
                            gradients);
    };
    if (divided) {
      add(one, 2);
      add(two, 0);
    } else {
      add(norm.shape, 0);
    }
    std::vector<float> all(4 * norm.shape.padded_channels());
    const auto quarter = [&](std::size_t i) {
      return std::span(all).subspan(i * norm.shape.padded_channels(), norm.shape.padded_channels());
    };
    ml::take_moments(moments, norm.shape.places, quarter(0), quarter(1));
    ml::take_gradient_sums(gradients, quarter(2), quarter(3));
    results.push_back(all);
  }
  EXPECT_EQ(results[0], results[1]);
}

TEST_P(Kernels, NormaliseWithAndWithoutReLU6AndResidual) {
  for (const ml::GroupedShape& shape : shapes())
    for (const bool relu6 : {false, true})
      for (const bool adds : {false, true}) {
        const Norm norm(shape, relu6);
        std::vector<float> y(shape.size());
        ml::scale_and_shift(norm.z.data(), shape, norm.scale, norm.shift, relu6, adds ? norm.residual.data() : nullptr,
                            y.data());
        for (std::size_t at = 0; at < y.size(); ++at)
          ASSERT_NEAR(static_cast<double>(y[at]),
                      norm.value(at) + (adds ? static_cast<double>(norm.residual[at]) : 0.0), 5e-6);
        std::vector<float> in_place = norm.z;
        ml::scale_and_shift(in_place.data(), shape, norm.scale, norm.shift, relu6,
                            adds ? norm.residual.data() : nullptr, in_place.data());
        EXPECT_EQ(in_place, y);
      }
}

TEST_P(Kernels, GradientsOfTheNormalisationFollowItsFormula) {
  for (const ml::GroupedShape& shape : shapes())
    for (const bool relu6 : {false, true}) {
      const Norm norm(shape, relu6);
      const std::size_t padded = shape.padded_channels();
      ml::ImageSums sums;
      sums.resize(shape.n, padded);
      ml::add_gradient_sums(norm.dy.data(), norm.z.data(), shape, norm.gradient, 0, sums);
      std::vector<float> sum(padded), product(padded);
      ml::take_gradient_sums(sums, sum, product);
      expect_near(sum, norm.sums([&](std::size_t at) { return norm.passed(at); }), 2e-4);
      expect_near(product, norm.sums([&](std::size_t at) { return norm.passed(at) * norm.normalised(at); }), 2e-3);
      const std::vector<float> mean_sum = uniform("sum", padded, -1, 1),
                               mean_product = uniform("product", padded, -1, 1);
      std::vector<float> dz = norm.dy;
      ml::normalisation_gradient(dz.data(), norm.z.data(), shape, norm.gradient, mean_sum, mean_product, dz.data());
      for (std::size_t at = 0; at < dz.size(); ++at) {
        const std::size_t channel = norm.channel(at);
        const double expected = static_cast<double>(norm.scale[channel]) *
                                (norm.passed(at) - static_cast<double>(mean_sum[channel]) -
                                 norm.normalised(at) * static_cast<double>(mean_product[channel]));
        ASSERT_NEAR(static_cast<double>(dz[at]), expected, 3e-5);
      }
    }
}

TEST_P(Kernels, AddAndMaskArraysOfAnyLength) {
  for (const std::size_t count : {1U, 7U, 16U, 40'003U}) {
    std::vector<float> to = uniform("to", count, -1, 1), gradient = uniform("gradient", count, -1, 1);
    const std::vector<float> from = uniform("from", count, -1, 1), before = to, dy = gradient;
    std::vector<float> output = uniform("output", count, -2, 8);
    for (float& value : output) value = std::min(std::max(value, 0.F), 6.F);
    ml::add_into(to.data(), from.data(), count);
    ml::mask_by_relu6(gradient.data(), output.data(), count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(to[i], before[i] + from[i]);
      ASSERT_EQ(gradient[i], output[i] > 0.F && output[i] < 6.F ? dy[i] : 0.F);
    }
  }
}

TEST_P(Kernels, PoolEveryChannelInBothLayouts) {
  constexpr std::size_t kImages = 2, kPlaces = 9, kChannels = 21, kBlock = 8, kGroups = 3;
  const std::vector<float> map = uniform("map", kImages * kPlaces * kChannels, -1, 1);
  std::vector<float> blocked(kImages * kGroups * kPlaces * kBlock), last(kImages * kChannels), grouped = last;
  const auto at = [&](std::size_t image, std::size_t place, std::size_t channel) {
    return ((image * kGroups + channel / kBlock) * kPlaces + place) * kBlock + channel % kBlock;
  };
  std::vector<double> means(last.size());
  for (std::size_t image = 0; image < kImages; ++image)
    for (std::size_t place = 0; place < kPlaces; ++place)
      for (std::size_t channel = 0; channel < kChannels; ++channel) {
        const float value = map[(image * kPlaces + place) * kChannels + channel];
        blocked[at(image, place, channel)] = value;
        means[image * kChannels + channel] += static_cast<double>(value) / kPlaces;
      }
  ml::pool_channels_last(map.data(), kImages, kPlaces, kChannels, last.data(), kChannels);
  ml::pool_blocked(blocked.data(), kImages, kPlaces, kChannels, kBlock, grouped.data(), kChannels);
  expect_near(last, means, 1e-6);
  expect_near(grouped, means, 1e-6);
  ml::unpool_blocked(last.data(), kChannels, kImages, kPlaces, kChannels, kBlock, blocked.data());
  for (std::size_t channel = 0; channel < kGroups * kBlock; ++channel)
    EXPECT_FLOAT_EQ(blocked[at(1, 4, channel)], channel < kChannels ? last[kChannels + channel] / kPlaces : 0.F);
}

TEST_P(Kernels, SpreadOfEveryChannelAndItsGradientInBothLayouts) {
  constexpr std::size_t kImages = 2, kPlaces = 9, kChannels = 21, kBlock = 8, kGroups = 3, kRow = 2 * kChannels + 3;
  // Far from 0 beside their deviation, as channels without ReLU6 can be.
  const std::vector<float> map = uniform("map", kImages * kPlaces * kChannels, 50, 51);
  const auto at = [&](std::size_t image, std::size_t place, std::size_t channel) {
    return ((image * kGroups + channel / kBlock) * kPlaces + place) * kBlock + channel % kBlock;
  };
  std::vector<float> blocked(kImages * kGroups * kPlaces * kBlock);
  for (std::size_t i = 0; i < map.size(); ++i)
    blocked[at(i / (kPlaces * kChannels), i / kChannels % kPlaces, i % kChannels)] = map[i];
  const ml::SpreadLayout last{kImages, kPlaces, kChannels, kChannels, kRow},
      groups{kImages, kPlaces, kChannels, kBlock, kRow};
  std::vector<float> rows(kImages * kRow, -7.F), grouped = rows;
  ml::spread(map.data(), last, rows.data());
  ml::spread(blocked.data(), groups, grouped.data());
  EXPECT_EQ(rows, grouped);
  const std::vector<float> dy = uniform("dy", rows.size(), -1, 1);
  std::vector<float> gradient(map.size(), 0.5F), of_blocked(blocked.size());
  ml::add_spread_gradient(map.data(), last, rows.data(), dy.data(), gradient.data());
  ml::add_spread_gradient(blocked.data(), groups, rows.data(), dy.data(), of_blocked.data());
  for (std::size_t image = 0; image < kImages; ++image) {
    EXPECT_EQ(rows[image * kRow + 2 * kChannels], -7.F) << "what stands behind is left alone";
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
      const auto value = [&](std::size_t place) {
        return static_cast<double>(map[(image * kPlaces + place) * kChannels + channel]);
      };
      double mean = 0, variance = 0;
      for (std::size_t place = 0; place < kPlaces; ++place) mean += value(place) / kPlaces;
      for (std::size_t place = 0; place < kPlaces; ++place) variance += std::pow(value(place) - mean, 2) / kPlaces;
      const double deviation = std::sqrt(variance + 1e-5);
      ASSERT_NEAR(static_cast<double>(rows[image * kRow + channel]), mean, 1e-5);
      ASSERT_NEAR(static_cast<double>(rows[image * kRow + kChannels + channel]), deviation, 1e-5);
      const auto slope = [&](std::size_t column) { return static_cast<double>(dy[image * kRow + column]); };
      for (std::size_t place = 0; place < kPlaces; ++place) {
        const double expected =
            (slope(channel) + slope(kChannels + channel) * (value(place) - mean) / deviation) / kPlaces;
        ASSERT_NEAR(static_cast<double>(gradient[(image * kPlaces + place) * kChannels + channel]), 0.5 + expected,
                    1e-4);
        ASSERT_NEAR(static_cast<double>(of_blocked[at(image, place, channel)]), expected, 1e-4);
      }
    }
  }
}

TEST_P(Kernels, PointwiseWeightGradientIsTheSumOverImagesAndPlaces) {
  for (const ml::PointwiseShape& shape :
       {ml::PointwiseShape{2, 11, 20, 49, 8}, {1, 16, 8, 1201, 8}, {2, 20, 35, 9, 16}}) {
    const auto groups = [&](std::size_t channels) { return (channels + shape.block - 1) / shape.block; };
    const auto at = [&](std::size_t channels, std::size_t image, std::size_t channel, std::size_t place) {
      return ((image * groups(channels) + channel / shape.block) * shape.places + place) * shape.block +
             channel % shape.block;
    };
    const std::size_t plane = shape.places * shape.block;
    const std::vector<float> src = uniform("src", shape.n * groups(shape.in_channels) * plane, -1, 1);
    const std::vector<float> dy = uniform("dy", shape.n * groups(shape.out_channels) * plane, -1, 1);
    std::vector<float> weight(shape.out_channels * shape.in_channels), bias(shape.out_channels), alone(weight.size());
    ml::pointwise_weight_gradient(src.data(), dy.data(), shape, weight.data(), bias.data());
    ml::pointwise_weight_gradient(src.data(), dy.data(), shape, alone.data(), nullptr);
    EXPECT_EQ(alone, weight);
    std::vector<double> expected(weight.size()), expected_bias(bias.size());
    for (std::size_t image = 0; image < shape.n; ++image)
      for (std::size_t place = 0; place < shape.places; ++place)
        for (std::size_t o = 0; o < shape.out_channels; ++o) {
          const auto gradient = static_cast<double>(dy[at(shape.out_channels, image, o, place)]);
          expected_bias[o] += gradient;
          for (std::size_t i = 0; i < shape.in_channels; ++i)
            expected[o * shape.in_channels + i] +=
                gradient * static_cast<double>(src[at(shape.in_channels, image, i, place)]);
        }
    expect_near(weight, expected, 1e-4);
    expect_near(bias, expected_bias, 1e-4);
  }
}

TEST_P(Kernels, MatrixRowsSumAndScaleEveryColumn) {
  constexpr std::size_t kRows = 5, kWidth = 37;
  const std::vector<float> x = uniform("x", kRows * kWidth, -2, 2), dy = uniform("dy", kRows * kWidth, -1, 1),
                           scale = uniform("scale", kWidth, 0.5, 2), shift = uniform("shift", kWidth, -1, 1);
  std::vector<float> y(x.size()), sums(kWidth), squares(kWidth), products(kWidth);
  ml::scale_rows(x.data(), kRows, kWidth, scale.data(), shift.data(), y.data());
  ml::sum_columns(x.data(), kRows, kWidth, sums.data());
  ml::sum_squared_distances(x.data(), kRows, kWidth, shift.data(), squares.data());
  ml::sum_products(dy.data(), x.data(), kRows, kWidth, shift.data(), scale.data(), products.data());
  for (std::size_t column = 0; column < kWidth; ++column) {
    double sum = 0, square = 0, product = 0;
    for (std::size_t at = column; at < x.size(); at += kWidth) {
      const double value = static_cast<double>(x[at]), distance = value - static_cast<double>(shift[column]);
      sum += value;
      square += distance * distance;
      product += static_cast<double>(dy[at]) * distance * static_cast<double>(scale[column]);
      ASSERT_NEAR(static_cast<double>(y[at]),
                  static_cast<double>(scale[column]) * value + static_cast<double>(shift[column]), 1e-6);
    }
    EXPECT_NEAR(static_cast<double>(sums[column]), sum, 1e-5);
    EXPECT_NEAR(static_cast<double>(squares[column]), square, 1e-4);
    EXPECT_NEAR(static_cast<double>(products[column]), product, 1e-4);
  }
}

TEST_P(Kernels, AdamTakesTheStepOfItsFormula) {
  const ml::AdamFactors factors{
      .beta1 = 0.9F, .beta2 = 0.99F, .epsilon = 1e-3F, .rate = 0.1F, .spread = 2.F, .keep = 0.97F};
  for (const std::size_t count : {1U, 8U, 37U}) {
    const std::vector<float> g = uniform("g", count, -1, 1);
    std::vector<float> m = uniform("m", count, -1, 1), v = uniform("v", count, 0, 1), p = uniform("p", count, -1, 1);
    const std::vector<float> m0 = m, v0 = v, p0 = p;
    ml::adam_update(factors, g, m.data(), v.data(), p.data());
    for (std::size_t i = 0; i < count; ++i) {
      const double first = 0.9 * static_cast<double>(m0[i]) + 0.1 * static_cast<double>(g[i]);
      const double second =
          0.99 * static_cast<double>(v0[i]) + 0.01 * static_cast<double>(g[i]) * static_cast<double>(g[i]);
      ASSERT_NEAR(static_cast<double>(m[i]), first, 1e-6);
      ASSERT_NEAR(static_cast<double>(v[i]), second, 1e-6);
      ASSERT_NEAR(static_cast<double>(p[i]),
                  0.97 * static_cast<double>(p0[i]) - 0.1 * first / (2 * std::sqrt(second) + 1e-3), 1e-5);
    }
  }
}

TEST_P(Kernels, L2AddsItsGradientAndReturnsTheSquares) {
  const std::vector<float> values = uniform("values", 37, -2, 2);
  std::vector<float> gradients = uniform("gradients", 37, -1, 1);
  const std::vector<float> before = gradients;
  const double squares = ml::add_l2(0.5F, values, gradients);
  double expected = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    expected += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    EXPECT_FLOAT_EQ(gradients[i], before[i] + 0.5F * values[i]);
  }
  EXPECT_NEAR(squares, expected, 1e-9 * expected);
}

TEST_P(Kernels, OneValueThatIsNotFiniteIsSeenAnywhere) {
  std::vector<float> values = uniform("values", 37, -2, 2);
  EXPECT_TRUE(ml::all_finite(values));
  EXPECT_TRUE(ml::all_finite({}));
  for (const float bad : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::quiet_NaN()})
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::vector<float> damaged = values;
      damaged[i] = bad;
      EXPECT_FALSE(ml::all_finite(damaged)) << i;
    }
}

TEST_P(Kernels, HalvesHaveTheSameBitsAsOneByOne) {
  std::vector<float> values;
  for (std::uint64_t bits = 0; bits < (1ULL << 32U); bits += 65'521)  // a prime: all exponents, many mantissas
    values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  for (const float value : {0.F, -0.F, 65504.F, 65519.F, 65520.F, 1e30F, 6.1e-5F, 6e-8F, 2.9e-8F})
    values.push_back(value);
  std::vector<std::uint16_t> halves(values.size());
  ml::halves_from_floats(values, halves);
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(halves[i], ml::half_bits(values[i])) << values[i];
  std::vector<std::uint16_t> all(1U << 16U);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
  std::vector<float> floats(all.size());
  ml::floats_from_halves(all, floats);
  for (std::size_t i = 0; i < all.size(); ++i)
    ASSERT_EQ(std::bit_cast<std::uint32_t>(floats[i]), std::bit_cast<std::uint32_t>(ml::float_from_half(all[i]))) << i;
}

TEST(CpuLimit, RefusesWhatItDoesNotKnowNamingWhatItDoes) {
  expect_error([] { ml::limit_cpu("MMX"); }, {"MMX", "SSE41", "AVX2", "AVX512"});
}

TEST(CpuLimit, ComesTooLateOnceOneDnnWasAsked) {
  const std::string kernels = ml::kernel_isa();
  EXPECT_FALSE(ml::runtime_info().cpu_isa.empty());
  expect_error([] { ml::limit_cpu("SSE41"); }, {"SSE41", "program starts"});
  EXPECT_EQ(ml::kernel_isa(), kernels);
}

}  // namespace
