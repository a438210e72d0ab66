// A run that goes on, or is repeated, keeps what was decided over it and says what no longer holds.
#include <filesystem>

#include <gmock/gmock.h>

#include "app/core/json.h"
#include "app/workspace/model_store.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/run_decisions.h"
#include "app/workspace/run_edits.h"
#include "app/workspace/train_request.h"
#include "app/workspace/training.h"
#include "db/edits.h"
#include "ml/familiarity/quantiles.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::failure_of;
using test_support::typed;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TrainingGoesOn : public ::testing::Test {
 protected:
  static TrainRequest two_phases() {
    TrainRequest request;
    request.model = "starter";
    request.target = "malignant";
    request.preset = "reference-improved";
    request.settings = {{"1:epochs", "2"}, {"2:epochs", "2"}, {"augment.shift_fraction", "0.1"}, {"batch", "16"}};
    request.allow_leak = true;
    return request;
  }
  TrainOutcome train(const TrainRequest& request) {
    ml::TrainControl control;
    return run_training(workspace_, request, control, {}, 1);
  }
  // Cancelled before its third epoch.
  TrainOutcome cancelled(const TrainRequest& request) {
    ml::TrainControl control;
    Snapshot<TrainProgress> progress;
    const auto watch = [&] {
      const auto now = progress.latest();
      if (now && now->epochs_done.size() >= 2) control.cancel();
    };
    return run_training(workspace_, request, control, {&progress, watch}, 1);
  }
  TrainOutcome replay(RunId run) {
    ml::TrainControl control;
    return replay_training(workspace_, run, control, {});
  }
  db::Run row(RunId id) const { return db::run(*workspace_.make_reader(), id).value(); }
  // As `nevus threshold` keeps one that a rule chose on this epoch.
  void choose(RunId run, int epoch) {
    const Json how{{"rule", Json{{"kind", "cost"}, {"words", "cost of a miss to a false alarm 5:1"}}},
                   {"epoch", epoch}};
    workspace_.writer().transact_and_wait("Choose",
                                          [&](db::Transaction& t) { db::set_run_threshold(t, run, 0.2, how.dump()); });
  }

  test_support::TrainedWorkspace files_;
  Workspace workspace_ = files_.open();
};

TEST_F(TrainingGoesOn, a_resuming_that_is_refused_leaves_the_run_as_it_was) {
  const TrainOutcome whole = train(two_phases());
  const db::Run before = row(whole.run);
  const std::size_t events = db::run_events(*workspace_.make_reader(), whole.run).size();
  std::filesystem::remove(workspace_.run_folder(whole.run) / "phase_2_start.safetensors");
  ml::TrainControl control;
  EXPECT_NE(failure_of([&] { resume_training(workspace_, {.run = whole.run, .epochs = 9}, control, {}); }), "");
  EXPECT_EQ(row(whole.run).state, db::RunState::Finished);
  EXPECT_EQ(row(whole.run).message, before.message);
  EXPECT_EQ(db::run_events(*workspace_.make_reader(), whole.run).size(), events);
}

TEST_F(TrainingGoesOn, a_cancelled_run_is_repeated_to_where_it_ended) {
  const TrainOutcome cut = cancelled(two_phases());
  ASSERT_EQ(cut.end, "cancelled");
  const TrainOutcome again = replay(cut.run);
  EXPECT_FALSE(again.replay_differs) << again.replay;
  EXPECT_EQ(again.epochs_run, cut.epochs_run);
}

TEST_F(TrainingGoesOn, what_does_not_say_where_it_ended_is_not_repeated) {
  const TrainOutcome whole = train(two_phases());
  const auto become = [&](db::RunState state, const std::string& message) {
    workspace_.writer().transact_and_wait("Become",
                                          [&](db::Transaction& t) { db::set_run_state(t, whole.run, state, message); });
  };
  become(db::RunState::Stopped, "cancelled");
  EXPECT_THAT(failure_of([&] { replay(whole.run); }), HasSubstr("was cut off and does not say where"));
  become(db::RunState::Finished, "refit from run 1");
  EXPECT_THAT(failure_of([&] { replay(whole.run); }), HasSubstr("is a refit"));
}

TEST_F(TrainingGoesOn, phases_of_other_criteria_are_compared_by_the_later_one) {
  TrainRequest request = two_phases();
  request.settings.emplace_back("1:criterion", "val_auc");
  request.settings.emplace_back("2:criterion", "val_loss");
  const TrainOutcome outcome = train(request);
  const std::vector<db::Epoch> epochs = db::epochs(*workspace_.make_reader(), outcome.run);
  ASSERT_EQ(epochs.size(), 4U);
  const auto auc = [&](std::size_t i) { return epochs[i].val_auc.value_or(0); };
  const auto loss = [&](std::size_t i) { return epochs[i].val_loss.value_or(1e9); };
  const bool second = auc(1) > auc(0) || (auc(1) == auc(0) && loss(1) < loss(0));
  std::size_t best = second ? 1 : 0;
  for (const std::size_t i : {2U, 3U})
    if (loss(i) < loss(best)) best = i;
  EXPECT_EQ(outcome.best_epoch, static_cast<int>(best) + 1);
  EXPECT_NEAR(outcome.best_criterion, loss(best), 1e-6);
}

