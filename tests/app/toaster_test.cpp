#include "app/shell/toaster.h"

#include <gtest/gtest.h>

namespace app {
namespace {

class Toasts : public testing::Test {
 protected:
  ShellView shell;
  Toaster toaster{shell};
};

TEST_F(Toasts, a_burst_of_one_topic_is_one_toast_with_the_last_undo) {
  for (std::int64_t batch = 1; batch <= 20; ++batch)
    toaster.show({MessageKind::Success, "a.jpg: nv → mel", "", batch, "", "one label"});
  ASSERT_EQ(shell.toasts.size(), 1U);
  EXPECT_EQ(shell.toasts[0].undo_batch, 20);
  EXPECT_EQ(shell.messages.size(), 20U);
}

TEST_F(Toasts, a_topic_that_is_withdrawn_leaves_the_screen_and_stays_in_the_list) {
  toaster.show({MessageKind::Warning, "Two lesions lie in two splits"});
  toaster.show(Message{MessageKind::Info, "The filter was taken away", "", 0, "", "filter"});
  toaster.withdraw("filter");
  ASSERT_EQ(shell.toasts.size(), 1U);
  EXPECT_EQ(shell.toasts[0].title, "Two lesions lie in two splits");
  EXPECT_EQ(shell.messages.size(), 2U);
  toaster.withdraw("");
  EXPECT_EQ(shell.toasts.size(), 1U);
}

TEST_F(Toasts, errors_stay_while_other_news_comes_and_goes) {
  toaster.show(MessageKind::Error, "Not saved: Label 1 image as mel", "the disk is full");
  for (int i = 0; i < 10; ++i) toaster.show(MessageKind::Success, "Import " + std::to_string(i));
  ASSERT_EQ(shell.toasts.size(), 4U);
  EXPECT_EQ(shell.toasts[0].title, "Not saved: Label 1 image as mel");
  EXPECT_EQ(shell.toasts[3].title, "Import 9");
}

TEST_F(Toasts, of_many_errors_the_newest_are_seen_and_all_can_be_read_again) {
  for (int i = 0; i < 10; ++i) toaster.show(MessageKind::Error, "Error " + std::to_string(i));
  EXPECT_LE(shell.toasts.size(), 4U);
  EXPECT_EQ(shell.toasts.back().title, "Error 9");
  ASSERT_EQ(shell.messages.size(), 10U);
  EXPECT_EQ(shell.messages[0].title, "Error 0");
}

TEST_F(Toasts, the_list_has_a_report_as_a_whole) {
  Message report{MessageKind::Warning, "Imported 600 of 604 images", "the first reasons"};
  report.whole = "a.jpg: cut off\nb.jpg: cut off\nc.jpg: empty\nd.jpg: no picture";
  toaster.show(report);
  EXPECT_EQ(shell.toasts[0].detail, "the first reasons");
  EXPECT_EQ(shell.messages[0].detail, report.whole);
}

TEST_F(Toasts, an_error_asks_for_no_frame_while_it_stands) {
  toaster.show(MessageKind::Error, "Not saved");
  EXPECT_FALSE(toaster.next_expiry_ms());
  toaster.show(MessageKind::Info, "Undo");
  EXPECT_TRUE(toaster.next_expiry_ms());
}

TEST_F(Toasts, a_decision_that_was_taken_back_is_offered_no_more) {
  toaster.show({MessageKind::Success, "Label 3 images as mel", "3 changed", 7});
  toaster.show({MessageKind::Success, "Label 2 images as nv", "2 changed", 8});
  toaster.withdraw_undo(7);
  ASSERT_EQ(shell.toasts.size(), 1U);
  EXPECT_EQ(shell.toasts[0].undo_batch, 8);
}

}  // namespace
}  // namespace app
