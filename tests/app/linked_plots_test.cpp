#include "app/widgets/linked_plots.h"

#include <gtest/gtest.h>

namespace app::widgets {
namespace {

TEST(LinkedPlots, what_one_chart_points_at_all_show_in_the_next_frame_and_no_longer) {
  LinkedPlots plots;
  plots.begin_frame({1, 20});
  plots.point_at(7);
  EXPECT_FALSE(plots.cursor());
  plots.begin_frame({1, 20});
  EXPECT_EQ(plots.cursor(), 7);
  plots.begin_frame({1, 20});
  EXPECT_FALSE(plots.cursor());
}

TEST(LinkedPlots, arrows_walk_along_the_epochs_and_stop_at_the_ends) {
  LinkedPlots plots;
  plots.begin_frame({1, 20});
  plots.step(1, 18);
  EXPECT_EQ(plots.cursor(), 19);
  plots.begin_frame({1, 20});
  plots.step(10, 1);
  EXPECT_EQ(plots.cursor(), 20);
  plots.begin_frame({1, 20});
  plots.keep_pointing();
  plots.begin_frame({1, 20});
  EXPECT_EQ(plots.cursor(), 20) << "it stays while the chart has the keyboard";
}

TEST(LinkedPlots, a_zoom_is_kept_while_the_run_goes_on_and_ends_where_nothing_is_left_of_it) {
  LinkedPlots plots;
  plots.begin_frame({0, 20});
  plots.zoom_to(8, 4);
  EXPECT_EQ(plots.range().low, 4);
  EXPECT_EQ(plots.range().high, 8);
  plots.begin_frame({0, 40});
  EXPECT_TRUE(plots.zoomed());
  EXPECT_EQ(plots.range().high, 8);
  plots.begin_frame({0, 3});  // another run
  EXPECT_FALSE(plots.zoomed());
  EXPECT_EQ(plots.range().high, 3);
}

TEST(LinkedPlots, panning_stops_at_the_ends_and_a_zoom_wider_than_all_shows_all) {
  LinkedPlots plots;
  plots.begin_frame({0, 20});
  plots.zoom_to(10, 15);
  plots.pan(100);
  EXPECT_EQ(plots.range().low, 15);
  EXPECT_EQ(plots.range().high, 20);
  plots.pan(-100);
  EXPECT_EQ(plots.range().low, 0);
  plots.zoom_around(2, 10);
  EXPECT_FALSE(plots.zoomed());
  plots.zoom_to(3, 3);
  EXPECT_FALSE(plots.zoomed()) << "a range without length is no range";
  plots.zoom_around(5, 0.5F);
  EXPECT_FLOAT_EQ(plots.range().size(), 10);
  EXPECT_LE(plots.range().low, 5);
  EXPECT_GE(plots.range().high, 5);
}

TEST(LinkedPlots, a_step_beyond_what_is_seen_takes_the_view_along) {
  LinkedPlots plots;
  plots.begin_frame({0, 100});
  plots.zoom_to(10, 20);
  plots.step(10, 18);
  ASSERT_TRUE(plots.cursor());
  EXPECT_EQ(*plots.cursor(), 28);
  EXPECT_LE(plots.range().low, 28);
  EXPECT_GE(plots.range().high, 28);
}

}  // namespace
}  // namespace app::widgets
