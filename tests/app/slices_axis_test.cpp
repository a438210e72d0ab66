// The axis beside the slices of the Errors page.
#include <gtest/gtest.h>

#include "app/pages/errors/errors_panel.h"
#include "tests/table/generated.h"

namespace app {
namespace {

constexpr std::size_t kAuc = 0;  // of kSliceMetrics

class SlicesAxis : public testing::Test {
 protected:
  SlicesAxis() {
    test::Generator random(3);
    ImageTable table(test::three_classes());
    table.apply(random.images(1, 200));
    gallery_.replace(std::move(table));
    gallery_.show_target("malignant");
    auto run = random.run(gallery_.table(), 2, 1);
    gallery_.show_run(run, 1);
    analysis_.choose("site", 1);
    analysis_.follow(gallery_);
  }

  Gallery gallery_;
  ErrorAnalysis analysis_;
  ErrorsView view_;
};

TEST_F(SlicesAxis, holds_the_interval_of_all_images_while_those_of_the_slices_are_not_there_yet) {
  ASSERT_EQ(analysis_.problem(), "");
  ASSERT_EQ(kSliceMetrics[kAuc], view_.worst_by);
  const float without = axis_of_slices(analysis_, view_).low;
  EXPECT_GT(without, 0.1F);
  SliceDoubt whole;
  whole.intervals[kAuc] = Interval{0.07, 0.9};
  view_.whole_doubt = whole;
  EXPECT_FLOAT_EQ(axis_of_slices(analysis_, view_).low, 0.0F);
  SliceDoubt narrow;
  narrow.intervals[kAuc] = Interval{0.45, 0.6};
  for (const SliceRow& row : analysis_.slices()) view_.doubts[row.place] = narrow;
  EXPECT_FLOAT_EQ(axis_of_slices(analysis_, view_).low, 0.0F);
}

TEST_F(SlicesAxis, holds_the_lowest_of_the_slices) {
  SliceDoubt doubt;
  doubt.intervals[kAuc] = Interval{0.21, 0.9};
  view_.doubts[analysis_.slices().front().place] = doubt;
  EXPECT_LE(axis_of_slices(analysis_, view_).low, 0.2F);
}

}  // namespace
}  // namespace app
