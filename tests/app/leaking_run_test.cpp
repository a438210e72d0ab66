// Training on a split that leaks is refused, or marked on every figure; an old run is judged by its own groups.
#include <algorithm>
#include <utility>

#include <gmock/gmock.h>

#include "app/demo/demo_writer.h"
#include "app/table/split_judge.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/import.h"
#include "app/workspace/leaks.h"
#include "app/workspace/run_leak.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/split_plan.h"
#include "app/workspace/table_feed.h"
#include "app/workspace/training.h"
#include "db/edits.h"
#include "db/labels.h"
#include "tests/remove_target.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LeakingRun : public ::testing::Test {
 protected:
  LeakingRun() {
    const auto report = demo::write_demo(folder_ / "images", demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    import_images(*workspace_, read_index_table(report.index_file), {}, {});
  }
  // Half of the validation images, said to be of the lesion of a training image.
  void make_leak() {
    std::vector<ImageId> pair;
    for (const db::Image& image : db::images(workspace_->reader()))
      if (image.split == db::Split::Train && pair.empty()) pair.push_back(image.id);
    std::size_t val = 0;
    for (const db::Image& image : db::images(workspace_->reader()))
      if (image.split == db::Split::Val && ++val % 2 == 0) pair.push_back(image.id);
    leaking_ = pair.size() - 1;
    workspace_->writer().transact_and_wait("Group", [&](db::Transaction& t) { db::set_image_group(t, pair, "same"); });
  }
  // A training image and one of validation that are said to be of one group and share nothing with any other. Gives
  // both.
  std::pair<ImageId, ImageId> make_pair_of_two() {
    std::pair<ImageId, ImageId> pair;
    workspace_->writer().transact_and_wait("Pair", [&](db::Transaction& t) {
      for (const auto& [split, id] : {std::pair{db::Split::Train, &pair.first}, {db::Split::Val, &pair.second}}) {
        auto images = db::images(t);
        db::Image alone = *std::ranges::find(images, split, &db::Image::split);
        alone.lesion_id = alone.patient_id = "";
        db::set_metadata(t, alone);
        *id = alone.id;
      }
      db::set_image_group(t, std::vector{pair.first, pair.second}, "same");
    });
    return pair;
  }
  void label(ImageId image, std::optional<ClassId> as) {
    workspace_->writer().transact_and_wait("Label", [&](db::Transaction& t) {
      db::set_labels(t, std::vector<db::LabelChange>{{image, as, {}}});
    });
  }
  ClassId label_of(ImageId image) { return db::image(workspace_->reader(), image)->label.value(); }
  // As the window tells it.
  std::string shown_leak(RunId run) {
    const LoadedTable loaded = read_table(workspace_->reader(), workspace_->session());
    std::vector<ImageId> ids;
    for (const db::Image& image : db::images(workspace_->reader())) ids.push_back(image.id);
    const auto scores = read_run_scores(workspace_->reader(), run, ids);
    SplitJudge judge(Split::Val);
    judge.show(scores, scores->best_epoch, loaded.table);
    const Evaluation* shown = judge.evaluation(0.5);
    return shown == nullptr ? judge.problem() : shown->from.leak;
  }
  TrainOutcome train(bool allow_leak = false) {
    TrainRequest request;
    request.model = "starter";
    request.epochs = 1;
    request.allow_leak = allow_leak;
    ml::TrainControl control;
    return run_training(*workspace_, request, control,
                        {.on_note = [this](const std::string& note) { notes_.push_back(note); }}, 1);
  }
  EvaluateOutcome evaluate_run(RunId run) { return evaluate_split(*workspace_, {.run = run}, {}); }

  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
  std::size_t leaking_ = 0;
  std::vector<std::string> notes_;
};

TEST_F(LeakingRun, is_not_suspected_where_the_generated_set_is_split_by_patient) {
  EXPECT_FALSE(find_leaks(workspace_->reader()).found()) << describe(find_leaks(workspace_->reader()));
  const TrainOutcome outcome = train();
  EXPECT_THAT(outcome.notes, IsEmpty());
  EXPECT_TRUE(evaluation_json(outcome.val).at("leak").is_null());
  const EvaluateOutcome judged = evaluate_run(outcome.run);
  EXPECT_FALSE(judged.leak.found());
  EXPECT_FALSE(judged.without_leak);
}

TEST_F(LeakingRun, is_refused_with_the_count_and_the_ways_out) {
  make_leak();
  try {
    train();
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("1 group of look-alikes in train and val"));
    EXPECT_THAT(error.what(), HasSubstr("nevus split"));
    EXPECT_THAT(error.what(), HasSubstr("--allow-leak"));
  }
  EXPECT_THAT(db::runs(workspace_->reader()), IsEmpty());
}

TEST_F(LeakingRun, that_is_forced_marks_every_figure_and_gives_the_score_without) {
  make_leak();
  const TrainOutcome outcome = train(true);
  EXPECT_THAT(notes_, ::testing::ElementsAre(HasSubstr("LEAK")));
  EXPECT_THAT(outcome.val.from.leak, HasSubstr("in train and val"));
  const db::Epoch epoch = db::epochs(workspace_->reader(), outcome.run).front();
  EXPECT_FALSE(Json::parse(epoch.metrics_json).at("leak").is_null());
  const EvaluateOutcome judged = evaluate_run(outcome.run);
  EXPECT_GE(judged.leak.images.size(), leaking_) << "and what is of one patient with these";
  ASSERT_TRUE(judged.without_leak);
  EXPECT_EQ(judged.without_leak->n, judged.evaluation.n - static_cast<int>(judged.leak.images.size()));
  EXPECT_TRUE(judged.without_leak->from.leak.empty());
  EXPECT_THAT(leak_note(judged.leak, judged.without_leak), HasSubstr("Without them"));
}

