// Epochs and refits by keys: what is seen moves, what is stored does not until it is adopted.
#include <gtest/gtest.h>

#include "app/workspace/training.h"
#include "db/runs.h"
#include "tests/flow/keyboard_session.h"

namespace {

class RefitSession : public flow_test::Keyboard {
 protected:
  void SetUp() override {
    Keyboard::SetUp();
    app::TrainRequest request;
    request.model = "starter";
    request.target = "malignant";
    request.epochs = 6;
    request.patience_epochs = 0;
    request.allow_leak = true;
    ml::TrainControl control;
    best_ = app::run_training(*workspace_, request, control, {}, 1).best_epoch;
    before_ = db::label_revision(workspace_->reader());
  }
  std::size_t runs() const { return db::runs(workspace_->reader()).size(); }

  int best_ = 0;
};

TEST_F(RefitSession, comma_and_full_stop_step_through_the_epochs_on_every_page) {
  for (const std::string page : {"f1", "f2", "f3"}) {
    play("wait until eval.n > 0 timeout 30\nkey " + page + R"(
key ,
key ,
key ,
key ,
key ,
key ,
wait until eval.epoch == 1 timeout 10
key .
wait until eval.epoch == 2 timeout 10
expect predictions == "run 1, epoch 2"
)");
  }
}

TEST_F(RefitSession, in_inspect_up_and_down_are_epochs_and_left_and_right_images) {
  play(R"(
wait until eval.n > 0 timeout 30
key f2
key ,
key ,
key ,
key ,
key ,
key ,
wait until eval.epoch == 1 timeout 10
key down
wait until eval.epoch == 2 timeout 10
expect focus.position == 0
key right
wait until focus.position == 1 timeout 10
expect eval.epoch == 2
key up
wait until eval.epoch == 1 timeout 10
)");
}

TEST_F(RefitSession, the_strip_takes_the_keyboard_and_its_arrows_are_epochs) {
  play(R"(
wait until eval.n > 0 timeout 30
click @epochs.track
wait 3
key tab
key shift+tab
wait 3
expect control == epochs.track
key left
key left
key left
key left
key left
key left
wait until eval.epoch == 1 timeout 10
key right
wait until eval.epoch == 2 timeout 10
)");
}

TEST_F(RefitSession, played_epochs_end_at_the_last) {
  play(R"(
wait until eval.n > 0 timeout 30
key ,
key ,
key ,
key ,
key ,
key ,
wait until eval.epoch == 1 timeout 10
key ctrl+shift+p
wait until eval.epoch == 6 timeout 30
)");
}

TEST_F(RefitSession, a_training_label_moves_the_model_and_its_undo_takes_the_refit_back) {
  play(R"(
wait until eval.n > 0 timeout 30
key ctrl+shift+r
wait until refit.state == current timeout 60
click @library.split.train
wait 5
key 1
key 2
key 1
key 2
key 1
key 2
key 1
key 2
wait until refit.state == shown timeout 60
wait until refit.interval == 1 timeout 60
expect refit.judged == 0
expect refit.labels == 0.000000
expect predictions == "run 1, refit to the labels of now"
key ctrl+z
key ctrl+z
key ctrl+z
key ctrl+z
key ctrl+z
key ctrl+z
key ctrl+z
key ctrl+z
wait until refit.state == current timeout 60
wait until unsaved == 0 timeout 10
expect predictions != "run 1, refit to the labels of now"
)");
  EXPECT_EQ(runs(), 1U);
}

TEST_F(RefitSession, adopted_it_is_a_run_of_its_own_and_dropped_it_is_gone) {
  play(R"(
wait until eval.n > 0 timeout 30
key ctrl+shift+r
wait until refit.state == current timeout 60
click @library.split.train
wait 5
key 1
key 2
key 1
key 2
key 1
key 2
wait until refit.state == shown timeout 60
click @refit.details
wait 5
click @refit.drop
wait until refit.state == dropped timeout 10
key 1
key 2
wait until refit.state == shown timeout 60
wait until unsaved == 0 timeout 10
click @refit.adopt
wait until predictions == "run 2, epoch 1" timeout 60
)");
  ASSERT_EQ(runs(), 2U);
  EXPECT_EQ(db::run(workspace_->reader(), 2)->parent, 1);
}

TEST_F(RefitSession, is_left_when_another_run_begins_and_cannot_be_adopted_while_that_trains) {
  play(R"(
wait until eval.n > 0 timeout 30
key ctrl+shift+r
wait until refit.state == current timeout 60
click @library.split.train
wait 5
key 1
key 2
key 1
key 2
key 1
key 2
wait until refit.state == shown timeout 60
wait until unsaved == 0 timeout 10
expect predictions == "run 1, refit to the labels of now"
key f3
wait 5
key ctrl+enter
key ctrl+p
wait until run.state == paused timeout 60
expect refit.state == waiting
expect refit.total == none
expect predictions != "run 1, refit to the labels of now"
key ctrl+k
wait 3
text Adopt the refit
wait 3
key enter
wait 10
key escape
key ctrl+.
wait until run.live == 0 timeout 60
wait until predictions == "run 2, no epoch" timeout 10
expect model.problem == "run 2 kept no epoch: there is no model of it to ask"
)");
  EXPECT_EQ(runs(), 2U) << "the one that was started";
}

TEST_F(RefitSession, an_edited_validation_label_changes_the_score_and_no_model) {
  play(R"(
wait until eval.n > 0 timeout 30
key ctrl+shift+r
wait until refit.state == current timeout 60
click @library.split.val
wait 5
key 1
key 2
key 1
key 2
wait until refit.state == shown timeout 60
expect refit.learnt == 0
expect refit.model == 0.000000
)");
}

}  // namespace
