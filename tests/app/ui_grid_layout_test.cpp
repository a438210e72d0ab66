#include <vector>

#include <gtest/gtest.h>

#include "app/widgets/grid_layout.h"

namespace app::widgets {
namespace {

using engine::GridKey;

TEST(GridLayout, fills_the_width_with_whole_columns) {
  const GridLayout layout(800, 136, 30, 10, 100);
  EXPECT_EQ(layout.columns(), 6U);
  EXPECT_LE(layout.x_px(5) + layout.tile_width_px(), 800.0F);
  EXPECT_GT(layout.x_px(5) + layout.tile_width_px(), 790.0F);
  EXPECT_EQ(layout.rows(), 17U);
}

TEST(GridLayout, of_ten_thousand_images_only_the_seen_rows_are_touched) {
  const GridLayout layout(1100, 136, 30, 10, 10'000);
  for (const float scroll : {0.0F, 12'345.0F, layout.content_height_px() - 700}) {
    const TileSpan span = layout.visible(scroll, 700);
    EXPECT_LE(span.size(), 6 * layout.columns());
    EXPECT_GE(span.size(), 3 * layout.columns());
    EXPECT_LE(layout.y_px(span.first), scroll);
    EXPECT_LE(span.last, 10'000U);
  }
  EXPECT_EQ(layout.visible(layout.content_height_px() - 700, 700).last, 10'000U);
}

TEST(GridLayout, a_width_smaller_than_a_tile_still_has_one_column) {
  const GridLayout layout(50, 136, 30, 10, 3);
  EXPECT_EQ(layout.columns(), 1U);
  EXPECT_EQ(layout.rows(), 3U);
}

TEST(GridLayout, nothing_has_no_height_and_nothing_visible) {
  const GridLayout layout(800, 136, 30, 10, 0);
  EXPECT_EQ(layout.content_height_px(), 0.0F);
  EXPECT_EQ(layout.visible(0, 700).size(), 0U);
  EXPECT_EQ(layout.moved(0, GridKey::Down, 700), 0U);
}

TEST(GridLayout, keys_move_within_the_grid_and_stop_at_its_ends) {
  const GridLayout layout(800, 136, 30, 10, 20);  // six columns, the last row has two
  EXPECT_EQ(layout.moved(0, GridKey::Left, 700), 0U);
  EXPECT_EQ(layout.moved(7, GridKey::Up, 700), 1U);
  EXPECT_EQ(layout.moved(3, GridKey::Up, 700), 3U);
  EXPECT_EQ(layout.moved(7, GridKey::Down, 700), 13U);
  EXPECT_EQ(layout.moved(17, GridKey::Down, 700), 19U);
  EXPECT_EQ(layout.moved(5, GridKey::Home, 700), 0U);
  EXPECT_EQ(layout.moved(5, GridKey::End, 700), 19U);
  EXPECT_EQ(layout.moved(2, GridKey::PageDown, 2 * layout.row_px()), 14U);
  EXPECT_EQ(layout.moved(14, GridKey::PageUp, 2 * layout.row_px()), 2U);
}

TEST(GridLayout, scrolls_just_far_enough_to_show_a_tile) {
  const GridLayout layout(800, 136, 30, 10, 1000);
  EXPECT_EQ(layout.scroll_to_show(0, 300, 500), 0.0F);
  EXPECT_EQ(layout.scroll_to_show(6, 0, 500), 0.0F);
  const float scroll = layout.scroll_to_show(600, 0, 500);
  EXPECT_FLOAT_EQ(layout.y_px(600) + layout.tile_height_px(), scroll + 500);
}

TEST(GridLayout, a_rectangle_touches_the_tiles_under_it_and_no_others) {
  const GridLayout layout(800, 136, 30, 10, 100);
  std::vector<std::size_t> touched;
  const float x = layout.x_px(1), y = layout.y_px(6);
  layout.touched(x + 1, 1, x + layout.tile_width_px() + 12, y + 1,
                 [&](std::size_t place) { touched.push_back(place); });
  EXPECT_EQ(touched, (std::vector<std::size_t>{1, 2, 7, 8}));
}

}  // namespace
}  // namespace app::widgets
