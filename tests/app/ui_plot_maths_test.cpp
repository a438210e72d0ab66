#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/widgets/plot_maths.h"

namespace app::widgets {
namespace {

using testing::ElementsAre;
using testing::FloatEq;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(PlotMaths, missing_values_take_no_part_in_the_range) {
  const std::vector<float> values = {kNan, 2, -1, kNan};
  const auto range = range_of(values);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low, -1);
  EXPECT_EQ(range->high, 2);
  EXPECT_FALSE(range_of(std::vector<float>{kNan, kNan}));
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

TEST(PlotMaths, whole_numbers_have_no_ticks_between_them_and_steps_are_1_2_or_5) {
  EXPECT_THAT(ticks_in({1, 4}, 12, 1), ElementsAre(FloatEq(1), FloatEq(2), FloatEq(3), FloatEq(4)));
  for (const Range range : {Range{0, 0.73F}, Range{0, 9}, Range{0, 2300}, Range{12, 61}}) {
    const std::vector<float> ticks = ticks_in(range, 6);
    ASSERT_GE(ticks.size(), 2U);
    const double step = static_cast<double>(ticks[1]) - static_cast<double>(ticks[0]);
    const double leading = step / std::pow(10.0, std::floor(std::log10(step * 1.001)));
    EXPECT_TRUE(std::abs(leading - 1) < 0.01 || std::abs(leading - 2) < 0.01 || std::abs(leading - 5) < 0.01)
        << leading;
  }
}

TEST(PlotMaths, minor_ticks_part_a_step_evenly_and_fill_the_range) {
  const std::vector<float> ticks = ticks_in({0, 1}, 6);  // every 0.2
  const std::vector<float> minor = minor_ticks_in({0, 1}, ticks);
  EXPECT_EQ(minor.size(), 21U);
  EXPECT_NEAR(minor[1], 0.05F, 1e-5F);
  EXPECT_TRUE(minor_ticks_in({0, 1}, {}).empty());
  EXPECT_THAT(minor_log_ticks_in({0.5F, 20}),
              ElementsAre(FloatEq(0.5F), FloatEq(0.6F), FloatEq(0.7F), FloatEq(0.8F), FloatEq(0.9F), FloatEq(1),
                          FloatEq(2), FloatEq(3), FloatEq(4), FloatEq(5), FloatEq(6), FloatEq(7), FloatEq(8),
                          FloatEq(9), FloatEq(10), FloatEq(20)));
}

TEST(PlotMaths, a_level_rate_has_a_labelled_step_on_a_log_axis) {
  EXPECT_FALSE(log_ticks_in(padded_log({1e-3F, 1e-3F}), 4).empty());
  EXPECT_FALSE(log_ticks_in(padded_log({7e-4F, 7e-4F}), 4).empty());
}

TEST(PlotMaths, labels_are_left_out_evenly_until_none_overlaps) {
  const std::vector<float> centres = {0, 10, 20, 30, 40}, narrow(5, 6), wide(5, 18);
  EXPECT_EQ(label_stride(centres, narrow, 2), 1);
  EXPECT_EQ(label_stride(centres, wide, 2), 2);
  EXPECT_EQ(label_stride(centres, std::vector<float>(5, 500), 2), 5);
  EXPECT_EQ(label_stride({}, {}, 2), 1);
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
  const std::vector<float> values = {1, kNan, 3, 4};
  const std::vector<Column> columns = decimated(values, 100);
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[1].x, 2);
  EXPECT_TRUE(columns[1].gap_before);
  EXPECT_FALSE(columns[2].gap_before);
}

TEST(PlotMaths, smoothing_has_no_start_up_bias_and_steps_over_gaps) {
  const std::vector<float> values = {2, 2, kNan, 2};
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
