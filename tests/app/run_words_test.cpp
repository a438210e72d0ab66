#include "app/models/run_words.h"

#include <gtest/gtest.h>

#include "app/models/run_marks.h"
#include "app/pages/common/run_charts.h"
#include "app/pages/compare/compare_panel.h"
#include "app/pages/train/live_words.h"

namespace app {
namespace {

RunView training() {
  RunView run;
  run.run = 3;
  run.live = true;
  run.state = RunState::Running;
  run.epoch = 4;
  run.epochs = 20;
  run.step = 12;
  run.steps = 93;
  run.images_per_s = 312;
  run.seconds_left = 161;
  run.best_epoch = 3;
  run.patience_left = 5;
  run.patience_epochs = 8;
  run.learning_rate = 1e-3F;
  return run;
}

TEST(RunWords, say_what_a_run_does) {
  RunView run = training();
  EXPECT_EQ(state_in_words(run), "Training: epoch 4 of 20, batch 12 of 93");
  run.pausing = true;
  EXPECT_EQ(state_in_words(run), "Pausing after this batch: epoch 4 of 20, batch 12 of 93");
  run.pausing = false;
  run.state = RunState::Paused;
  EXPECT_EQ(state_in_words(run), "Paused in epoch 4 of 20, batch 12 of 93");
  run.resuming = true;
  EXPECT_EQ(state_in_words(run), "Resuming: epoch 4 of 20, batch 12 of 93");
  run.resuming = false;
  run.stopping = true;
  EXPECT_EQ(state_in_words(run), "Stopping after this batch; the best epoch is kept");
  run = {};
  EXPECT_EQ(state_in_words(run), "Reading the runs …");
  run.runs_read = true;
  EXPECT_EQ(state_in_words(run), "No run is shown");
  run.state = RunState::Failed;
  run.message = "the disk is full";
  EXPECT_EQ(state_in_words(run), "Failed after 0 epochs: the disk is full");
  run.state = RunState::Stopped;
  run.message = "stopped";
  run.epochs_done.resize(7);
  EXPECT_EQ(state_in_words(run), "Stopped after 7 epochs: stopped");
}

TEST(RunWords, say_of_a_run_that_another_program_trains_what_is_known_of_it) {
  RunView run;
  run.run = 4;
  run.state = RunState::Running;
  run.not_measurable = "no predictions of the split val were kept for epoch 0";
  EXPECT_EQ(state_in_words(run), "Training in another program, before its first epoch ends");
  EXPECT_EQ(why_no_evaluation(run), "the first numbers come with the first epoch");
  run.epochs = 300;
  for (int epoch = 1; epoch <= 17; ++epoch) run.epochs_done.push_back({.epoch = epoch, .val_loss = 1});
  EXPECT_EQ(state_in_words(run), "Training in another program: epoch 17 of 300 is done");
  EXPECT_EQ(why_no_evaluation(run), run.not_measurable);
  run.epochs = 0;
  EXPECT_EQ(state_in_words(run), "Training in another program: epoch 17 is done");
}

TEST(RunWords, say_how_fast_and_how_long_only_where_that_is_known) {
  RunView run = training();
  EXPECT_EQ(progress_in_words(run, true),
            "312 images/s   ·   about 02:41 left   ·   best epoch 3   ·   patience 5 of 8   ·   rate 1e-3");
  run.seconds_left = -1;
  run.images_per_s = kUnknown;
  EXPECT_EQ(progress_in_words(run, true),
            "time left not known yet   ·   best epoch 3   ·   patience 5 of 8   ·   rate 1e-3");
  run.state = RunState::Paused;
  EXPECT_EQ(progress_in_words(run, true).find("left"), std::string::npos) << "a paused clock says nothing";
}

TEST(RunWords, the_bar_follows_the_stage_that_runs) {
  RunView run = training();
  EXPECT_FLOAT_EQ(progress_of(run), (3 + 12 / 93.0F) / 20);
  run.epoch = 0;
  EXPECT_EQ(progress_of(run), -1);
  run.stage_done = 1200;
  run.stage_total = 4800;
  EXPECT_FLOAT_EQ(progress_of(run), 0.25F);
}

TEST(RunWords, the_one_AUC_says_of_which_epoch_it_is) {
  RunView run;
  run.best_epoch = 2;
  for (int epoch = 1; epoch <= 4; ++epoch) run.epochs_done.push_back({.epoch = epoch, .val_loss = 1});
  run.evaluation.epoch = 2;
  EXPECT_EQ(epoch_in_words(run), "epoch 2, the best");
  run.evaluation.epoch = 4;
  EXPECT_EQ(epoch_in_words(run), "epoch 4, the last");
  run.best_epoch = 4;
  EXPECT_EQ(epoch_in_words(run), "epoch 4, best and last");
  run.evaluation.epoch = 3;
  EXPECT_EQ(epoch_in_words(run), "epoch 3");
}

TEST(RunWords, no_epoch_is_the_best_without_validation) {
  RunView run = training();
  run.best_epoch = 2;
  run.patience_left = -1;
  run.patience_epochs = 0;
  for (int epoch = 1; epoch <= 2; ++epoch) run.epochs_done.push_back({.epoch = epoch, .train_loss = 1});
  EXPECT_EQ(progress_in_words(run, true),
            "312 images/s   ·   about 02:41 left   ·   last epoch 2, kept   ·   rate 1e-3");
  run.stopping = true;
  EXPECT_EQ(state_in_words(run), "Stopping after this batch; the last epoch is kept");
  run.evaluation.epoch = 2;
  EXPECT_EQ(epoch_in_words(run), "epoch 2, the last, kept");
  const auto marks = marks_of(run, engine::Theme{});
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].text, "kept 2");
  run.epochs_done.front().val[Metric::Accuracy] = 0.5;
  EXPECT_EQ(marks_of(run, engine::Theme{})[0].text, "best 2");
}