TEST_F(LeakingRun, is_found_also_when_its_images_were_split_again_afterwards) {
  const TrainOutcome outcome = train();
  const SplitPlan plan = plan_split(workspace_->reader(), {.val = 0.4, .seed = 7});
  workspace_->writer().transact_and_wait(plan.name, [&](db::Transaction& t) { apply_split(t, plan); });
  const EvaluateOutcome asked_again = evaluate_split(*workspace_, {.model = "run:" + std::to_string(outcome.run)}, {});
  EXPECT_THAT(asked_again.leak.text, HasSubstr("it was trained on themselves"));
  const std::vector<ImageId> ids = [&] {
    std::vector<ImageId> all;
    for (const db::Image& image : db::images(workspace_->reader())) all.push_back(image.id);
    return all;
  }();
  const auto scores = read_run_scores(workspace_->reader(), outcome.run, ids, nullptr);
  EXPECT_FALSE(scores->leaking.empty());
  EXPECT_FALSE(scores->learnt.empty());
  EXPECT_EQ(shown_leak(outcome.run), "") << "nothing is stored of them as validation";
}

TEST_F(LeakingRun, owes_nothing_to_images_without_a_class_when_it_was_trained) {
  const auto [trained, judged] = make_pair_of_two();
  const ClassId was = label_of(trained);
  label(trained, std::nullopt);
  const TrainOutcome outcome = train();
  EXPECT_FALSE(evaluate_run(outcome.run).leak.found()) << evaluate_run(outcome.run).leak.text;
  EXPECT_EQ(shown_leak(outcome.run), "");
  label(trained, was);  // what is labelled since was not learnt from
  EXPECT_FALSE(evaluate_run(outcome.run).leak.found());
  const RunLeak before =
      leak_by_splits(workspace_->reader(), *db::run(workspace_->reader(), outcome.run), db::Split::Val);
  EXPECT_EQ(before.images, std::vector{judged}) << "as older reports counted";
}

TEST_F(LeakingRun, counts_of_the_split_what_is_judged) {
  const auto [trained, judged] = make_pair_of_two();
  const ClassId was = label_of(judged);
  label(judged, std::nullopt);
  const TrainOutcome outcome = train();
  EXPECT_FALSE(evaluate_run(outcome.run).leak.found()) << evaluate_run(outcome.run).leak.text;
  label(judged, was);
  EXPECT_FALSE(evaluate_run(outcome.run).leak.found()) << "the run has no answer for it";
  const EvaluateOutcome all = evaluate_split(*workspace_, {.model = "run:" + std::to_string(outcome.run)}, {});
  EXPECT_EQ(all.leak.images, std::vector{judged});
  EXPECT_EQ(all.leak.text, "1 of " + std::to_string(all.evaluation.n) +
                               " images of val: 1 share a lesion, patient or group with an image it was trained on");
  ASSERT_TRUE(all.without_leak);
  EXPECT_EQ(all.without_leak->n, all.evaluation.n - 1);
}

TEST_F(LeakingRun, is_told_in_the_window_of_what_is_judged_now) {
  const auto [trained, judged] = make_pair_of_two();
  const TrainOutcome outcome = train(true);
  const EvaluateOutcome both = evaluate_run(outcome.run);
  EXPECT_EQ(both.leak.images, std::vector{judged});
  EXPECT_EQ(shown_leak(outcome.run), both.leak.text);
  label(trained, std::nullopt);  // it was learnt from all the same
  EXPECT_EQ(evaluate_run(outcome.run).leak.images, std::vector{judged});
  label(judged, std::nullopt);
  EXPECT_FALSE(evaluate_run(outcome.run).leak.found());
  EXPECT_EQ(shown_leak(outcome.run), "");
}

TEST_F(LeakingRun, an_old_run_is_judged_by_the_classes_it_was_trained_on) {
  const TrainOutcome outcome = train();
  const EvaluateOutcome before = evaluate_run(outcome.run);
  workspace_->writer().transact_and_wait(
      "Target", [](db::Transaction& t) { test_support::remove_target(t, db::target_named(t, "malignant")->id); });
  const EvaluateOutcome after = evaluate_run(outcome.run);
  EXPECT_EQ(after.evaluation.n, before.evaluation.n);
  EXPECT_EQ(after.evaluation.confusion, before.evaluation.confusion);
}

TEST_F(LeakingRun, with_nothing_to_validate_on_says_so_before_and_after) {
  const SplitPlan plan = plan_split(workspace_->reader(), {.val = 0});
  workspace_->writer().transact_and_wait(plan.name, [&](db::Transaction& t) { apply_split(t, plan); });
  const TrainOutcome outcome = train();
  EXPECT_THAT(notes_, ::testing::ElementsAre(HasSubstr("nothing validates")));
  EXPECT_EQ(outcome.notes, notes_);
}

TEST_F(LeakingRun, that_validates_on_one_group_only_says_which) {
  workspace_->writer().transact_and_wait("Move", [&](db::Transaction& t) {
    const auto mel = db::class_named(t, "mel")->id;
    for (const db::Image& image : db::images(t))
      if (image.split == db::Split::Val && image.label != mel)
        db::move_to_split(t, std::vector{image.id}, db::Split::None);
  });
  train();
  EXPECT_THAT(notes_, ::testing::Contains(HasSubstr("every validation image is")));
}

}  // namespace
}  // namespace app
