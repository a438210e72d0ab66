#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/widgets/plot_maths.h"

namespace app::widgets {
namespace {

using testing::ElementsAre;
using testing::FloatEq;
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

TEST(PlotMaths, missing_values_take_no_part_in_the_range) {
  const std::vector<float> values = {kMissing, 2, -1, kMissing};
  const auto range = range_of(values);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low, -1);
  EXPECT_EQ(range->high, 2);
  EXPECT_FALSE(range_of(std::vector<float>{kMissing, kMissing}));
  EXPECT_FALSE(range_of(std::vector<float>{}));
}

TEST(PlotMaths, a_flat_line_gets_a_range_around_it) {
  const Range range = padded({0.5F, 0.5F});
  EXPECT_LT(range.low, 0.5F);
  EXPECT_GT(range.high, 0.5F);
}

TEST(PlotMaths, ticks_are_round_and_inside) {
  EXPECT_THAT(ticks_in({0.0F, 1.0F}, 6),
              ElementsAre(FloatEq(0), FloatEq(0.2F), FloatEq(0.4F), FloatEq(0.6F), FloatEq(0.8F), FloatEq(1.0F)));
  for (const Range range : {Range{0.86F, 0.93F}, Range{-3.0F, 17.0F}, Range{1e-5F, 4e-5F}}) {
    const std::vector<float> ticks = ticks_in(range, 6);
    EXPECT_GE(ticks.size(), 2U);
    EXPECT_LE(ticks.size(), 7U);
    EXPECT_GE(ticks.front(), range.low - 1e-6F);
    EXPECT_LE(ticks.back(), range.high + range.size() * 1e-3F);
  }
  EXPECT_TRUE(ticks_in({1, 1}, 6).empty());
}

TEST(PlotMaths, logarithmic_ticks_are_powers_of_ten_over_many_decades) {
  EXPECT_THAT(log_ticks_in({1e-4F, 1e-1F}, 4),
              ElementsAre(FloatEq(1e-4F), FloatEq(1e-3F), FloatEq(1e-2F), FloatEq(1e-1F)));
  EXPECT_TRUE(log_ticks_in({0, 1}, 4).empty());
}

TEST(PlotMaths, ticks_a_small_step_apart_are_told_apart) {
  EXPECT_EQ(tick_text(0.8205F, 0.0005F), "0.8205");
  EXPECT_EQ(tick_text(0.821F, 0.001F), "0.821");
  EXPECT_EQ(tick_text(2.0F, 1.0F), "2");
}

TEST(PlotMaths, tick_texts_have_the_decimals_their_step_needs) {
  EXPECT_EQ(tick_text(0.25F, 0.25F), "0.25");
  EXPECT_EQ(tick_text(3, 1), "3");
  EXPECT_EQ(tick_text(0, 0.2F), "0.0");
}

TEST(PlotMaths, decimation_keeps_the_peaks) {
  std::vector<float> values(10'000, 0.0F);
  values[4321] = 9;
  values[8765] = -7;
  const std::vector<Column> columns = decimated(values, 300);
  EXPECT_EQ(columns.size(), 300U);
  float highest = 0, lowest = 0;
  for (const Column& column : columns) {
    highest = std::max(highest, column.high);
    lowest = std::min(lowest, column.low);
  }
  EXPECT_EQ(highest, 9);
  EXPECT_EQ(lowest, -7);
}

TEST(PlotMaths, few_samples_stay_themselves_and_gaps_are_marked) {
  const std::vector<float> values = {1, kMissing, 3, 4};
  const std::vector<Column> columns = decimated(values, 100);
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[1].x, 2);
  EXPECT_TRUE(columns[1].gap_before);
  EXPECT_FALSE(columns[2].gap_before);
}

TEST(PlotMaths, smoothing_has_no_start_up_bias_and_steps_over_gaps) {
  const std::vector<float> values = {2, 2, kMissing, 2};
  const std::vector<float> smooth = smoothed(values, 0.9F);
  EXPECT_FLOAT_EQ(smooth[0], 2);
  EXPECT_TRUE(std::isnan(smooth[2]));
  EXPECT_FLOAT_EQ(smooth[3], 2);
}

TEST(PlotMaths, scales_are_inverted_exactly) {
  for (const bool logarithmic : {false, true}) {
    const Range range{1e-3F, 10};
    EXPECT_NEAR(value_at(fraction_of(0.5F, range, logarithmic), range, logarithmic), 0.5F, 1e-4F);
  }
}

}  // namespace
}  // namespace app::widgets