TEST(RunWords, no_epoch_is_the_best_where_what_chooses_is_not_defined) {
  RunView run;
  run.best_epoch = 2;
  run.criterion = "val_auc";
  run.patience_epochs = 1;
  for (int epoch = 1; epoch <= 2; ++epoch) run.epochs_done.push_back({.epoch = epoch, .val_loss = 1});
  EXPECT_EQ(progress_in_words(run, true), "last epoch 2, kept");
  const auto marks = marks_of(run, engine::Theme{});
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].text, "kept 2");
  run.criterion = "val_loss";
  EXPECT_EQ(progress_in_words(run, true), "best epoch 2   ·   patience 1");
}

TEST(RunWords, why_no_run_answers_yet) {
  RunView run;
  EXPECT_EQ(why_no_answer(run), "reading the runs …");
  run.runs_read = true;
  EXPECT_EQ(why_no_answer(run), "no run yet: train one to see predictions");
  run.runs.push_back({.id = 1, .state = RunState::Failed});
  EXPECT_EQ(why_no_answer(run), "no run has kept an epoch: train one to see predictions");
  run.runs.push_back({.id = 2, .best_epoch = 3});
  EXPECT_EQ(why_no_answer(run), "reading the run …");
  run.live = true;
  EXPECT_EQ(why_no_answer(run), "training: the run answers once it has ended");
}

TEST(RunWords, two_runs_are_asked_for_only_once_the_runs_are_read) {
  RunView run;
  CompareView view;
  EXPECT_EQ(why_no_comparison(view, run), "Reading the runs …");
  run.runs_read = true;
  EXPECT_TRUE(why_no_comparison(view, run).starts_with("Choose two runs")) << "there is none";
  run.runs.push_back({.id = 1, .best_epoch = 3});
  EXPECT_EQ(why_no_comparison(view, run), "Reading the runs …");
  view.groups[1] = "{}";
  EXPECT_TRUE(why_no_comparison(view, run).starts_with("Choose two runs"));
}

TEST(RunWords, of_a_picture_that_cannot_be_read_do_not_promise_an_answer) {
  RunView run;
  FocusedImage image;
  image.state = LoadState::Loading;
  EXPECT_EQ(why_no_answer(image, run), "reading the runs …");
  image.model_name = "run:1";
  EXPECT_EQ(why_no_answer(image, run), "computing …");
  image.state = LoadState::Failed;
  EXPECT_EQ(why_no_answer(image, run), "the picture cannot be read, so no model is asked about it");
  image.state = LoadState::Ready;
  image.heat.state = HeatState::Failed;
  image.heat.message = "no memory";
  EXPECT_EQ(why_no_answer(image, run), "the model gave no answer: no memory");
}

TEST(RunWords, name_the_epoch_of_the_evidence_where_another_is_shown) {
  FocusedImage image;
  EXPECT_EQ(epoch_of_evidence(image), "");
  image.model_epoch = "run 3, epoch 2";
  EXPECT_EQ(epoch_of_evidence(image), "Evidence of run 3, epoch 2, the run's best; not of the shown epoch.");
  image.best_so_far = true;
  EXPECT_EQ(epoch_of_evidence(image),
            "Evidence of run 3, epoch 2, of which a model is stored so far; not of the shown epoch.");
}