TEST_F(TrainingGoesOn, a_run_names_the_model_it_began_with) {
  TrainRequest request{.epochs = 1};
  request.target = "malignant";
  request.allow_leak = true;
  const TrainOutcome outcome = train(request);
  EXPECT_EQ(request_from_json(row(outcome.run).config_json).model, usual_model_name());
}

TEST_F(TrainingGoesOn, what_was_chosen_for_another_epoch_is_forgotten_and_said) {
  choose(files_.run, 1);
  const FormerDecisions former{1, ml::Referral{"probability", ml::quantiles_of({0.1, 0.2}), 0.8}};
  EXPECT_THAT(forget_of_other_epoch(workspace_, files_.run, former, 2),
              ElementsAre(HasSubstr("the threshold was chosen for epoch 1 and is forgotten"),
                          HasSubstr("what is referred to a person was chosen for epoch 1")));
  EXPECT_FALSE(row(files_.run).threshold.has_value());
  ml::Model model = ml::load_model(files_.model_file);
  carry(model, former, 2, row(files_.run));
  EXPECT_FALSE(ml::referral_of(model).has_value());
}

TEST_F(TrainingGoesOn, what_was_chosen_for_the_best_epoch_goes_into_its_file_again) {
  choose(files_.run, 2);
  const FormerDecisions former{2, ml::Referral{"probability", ml::quantiles_of({0.1, 0.2}), 0.8}};
  EXPECT_THAT(forget_of_other_epoch(workspace_, files_.run, former, 2), IsEmpty());
  ml::Model model = ml::load_model(files_.model_file);
  carry(model, former, 2, row(files_.run));
  EXPECT_TRUE(ml::referral_of(model).has_value());
  const auto kept = threshold_of(model);
  ASSERT_TRUE(kept.has_value());
  EXPECT_NEAR(kept->before_calibration, 0.2, 1e-6);
}

TEST_F(TrainingGoesOn, with_more_epochs_is_told_with_them_wherever_settings_are) {
  ml::TrainControl control;
  resume_training(workspace_, {.run = files_.run, .epochs = 3}, control, {});
  const std::string place = files_.place();
  EXPECT_EQ(typed(cli::add_runs, {"runs", place, "1"}).json.at("settings").at("epochs"), "3, begun with 2");
  EXPECT_THAT(typed(cli::add_card, {"card", place, "--run", "1"}).text, HasSubstr("3, begun with 2"));
  EXPECT_THAT(typed(cli::add_card, {"card", files_.model_file.string()}).text, HasSubstr("3, begun with 2"));
  const auto epochs_of = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"train", place, "--branch", "1:best", "--describe"});
    return typed(cli::add_train, more).json.at("phases").elements()[0].at("settings").at("epochs");
  };
  EXPECT_EQ(epochs_of({}), "3");
  EXPECT_EQ(epochs_of({"--epochs", "7"}), "7");
}

TEST_F(TrainingGoesOn, without_validation_however_long_it_went_on) {
  workspace_.writer().transact_and_wait("Split", [](db::Transaction& t) {
    std::vector<db::ImageId> all;
    for (const db::Image& image : db::images(t)) all.push_back(image.id);
    db::move_to_split(t, all, db::Split::Train);
  });
  TrainRequest request;
  request.model = "starter";
  request.target = "malignant";
  request.epochs = 2;
  request.patience_epochs = 1;
  const TrainOutcome outcome = train(request);
  ASSERT_FALSE(outcome.validated);
  ASSERT_EQ(outcome.end, "finished");
  ml::TrainControl control;
  const TrainOutcome further = resume_training(workspace_, {.run = outcome.run, .epochs = 3}, control, {});
  EXPECT_EQ(further.end, "finished");
  EXPECT_EQ(db::epochs(*workspace_.make_reader(), outcome.run).size(), 3U);
}

TEST_F(TrainingGoesOn, names_a_way_out_only_where_its_weights_are_there) {
  const auto refusal = [&] {
    ml::TrainControl control;
    return failure_of([&] { resume_training(workspace_, {.run = files_.run}, control, {}); });
  };
  for (const auto& entry : std::filesystem::directory_iterator(workspace_.run_folder(files_.run)))
    if (entry.path() != files_.model_file) std::filesystem::remove(entry.path());
  EXPECT_THAT(refusal(), HasSubstr("begin a new one from its weights with --branch 1:best"));
  put_run_away(workspace_, files_.run);
  remove_run_files(workspace_, files_.run);
  EXPECT_THAT(refusal(), AllOf(HasSubstr("its weights are gone too"), Not(HasSubstr("--branch"))));
}

}  // namespace
}  // namespace app
