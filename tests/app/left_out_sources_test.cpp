// A run leaves sources out: it neither learns from them nor validates on them, and is judged on them.
#include "app/workspace/left_out_sources.h"

#include <gmock/gmock.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/import.h"
#include "app/workspace/leave_one_out.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_settings.h"
#include "app/workspace/training.h"
#include "db/edits.h"
#include "tests/app/typed.h"
#include "tests/failure_of.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
using test_support::failure_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two sets of different recipes: another seed, other shares, other light.
class LeftOutSources : public ::testing::Test {
 protected:
  LeftOutSources() {
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    add("hospital", 70, 1);
    add("practice", 50, 2);
  }
  void add(const std::string& source, int images, std::uint64_t seed) {
    demo::DemoRecipe recipe;
    recipe.seed = seed;
    const auto report = demo::write_demo(folder_ / source, demo::for_images(recipe, images));
    import_images(*workspace_, read_index_table(report.index_file, {.source = source}), {}, {});
    // The generator names patients and lesions alike in every set.
    workspace_->writer().transact_and_wait("Own names", [&](db::Transaction& t) {
      for (db::Image image : db::images(t)) {
        if (image.source != source) continue;
        for (std::string* name : {&image.patient_id, &image.lesion_id})
          if (!name->empty()) *name = source + " " + *name;
        db::set_metadata(t, image);
      }
    });
  }
  TrainOutcome train(const std::vector<std::string>& leave_out, TrainRequest request = {}) {
    request.model = request.parent > 0 ? "" : "starter";
    request.epochs = 1;
    request.leave_out = leave_out;
    ml::TrainControl control;
    return run_training(*workspace_, request, control, {}, 1);
  }
  db::Run run(RunId id) const { return *db::run(*workspace_->make_reader(), id); }
  TargetData data() const { return load_target_data(*workspace_->make_reader(), "malignant"); }

  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(LeftOutSources, are_in_neither_training_nor_validation_and_their_test_split_stays_sealed) {
  TargetData left = data();
  const std::size_t test_before = indices_of(left, db::Split::Test).size();
  leave_out(left, {"practice"});
  for (const db::Split split : {db::Split::Train, db::Split::Val}) {
    EXPECT_FALSE(indices_of(left, split).empty());
    for (const std::size_t index : indices_of(left, split)) EXPECT_EQ(left.images[index].source, "hospital");
  }
  EXPECT_EQ(indices_of(left, db::Split::Test).size(), test_before);
  const LeftOutImages judged = judge_left_out(left);
  for (const std::size_t index : indices_of(left, db::Split::Val)) EXPECT_EQ(left.images[index].source, "practice");
  EXPECT_EQ(judged.judged, static_cast<long>(indices_of(left, db::Split::Val).size()));
  EXPECT_GT(judged.judged, 20);
  EXPECT_TRUE(indices_of(left, db::Split::Train).empty());
}

TEST_F(LeftOutSources, that_share_a_lesion_with_a_training_image_are_not_judged_and_that_is_said) {
  TargetData left = data();
  leave_out(left, {"practice"});
  const std::size_t trained = indices_of(left, db::Split::Train).front();
  std::size_t crossing = 0;
  while (left.images[crossing].source != "practice" || left.group[crossing] < 0 ||
         left.images[crossing].split == db::Split::Test)
    ++crossing;
  const int shared = left.lesion[crossing];
  const long of_lesion = std::ranges::count_if(left.left_out, [&](std::size_t index) {
    return left.lesion[index] == shared && left.group[index] >= 0 && left.images[index].split != db::Split::Test;
  });
  for (int& lesion : left.lesion)
    if (lesion == shared) lesion = left.lesion[trained];
  const LeftOutImages judged = judge_left_out(left);
  EXPECT_EQ(judged.crossing, of_lesion);
  EXPECT_NE(left.images[crossing].split, db::Split::Val);
  EXPECT_THAT(notes_of(judged)[1], HasSubstr("not judged"));
}

TEST_F(LeftOutSources, are_kept_with_the_run_which_is_judged_on_them_alone) {
  const TrainOutcome outcome = train({"practice"});
  EXPECT_THAT(outcome.notes, ::testing::Contains(HasSubstr("neither learnt from nor validated on: practice")));
  EXPECT_THAT(left_out_of(run(outcome.run)), ElementsAre("practice"));
  bool told = false;
  for (const RunSetting& setting : run_settings(run(outcome.run)))
    told = told || (setting.key == "leave_out" && setting.value == "practice");
  EXPECT_TRUE(told);
  const LeftOutRun judged = judged_run(*workspace_, outcome.run, {});
  EXPECT_THAT(judged.problem, IsEmpty());
  ASSERT_EQ(judged.parts.lines.size(), 1U);
  EXPECT_EQ(judged.parts.lines[0].row.slice.value, "practice");
  EXPECT_GT(judged.trained_on, 0);
  // The validation of the run is of the other source, also where it is predicted anew.
  const EvaluateOutcome own = evaluate_split(*workspace_, {.run = outcome.run, .questions = {.views = 2}}, {});
  for (const ImageId id : own.images) EXPECT_EQ(db::image(workspace_->reader(), id)->source, "hospital");
  EXPECT_THAT(left_out_text({judged}), HasSubstr("practice"));
  EXPECT_EQ(left_out_json({judged}).elements()[0].at("judged").at("parts").size(), 1U);
}

TEST_F(LeftOutSources, are_judged_calibrated_or_as_the_network_answered_and_say_which) {
  const TrainOutcome outcome = train({"practice"});
  workspace_->writer().transact_and_wait("Calibrate", [&](db::Transaction& t) {
    keep_calibration(t, outcome.run,
                     {.fitted = ml::FittedCalibration{
                          .temperature = 1.5, .bias = {0.5, -0.5}, .images = 40, .groups = 20, .fitted_on = "val"}});
  });
  const LeftOutRun calibrated = judged_run(*workspace_, outcome.run, {});
  const LeftOutRun plain = judged_run(*workspace_, outcome.run, {}, false);
  EXPECT_THAT(left_out_text({calibrated}), HasSubstr("calibrated on val"));
  EXPECT_THAT(left_out_text({plain}), HasSubstr("not calibrated, as asked for"));
  EXPECT_EQ(left_out_json({plain}).elements()[0].at("asked"), Json(plain.asked));
  EXPECT_NE(plain.parts.whole.doubt.calibration.ece, calibrated.parts.whole.doubt.calibration.ece);
  EXPECT_EQ(plain.parts.whole.row.metrics[Metric::Auc], calibrated.parts.whole.row.metrics[Metric::Auc]);
  const EvaluateOutcome again = evaluate_split(*workspace_, {.run = outcome.run, .left_out = true}, {});
  EXPECT_TRUE(again.calibration);
  EXPECT_TRUE(again.scored.cross_fitted.empty()) << "nothing was fitted on the images of the left-out source";
  const Json by =
      test_support::typed(cli::add_eval, {"eval", workspace_->folder().string(), "--left-out", "--by", "source"})
          .json.at("by");
  ASSERT_TRUE(calibrated.parts.sensitivity);
  EXPECT_EQ(by.at("sensitivity"), Json(*calibrated.parts.sensitivity)) << "that of the run's own validation";
}

TEST_F(LeftOutSources, are_those_of_when_the_run_began_whatever_they_are_called_since) {
  const TrainOutcome outcome = train({"practice"});
  const LeftOutRun before = judged_run(*workspace_, outcome.run, {});
  workspace_->writer().transact_and_wait("Rename", [&](db::Transaction& t) {
    for (db::Image image : db::images(t)) {
      image.source = image.source == "practice" ? "hospital" : "practice";
      db::set_metadata(t, image);
    }
  });
  const LeftOutRun after = judged_run(*workspace_, outcome.run, {});
  EXPECT_EQ(after.parts.whole.row.n, before.parts.whole.row.n);
  EXPECT_EQ(after.trained_on, before.trained_on);
  EXPECT_EQ(after.parts.whole.row.metrics, before.parts.whole.row.metrics);
}

TEST_F(LeftOutSources, that_weights_have_learnt_from_cannot_be_left_out_later) {
  const TrainOutcome all = train({});
  TrainRequest branch;
  branch.parent = all.run;
  EXPECT_THAT(failure_of([&] { train({"practice"}, branch); }), HasSubstr("has learnt from it"));
  const TrainOutcome without = train({"practice"});
  branch.parent = without.run;
  EXPECT_THAT(failure_of([&] { train({"practice"}, branch); }), IsEmpty());
}

TEST_F(LeftOutSources, that_weights_given_as_a_file_have_learnt_from_cannot_be_left_out_either) {
  const TrainOutcome all = train({});
  const std::string file = (folder_ / "copy.safetensors").string();
  std::filesystem::copy_file(all.model_file, file);
  const auto from_file = [&](const std::string& model, const std::string& target = "malignant") {
    TrainRequest request{.model = model, .epochs = 1, .leave_out = {"practice"}};
    request.target = target;
    ml::TrainControl control;
    return run_training(*workspace_, request, control, {}, 1);
  };
  EXPECT_THAT(failure_of([&] { from_file(file); }), HasSubstr("has learnt from it"));
  EXPECT_THAT(failure_of([&] { from_file(file, "diagnosis"); }), HasSubstr("has learnt from it")) << "with a new head";
  EXPECT_EQ(db::runs(*workspace_->make_reader()).size(), 1U);  // nothing was begun
  ml::Model elsewhere = ml::load_model(file);
  elsewhere.trained_on = R"({"run":77,"request":{}})";
  ml::save_model(file, elsewhere);
  EXPECT_THAT(from_file(file).notes, ::testing::Contains(HasSubstr("cannot be told")));
}

TEST_F(LeftOutSources, must_be_there_and_leave_something_to_train_on) {
  EXPECT_THAT(failure_of([&] { train({"elsewhere"}); }), HasSubstr("there are hospital, practice"));
  EXPECT_THAT(failure_of([&] { train({"hospital", "practice"}); }), HasSubstr("no labelled training image is left"));
  EXPECT_THAT(db::runs(workspace_->reader()), IsEmpty()) << "refused before it began";
  const TrainOutcome all = train({});
  EXPECT_THAT(judged_run(*workspace_, all.run, {}).problem, HasSubstr("left no source out"));
}

TEST_F(LeftOutSources, are_each_in_turn_where_there_are_two_and_one_alone_is_refused) {
  EXPECT_THAT(sources_to_leave(workspace_->reader(), "malignant"), ElementsAre("hospital", "practice"));
  workspace_->writer().transact_and_wait("Forget", [&](db::Transaction& t) {
    for (db::Image image : db::images(t)) {
      if (image.source == "practice") image.source.clear();
      db::set_metadata(t, image);
    }
  });
  const std::string why = failure_of([&] { sources_to_leave(*workspace_->make_reader(), "malignant"); });
  EXPECT_THAT(why, HasSubstr("there is one, hospital"));
  EXPECT_THAT(why, HasSubstr("no source recorded: "));
}

TEST_F(LeftOutSources, balance_is_said_to_do_nothing_where_one_source_is_left) {
  TrainRequest request;
  request.settings = {{"balance_sources", "1"}};
  EXPECT_THAT(train({"practice"}, request).notes,
              ::testing::Contains(HasSubstr("balance_sources does nothing: every training image is of one source")));
  EXPECT_THAT(train({}, request).notes, IsEmpty());
}

}  // namespace
}  // namespace app
