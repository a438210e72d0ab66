#include "app/pages/train/live_layout.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace app {
namespace {
using widgets::Rect;

// What is left of a window beside the rail, the header and the form, at scale 1 and 2.
const std::vector<Rect> kPages = {
    {{430, 80}, {1012, 610}},   // 1024 x 640
    {{96, 80}, {1012, 610}},    // the same, without the form
    {{430, 80}, {1268, 770}},   // 1280 x 800
    {{430, 80}, {1588, 970}},   // 1600 x 1000
    {{430, 80}, {1908, 1170}},  // 1920 x 1200
    {{430, 80}, {788, 470}},    // 800 x 500: 1600 x 1000 at scale 2
    {{430, 80}, {948, 570}},    // 960 x 600: 1920 x 1200 at scale 2
    {{96, 80}, {506, 290}},     // 512 x 320
};

std::vector<Rect> parts(const LiveLayout& layout) {
  std::vector<Rect> all{layout.status, layout.charts};
  for (const auto& part : {layout.numbers, layout.matrix, layout.curve, layout.one})
    if (part) all.push_back(*part);
  return all;
}

bool apart(const Rect& a, const Rect& b) {
  constexpr float kSlack_px = 0.01F;
  return a.high.x <= b.low.x + kSlack_px || b.high.x <= a.low.x + kSlack_px || a.high.y <= b.low.y + kSlack_px ||
         b.high.y <= a.low.y + kSlack_px;
}

bool inside(const Rect& outer, const Rect& inner) {
  return inner.low.x >= outer.low.x - 0.01F && inner.high.x <= outer.high.x + 0.01F &&
         inner.low.y >= outer.low.y - 0.01F && inner.high.y <= outer.high.y + 0.01F;
}

TEST(LiveLayout, at_every_size_nothing_overlaps_or_leaves_the_page) {
  for (const Rect& page : kPages) {
    SCOPED_TRACE(std::to_string(page.width()) + " x " + std::to_string(page.height()));
    const LiveLayout layout = live_layout(page, 12);
    const Rect all{page.low, {page.high.x, page.low.y + layout.height_px}};
    const std::vector<Rect> list = parts(layout);
    for (std::size_t i = 0; i < list.size(); ++i) {
      EXPECT_TRUE(inside(all, list[i])) << i;
      for (std::size_t j = i + 1; j < list.size(); ++j) EXPECT_TRUE(apart(list[i], list[j])) << i << " " << j;
    }
    for (std::size_t i = 0; i < kRunCharts; ++i) {
      EXPECT_TRUE(inside(layout.charts, layout.chart[i])) << i;
      EXPECT_GE(layout.chart[i].height(), 70) << i;
      EXPECT_TRUE(i == 0 || apart(layout.chart[i - 1], layout.chart[i]));
      EXPECT_EQ(layout.chart[i].low.x, layout.chart[0].low.x) << "one axis";
    }
  }
}

TEST(LiveLayout, every_part_of_the_evaluation_has_a_place_or_shares_the_one) {
  for (const Rect& page : kPages) {
    const LiveLayout layout = live_layout(page, 12);
    EXPECT_TRUE(layout.one || (layout.numbers && layout.matrix && layout.curve));
    EXPECT_TRUE(!layout.one || layout.one->height() >= 290);
    EXPECT_TRUE(!layout.numbers || layout.numbers->height() >= 280);
    const LiveLayout without = live_layout(page, 12, false);
    EXPECT_LT(without.chart[3].height(), layout.chart[3].height());
    EXPECT_GE(without.chart[0].height(), layout.chart[0].height());
  }
}

TEST(LiveLayout, fills_the_page_and_is_higher_only_where_that_is_too_small) {
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(live_layout(kPages[i], 12).height_px, kPages[i].height()) << i;
  EXPECT_GT(live_layout(kPages.back(), 12).height_px, kPages.back().height());
  const LiveLayout large = live_layout(kPages[3], 12);
  EXPECT_TRUE(large.matrix && large.curve && large.numbers);
  EXPECT_GT(large.matrix->width(), 560) << "the matrix fills its space";
}

}  // namespace
}  // namespace app
