#include "app/shell/closing.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace app {
namespace {

class ClosingTest : public testing::Test {
 protected:
  // Hands over work whose failure is said when its answer comes, as decisions do.
  void decide(bool fails) {
    workspace_.writer().submit(
        "Label 1 image as mel",
        [fails](db::Transaction&) {
          if (fails) throw std::runtime_error("the disk is full");
        },
        [this](const db::Outcome& outcome) {
          inbox_.post("Label", [this, failure = outcome.failure] {
            if (failure) toaster_.show(MessageKind::Error, "Not saved: Label 1 image as mel", failure->text);
          });
        });
  }
  void take_answers() {
    workspace_.writer().transact_and_wait("Wait", [](db::Transaction&) {});
    for (const Inbox::Task& task : inbox_.take()) task.work();
  }

  test_support::TempFolder folder_;
  Workspace workspace_{folder_ / "ws", Workspace::Open::OrCreate};
  ShellView shell_;
  Toaster toaster_{shell_};
  Inbox inbox_{[] {}};
  int gone_ = 0;
  Closing closing_{workspace_, inbox_, toaster_, [this] { ++gone_; }};
};

TEST_F(ClosingTest, waits_until_what_was_decided_is_saved) {
  decide(false);
  closing_.begin();
  closing_.begin();
  EXPECT_EQ(gone_, 0);
  take_answers();
  EXPECT_EQ(gone_, 1);
}

TEST_F(ClosingTest, stays_where_something_was_not_saved_and_goes_when_asked_again) {
  toaster_.show(MessageKind::Error, "Not saved: Label 1 image as mel", "the disk is full");  // of before, the same
  decide(true);
  closing_.begin();
  take_answers();
  EXPECT_EQ(gone_, 0);
  EXPECT_EQ(shell_.toasts.back().title, "The window stays open");
  closing_.begin();
  take_answers();
  EXPECT_EQ(gone_, 1);
}

}  // namespace
}  // namespace app
