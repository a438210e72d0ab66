#include "app/pages/wall/wall_sorts.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace app {
namespace {

TEST(WallSorts, name_every_key_that_the_gallery_can_be_sorted_by) {
  for (int key = 0; key <= static_cast<int>(SortKey::Unlike); ++key)
    EXPECT_EQ(std::ranges::count(wall_sorts(), static_cast<SortKey>(key), &WallSort::key), 1) << key;
}

TEST(WallSorts, call_the_direction_by_what_is_sorted) {
  EXPECT_EQ(direction_in_words({SortKey::Name, false}), "A to Z");
  EXPECT_EQ(direction_in_words({SortKey::Name, true}), "Z to A");
  EXPECT_EQ(direction_in_words({SortKey::Label, false}), "first class first");
  EXPECT_EQ(direction_in_words({SortKey::Label, true}), "last class first");
  EXPECT_EQ(direction_in_words({SortKey::Variability, false}), "smallest first");
  EXPECT_EQ(direction_in_words({SortKey::Sharpness, true}), "largest first");
}

}  // namespace
}  // namespace app
