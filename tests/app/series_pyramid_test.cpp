#include "app/widgets/series_pyramid.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "app/pages/train/step_curves.h"

namespace app::widgets {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

std::vector<float> wave(std::size_t n) {
  std::vector<float> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(std::sin(static_cast<float>(i) * 0.37F));
  return values;
}

TEST(SeriesPyramid, draws_a_million_values_with_as_many_columns_as_a_thousand_and_loses_no_peak) {
  std::vector<float> values = wave(1'000'000);
  values[654'321] = 40;
  values[123'456] = -40;
  SeriesPyramid pyramid;
  pyramid.append(values);
  const auto columns = pyramid.columns(0, values.size(), 500);
  EXPECT_LE(columns.size(), 501U);
  float low = 0, high = 0;
  for (const Column& column : columns) {
    low = std::min(low, column.low);
    high = std::max(high, column.high);
  }
  EXPECT_EQ(low, -40);
  EXPECT_EQ(high, 40);
  EXPECT_EQ(pyramid.range(0, values.size())->high, 40);
  EXPECT_LT(pyramid.range(0, 100'000)->high, 2) << "of what is asked for only";
}

TEST(SeriesPyramid, what_is_appended_piece_by_piece_is_what_is_appended_at_once) {
  const std::vector<float> values = wave(5000);
  SeriesPyramid whole, pieces;
  whole.append(values);
  for (std::size_t i = 0; i < values.size(); i += 7)
    pieces.append(std::span(values).subspan(i, std::min<std::size_t>(7, values.size() - i)));
  for (const int most : {10, 100, 1000, 10'000}) {
    const auto a = whole.columns(13, 4321, most), b = pieces.columns(13, 4321, most);
    ASSERT_EQ(a.size(), b.size()) << most;
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].x, b[i].x);
      EXPECT_EQ(a[i].low, b[i].low);
      EXPECT_EQ(a[i].high, b[i].high);
    }
  }
}

TEST(SeriesPyramid, few_values_stand_each_for_itself_and_missing_ones_leave_a_gap) {
  SeriesPyramid pyramid;
  pyramid.append(std::vector<float>{1, 2, kMissing, 4});
  const auto columns = pyramid.columns(0, 100, 50);
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[1].x, 1);
  EXPECT_EQ(columns[2].low, 4);
  EXPECT_TRUE(columns[2].gap_before);
  EXPECT_TRUE(SeriesPyramid().columns(0, 10, 10).empty());
  EXPECT_FALSE(SeriesPyramid().range(0, 10));
}

TEST(StepCurves, follow_a_run_that_goes_on_and_begin_anew_with_another) {
  app::StepCurves curves;
  std::vector<float> losses = wave(100);
  curves.follow(1, losses);
  losses.push_back(kMissing);
  losses.push_back(0.5F);
  curves.follow(1, losses);
  EXPECT_EQ(curves.raw().size(), 102U);
  EXPECT_EQ(curves.smoothed().size(), 102U);
  EXPECT_TRUE(std::isnan(curves.smoothed().at(100)));
  curves.follow(1, losses);
  EXPECT_EQ(curves.raw().size(), 102U);
  const auto at_once = smoothed(losses, 0.95F);
  EXPECT_FLOAT_EQ(curves.smoothed().back(), at_once.back());
  curves.follow(2, std::vector<float>{3});
  EXPECT_EQ(curves.raw().size(), 1U);
  curves.follow(2, std::vector<float>{4, 5});
  EXPECT_EQ(curves.raw().at(0), 4) << "other batches than before: read from the beginning";
  curves.follow(std::nullopt, {});
  EXPECT_EQ(curves.raw().size(), 0U);
}

}  // namespace
}  // namespace app::widgets
