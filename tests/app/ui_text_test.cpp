// Search and number texts of the interface.
#include <limits>

#include <gtest/gtest.h>

#include "app/widgets/format.h"
#include "app/widgets/fuzzy.h"

namespace app::widgets {
namespace {

TEST(Fuzzy, finds_letters_in_order_whatever_their_case) {
  EXPECT_TRUE(fuzzy_score("grad", "Grad-CAM overlay"));
  EXPECT_TRUE(fuzzy_score("gco", "Grad-CAM overlay"));
  EXPECT_FALSE(fuzzy_score("ocg", "Grad-CAM overlay"));
  EXPECT_FALSE(fuzzy_score("undox", "Undo"));
  EXPECT_EQ(fuzzy_score("", "Undo"), 0);
}

TEST(Fuzzy, prefers_beginnings_of_words_and_letters_together) {
  EXPECT_GT(*fuzzy_score("sa", "Select all shown"), *fuzzy_score("sa", "Undo a session"));
  EXPECT_GT(*fuzzy_score("find", "Find"), *fuzzy_score("find", "Fit an index down"));
}

TEST(Format, groups_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(5984), "5,984");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

TEST(Format, counts_in_singular_and_plural) {
  EXPECT_EQ(counted(1, "image", "images"), "1 image");
  EXPECT_EQ(counted(12, "image", "images"), "12 images");
}

TEST(Format, unknown_numbers_are_a_dash_and_unknown_times_nothing) {
  const float unknown = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(decimals(unknown, 2), "–");
  EXPECT_EQ(percent(unknown), "–");
  EXPECT_EQ(duration(unknown), "");
  EXPECT_EQ(duration(-1), "");
}

TEST(Format, writes_durations_rates_and_shares) {
  EXPECT_EQ(duration(161), "02:41");
  EXPECT_EQ(duration(3761), "1:02:41");
  EXPECT_EQ(learning_rate(1e-3F), "1e-3");
  EXPECT_EQ(learning_rate(2.5e-4F), "2.5e-4");
  EXPECT_EQ(percent(0.713F), "71 %");
}

TEST(Format, shortcuts_read_like_keys) {
  EXPECT_EQ(shortcut_text("ctrl+shift+z"), "Ctrl Shift Z");
  EXPECT_EQ(shortcut_text("f1"), "F1");
  EXPECT_EQ(shortcut_text(""), "");
}

}  // namespace
}  // namespace app::widgets
