// What a chart of lines draws of thousands of values, and what it leaves out.
#include <vector>

#include <gtest/gtest.h>

#include "app/widgets/line_chart_drawing.h"

namespace app::widgets {
namespace {

TEST(LineChart, draws_no_band_that_would_cover_it) {
  const Range y{0.3F, 0.4F};
  const std::vector<Column> wide(20, {0, 0.1F, 0.9F}), narrow(20, {0, 0.33F, 0.37F}), high(20, {0, 0.5F, 0.9F});
  EXPECT_TRUE(is_a_wall(wide, y));
  EXPECT_FALSE(is_a_wall(narrow, y));
  EXPECT_FALSE(is_a_wall(high, y)) << "all of it lies above";
  std::vector<Column> mostly = wide;
  for (std::size_t i = 0; i < 4; ++i) mostly[i] = narrow[i];
  EXPECT_TRUE(is_a_wall(mostly, y)) << "on average most of the height";
  for (std::size_t i = 0; i < 12; ++i) mostly[i] = narrow[i];
  EXPECT_FALSE(is_a_wall(mostly, y));
}

TEST(LineChart, draws_no_background_of_which_pieces_only_would_be_seen) {
  const Range y{0.3F, 0.4F};
  std::vector<Column> line(10, {0, 0.35F, 0.35F});
  EXPECT_FALSE(is_in_pieces(line, y));
  for (std::size_t i = 0; i < 5; ++i) line[2 * i] = {0, 0.2F, 0.2F};
  EXPECT_FALSE(is_in_pieces(line, y));
  line[1] = {0, 0.9F, 0.9F};
  EXPECT_TRUE(is_in_pieces(line, y)) << "six of ten are above or below";
}

}  // namespace
}  // namespace app::widgets
