// Another run is shown from every page: from the palette, and at the strip of the epochs.
#include <string>

#include "tests/flow/keyboard_session.h"
#include "tests/flow/session_run.h"

namespace {
using ChooseRun = flow_test::Keyboard;

TEST_F(ChooseRun, from_the_palette_and_at_the_strip_of_the_epochs) {
  flow_test::let_most_validate(*workspace_);
  for (const std::uint64_t seed : {1U, 2U}) flow_test::trained_head(*workspace_, 2, seed);
  play(R"(
wait until eval.n > 0 timeout 60
expect predictions contains run 2
key ctrl+k
wait 3
text show the run before
key enter
wait until predictions contains run 1 timeout 60
key f5
wait 3
key ctrl+k
wait 3
text choose the shown run
key enter
wait 5
expect control == epochs.run
key enter
wait 3
expect menu == 1
key up
key enter
wait until predictions contains run 2 timeout 60
expect page == wall
)");
  EXPECT_EQ(events(), 0);
}

}  // namespace
