#include "app/shell/boundary.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "app/shell/toaster.h"

namespace app {
namespace {

TEST(Boundary, a_failure_becomes_a_message_that_names_the_action) {
  ShellView shell;
  Toaster toaster(shell);
  Boundary boundary(toaster);
  EXPECT_FALSE(boundary.run("Label as mel", [] { throw std::runtime_error("the disk is full"); }));
  ASSERT_EQ(shell.toasts.size(), 1U);
  EXPECT_EQ(shell.toasts[0].kind, MessageKind::Error);
  EXPECT_EQ(shell.toasts[0].title, "\"Label as mel\" failed");
  EXPECT_EQ(shell.toasts[0].detail, "the disk is full");
  EXPECT_TRUE(boundary.run("Undo", [] {}));
  EXPECT_EQ(shell.toasts.size(), 1U);
}

TEST(Boundary, a_failure_of_every_frame_is_said_once) {
  ShellView shell;
  Toaster toaster(shell);
  Boundary boundary(toaster);
  for (int frame = 0; frame < 5; ++frame) boundary.run("Drawing", [] { throw std::runtime_error("no"); });
  boundary.run("Drawing", [] { throw std::runtime_error("something else"); });
  EXPECT_EQ(shell.toasts.size(), 2U);
}

}  // namespace
}  // namespace app