TEST(RunWords, an_empty_view_says_what_is_missing) {
  RunView run;
  EXPECT_EQ(why_no_evaluation(run), "reading the runs …");
  run.runs_read = true;
  EXPECT_EQ(why_no_evaluation(run), "no run is shown: start one, or choose one from the list");
  run.run = 1;
  run.not_measurable = "no labelled image of the split val has a prediction";
  EXPECT_EQ(why_no_evaluation(run), run.not_measurable);
  EvaluationView evaluation;
  evaluation.groups = {"benign", "malignant"};
  evaluation.confusion = {3, 1, 0, 0};
  evaluation.n = 4;
  EXPECT_EQ(why_no_curve(evaluation, 1), "every validation image is labelled benign: a curve needs a second group");
  evaluation.confusion = {1, 0, 0, 0};
  evaluation.n = 1;
  EXPECT_EQ(why_no_curve(evaluation, 1), "validation has a single image: a curve needs images of two groups");
  evaluation.groups = {"a", "b", "c"};
  evaluation.confusion = {3, 1, 0, 0, 2, 1, 0, 0, 0};
  evaluation.n = 7;
  EXPECT_EQ(why_no_curve(evaluation, 2), "no validation image is labelled c");
  EXPECT_EQ(why_no_curve(evaluation, 0), "");
}

TEST(RunMarks, stand_where_in_the_run_something_was_changed) {
  const std::vector<db::RunEvent> events = {
      {.run = 1, .epoch = 3, .step = 5, .kind = "learning_rate", .json = R"({"learning_rate":0.0001})"},
      {.run = 1, .epoch = 2, .step = 0, .kind = "pause", .json = "{}"},
      {.run = 1, .epoch = 3, .step = 99, .kind = "depth", .json = R"({"text":"depth head -> tail"})"}};
  const std::vector<RunMark> marks = run_marks(events, 10);
  ASSERT_EQ(marks.size(), 3U);
  EXPECT_EQ(marks[0].text, "paused");
  EXPECT_FLOAT_EQ(marks[0].at, 1);
  EXPECT_EQ(marks[1].text, "rate 0.0001");
  EXPECT_FLOAT_EQ(marks[1].at, 2.5F);
  EXPECT_EQ(marks[2].text, "depth head -> tail");
  EXPECT_FLOAT_EQ(marks[2].at, 3) << "not beyond its epoch";
  EXPECT_FLOAT_EQ(run_marks(events, 0)[1].at, 2) << "steps of an epoch are not known";
}

TEST(RunMarks, norms_of_blocks_are_read_and_of_older_runs_there_are_none) {
  const auto norms = block_norms_from_json(
      Json::parse(R"({"norms":[{"block":"features.12","gradient":0.5,"update":null},{"block":"head","gradient":2}]})"));
  ASSERT_EQ(norms.size(), 2U);
  EXPECT_EQ(norms[0].block, "features.12");
  EXPECT_EQ(norms[0].gradient, 0.5F);
  EXPECT_TRUE(std::isnan(norms[0].update));
  EXPECT_TRUE(block_norms_from_json(Json::parse(R"({"auc":0.9})")).empty());
  RunView run;
  run.epochs_done = {{.epoch = 1}, {.epoch = 2, .block_norms = norms}};
  EXPECT_EQ(blocks_of(run), (std::vector<std::string>{"features.12", "head"}));
  const auto gradients = norms_of(run, "head", Norm::Gradient);
  EXPECT_TRUE(std::isnan(gradients[0]));
  EXPECT_EQ(gradients[1], 2);
}

TEST(RunMarks, best_epoch_patience_and_a_lowered_rate_are_marked_but_not_a_rate_that_falls_all_the_time) {
  RunView run;
  run.best_epoch = 3;
  run.patience_epochs = 4;
  for (int epoch = 1; epoch <= 6; ++epoch)
    run.epochs_done.push_back({.epoch = epoch, .val_loss = 0.5F, .learning_rate = epoch <= 4 ? 1e-3F : 5e-4F});
  const engine::Theme theme;
  const auto texts = [&] {
    std::string all;
    for (const auto& mark : marks_of(run, theme)) all += mark.text + "|";
    return all;
  };
  EXPECT_EQ(texts(), "|best 3|rate 5e-4|patience 4|");
  for (std::size_t i = 0; i < 6; ++i) run.epochs_done[i].learning_rate = 1e-3F / static_cast<float>(1 << i);
  EXPECT_EQ(texts(), "|best 3|patience 4|");
  for (EpochView& epoch : run.epochs_done) epoch.val_loss = kUnknown;
  EXPECT_EQ(texts(), "kept 3|") << "without validation nothing is waited for";
}

TEST(RunWords, call_a_model_by_the_name_of_its_run) {
  RunRow named;
  named.id = 3;
  named.name = "clinic baseline";
  EXPECT_EQ(name_of_model("run:3", {named}), "clinic baseline");
  EXPECT_EQ(name_of_model("run:4", {named}), "run:4") << "it is gone";
  EXPECT_EQ(name_of_model("starter", {named}), "starter");
}

TEST(RunWords, of_two_that_are_compared_say_that_it_is_being_done) {
  CompareView view;
  EXPECT_EQ(why_no_settings(view), "Two runs with a finished epoch are needed.");
  view.working = "Comparing";
  EXPECT_EQ(why_no_settings(view), "Comparing…");
  view.problem = "They share no image.";
  EXPECT_EQ(why_no_settings(view), "They share no image.");
}

}  // namespace
}  // namespace app
