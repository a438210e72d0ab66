// A run's probabilities are calibrated on validation, kept with the run, applied in one place and switched off without
// changing a decision.
#include "app/workspace/run_calibration.h"

#include <cmath>

#include <gmock/gmock.h>

#include "app/workspace/evaluate_model.h"
#include "app/workspace/evaluation_detail.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/run_threshold.h"
#include "ml/random/counter_rng.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/two_runs.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::JudgedImage;
using test_support::JudgedWorkspace;
using test_support::mostly_right;
using test_support::TwoRuns;
using ::testing::HasSubstr;

// What a network says that was taught all groups are equally common, of images where the first is far the commonest.
std::vector<JudgedImage> as_if_balanced(int images, int groups) {
  ml::CounterRng rng(11);
  std::vector<JudgedImage> all;
  for (int i = 0; i < images; ++i) {
    const int truth = i % 6 == 0 ? 1 + i / 6 % (groups - 1) : 0;
    std::vector<float> p;
    double sum = 0;
    for (int group = 0; group < groups; ++group) {
      p.push_back(static_cast<float>(std::exp(1.4 * rng.normal() + (group == truth ? 2.0 : 0.0))));
      sum += static_cast<double>(p.back());
    }
    for (float& value : p) value = static_cast<float>(static_cast<double>(value) / sum);
    all.push_back({truth, p});
  }
  return all;
}

struct OfTwo : ::testing::Test {
  RunCalibration fit() { return fit_run_calibration(set.workspace, set.reader(), set.run); }
  EvaluateOutcome judged(bool calibrated = true) {
    return evaluate_split(set.workspace, {.run = set.run, .calibrated = calibrated}, {});
  }
  db::Run row() { return *db::run(set.reader(), set.run); }
  JudgedWorkspace set{as_if_balanced(600, 2)};
};
using RunCalibrationOfTwo = OfTwo;

TEST_F(RunCalibrationOfTwo, IsKeptWithTheRunAndReadBack) {
  EXPECT_EQ(calibration_words(calibration_of(row())), "not calibrated: made before there was calibration");
  const RunCalibration made = fit();
  ASSERT_TRUE(made.fitted);
  EXPECT_LT(made.fitted->bias[1] - made.fitted->bias[0], -0.8) << "one in six is positive";
  EXPECT_EQ(made.fitted->images, 600);
  EXPECT_EQ(made.fitted->groups, 600) << "a lesion each";
  const RunCalibration kept = calibration_of(row());
  EXPECT_EQ(kept.fitted, made.fitted);
  EXPECT_EQ(kept.figures.ece_after, made.figures.ece_after);
  EXPECT_THAT(calibration_words(kept), HasSubstr("calibrated on val: T "));
  EXPECT_THAT(calibration_text(kept), HasSubstr("600 images"));
}

TEST_F(RunCalibrationOfTwo, MakesProbabilitiesMeanWhatTheySayOnImagesThatFittedNothing) {
  fit();
  const EvaluateOutcome done = judged();
  EXPECT_FALSE(done.scored.cross_fitted.empty());
  const CalibrationFigures figures = figures_of(done.scored);
  EXPECT_GT(*figures.ece_before, 0.1);
  EXPECT_LT(*figures.ece_after, 0.06);
  EXPECT_LT(*figures.log_loss_after, *figures.log_loss_before);
  const Json detail = evaluation_detail(done.scored);
  EXPECT_EQ(detail.at("calibration").at("ece").get<double>(), *figures.ece_after);
  EXPECT_EQ(detail.at("before_calibration").at("calibration").at("ece").get<double>(), *figures.ece_before);
  EXPECT_THAT(figures_words(done.scored), HasSubstr("cross-fitted over lesions"));
}

TEST_F(RunCalibrationOfTwo, ChangesNoDecisionAndNoRank) {
  const EvaluateOutcome before = judged();
  fit();
  const EvaluateOutcome after = judged(), switched_off = judged(false);
  EXPECT_NE(after.scored.probabilities, before.scored.probabilities);
  EXPECT_EQ(after.evaluation.confusion, before.evaluation.confusion);
  EXPECT_NEAR(*after.evaluation.metrics[Metric::Auc], *before.evaluation.metrics[Metric::Auc], 1e-9);
  EXPECT_LT(after.evaluation.threshold, 0.45) << "what 0.5 was";
  EXPECT_EQ(switched_off.scored.probabilities, before.scored.probabilities);
  EXPECT_EQ(switched_off.evaluation.threshold, 0.5);
  EXPECT_EQ(switched_off.calibration_words, "not calibrated, as asked for");
  EXPECT_FALSE(switched_off.calibration);
}

TEST_F(RunCalibrationOfTwo, MovesAKeptThresholdWhenItIsFittedAndSwitched) {
  keep_threshold(set.workspace, set.run, 0.3);
  const auto decided = judged().evaluation.confusion;
  fit();
  const double moved = *row().threshold;
  EXPECT_LT(moved, 0.3);
  EXPECT_EQ(judged().evaluation.confusion, decided);
  EXPECT_EQ(judged(false).evaluation.confusion, decided) << "asked without it, the kept threshold is moved back";
  switch_calibration(set.workspace, set.reader(), set.run, false);
  EXPECT_NEAR(*row().threshold, 0.3, 1e-6);
  EXPECT_EQ(judged().evaluation.confusion, decided);
  EXPECT_EQ(calibration_words(calibration_of(row())), "not calibrated: switched off");
  switch_calibration(set.workspace, set.reader(), set.run, true);
  EXPECT_NEAR(*row().threshold, moved, 1e-6);
}

TEST_F(RunCalibrationOfTwo, IsWhatTheWindowReads) {
  fit();
  std::vector<ImageId> ids;
  for (const db::Image& image : db::images(set.reader())) ids.push_back(image.id);
  const auto scores = read_run_scores(set.reader(), set.run, ids);
  ASSERT_EQ(scores->problem, "");
  ASSERT_TRUE(scores->calibration);
  const ScoreSet* shown = scores->find(2, Split::Val);
  ASSERT_NE(shown, nullptr);
  const EvaluateOutcome done = judged();
  EXPECT_EQ(shown->probabilities, done.scored.probabilities) << "images and rows are in one order here";
  EXPECT_EQ(scores->usual_threshold(), done.evaluation.threshold);
  switch_calibration(set.workspace, set.reader(), set.run, false);
  const auto off = read_run_scores(set.reader(), set.run, ids, scores);
  EXPECT_FALSE(off->calibration);
  EXPECT_EQ(off->find(2, Split::Val)->probabilities, judged(false).scored.probabilities)
      << "what was read before does not stay";
}

TEST_F(RunCalibrationOfTwo, StandsBesideAThresholdThatWasChosenElsewhere) {
  fit();
  const ThresholdChoice choice = choose_threshold(set.workspace, set.reader(), set.run,
                                                  {.kind = ml::ConsequenceKind::Sensitivity, .sensitivity_floor = 0.9});
  ASSERT_TRUE(choice.cross_fitted);
  EXPECT_EQ(choice.cross_fitted->thresholds.size(), 5U);
  EXPECT_THAT(threshold_text(choice), HasSubstr("chosen on the images it is judged on"));
  EXPECT_THAT(threshold_text(choice), HasSubstr("calibrated on val"));
  EXPECT_EQ(threshold_json(choice).at("cross_fitted").at("sensitivity").get<double>(),
            *choice.cross_fitted->metrics.recall);
  const Json points = evaluation_detail(judged().scored).at("operating_points");
  EXPECT_EQ(points.at("best_f1").at("chosen_on").get<std::string>(), "the images it is judged on");
  EXPECT_LE(points.at("best_f1").at("cross_fitted").at("f1").get<double>(),
            points.at("best_f1").at("f1").at("value").get<double>());
}

TEST_F(RunCalibrationOfTwo, MovesAThresholdThatWasChosenBeforeItWasSwitched) {
  fit();
  const ThresholdChoice choice = choose_threshold(set.workspace, set.reader(), set.run,
                                                  {.kind = ml::ConsequenceKind::Sensitivity, .sensitivity_floor = 0.9});
  const double chosen = choice.chosen.point.threshold;
  switch_calibration(set.workspace, set.reader(), set.run, false);
  keep_threshold(set.workspace, choice);
  EXPECT_NEAR(*row().threshold, ml::threshold_before(*choice.made_with, chosen), 1e-6);
  EXPECT_GT(*row().threshold, chosen + 0.05);
  switch_calibration(set.workspace, set.reader(), set.run, true);
  EXPECT_NEAR(*row().threshold, chosen, 1e-6);
  keep_threshold(set.workspace, choice);
  EXPECT_EQ(*row().threshold, chosen);
}

TEST_F(RunCalibrationOfTwo, ThatIsDamagedIsRefusedByName) {
  set.write("Damage", [&](db::Transaction& t) {
    db::set_run_calibration(t, set.run, R"({"fitted":{"temperature":-1,"bias":[]}})");
  });
  try {
    judged();
    FAIL() << "it was taken";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("temperature"));
    EXPECT_THAT(error.what(), HasSubstr(row().name));
    EXPECT_THAT(error.what(), HasSubstr("nevus calibrate"));
  }
}

TEST(RunCalibrationOfSeven, ChangesNoDecisionThoughTheMostProbableGroupMayBeAnother) {
  const std::vector<std::string> names{"a", "b", "c", "d", "e", "f", "g"};
  JudgedWorkspace set(as_if_balanced(700, 7), names);
  const EvaluateOutcome before = evaluate_split(set.workspace, {.run = set.run}, {});
  const RunCalibration made = fit_run_calibration(set.workspace, set.reader(), set.run);
  ASSERT_TRUE(made.fitted);
  EXPECT_LT(*made.figures.ece_after, *made.figures.ece_before);
  const EvaluateOutcome after = evaluate_split(set.workspace, {.run = set.run}, {});
  EXPECT_EQ(after.evaluation.confusion, before.evaluation.confusion);
  std::size_t other_most_probable = 0;
  for (std::size_t i = 0; i < after.images.size(); ++i) {
    const auto most = [&](const std::vector<float>& p) {
      return std::max_element(p.begin() + static_cast<std::ptrdiff_t>(7 * i),
                              p.begin() + static_cast<std::ptrdiff_t>(7 * i + 7)) -
             p.begin();
    };
    other_most_probable += most(after.scored.probabilities) != most(before.scored.probabilities) ? 1U : 0U;
  }
  EXPECT_GT(other_most_probable, 10U) << "else this shows nothing";
}

TEST(RunCalibration, SaysWhatCannotBeEstimated) {
  JudgedWorkspace few(test_support::seven_images());
  const RunCalibration none = fit_run_calibration(few.workspace, few.reader(), few.run);
  EXPECT_FALSE(none.fitted);
  EXPECT_EQ(calibration_words(calibration_of(*db::run(few.reader(), few.run))),
            "not calibrated: 7 images; 30 are needed");
  const auto says = [&few](db::RunState state) {
    few.workspace.writer().transact_and_wait("Train",
                                             [&](db::Transaction& t) { db::set_run_state(t, few.run, state); });
    return calibration_of(*db::run(few.reader(), few.run)).why_not;
  };
  EXPECT_EQ(says(db::RunState::Running), "7 images; 30 are needed") << "it was tried, and the run only ends";
  EXPECT_EQ(says(db::RunState::Finished), "7 images; 30 are needed");
  EXPECT_EQ(evaluate_split(few.workspace, {.run = few.run}, {}).evaluation.threshold, 0.5);
  EXPECT_THROW(switch_calibration(few.workspace, few.reader(), few.run, true), std::runtime_error);

  JudgedWorkspace nobody({});
  EXPECT_EQ(fit_run_calibration(nobody.workspace, nobody.reader(), nobody.run).why_not,
            "no validation image has a prediction");
  EXPECT_THROW(fit_run_calibration(nobody.workspace, nobody.reader(), 99), std::runtime_error);
}

TEST(RunCalibration, IsRefusedWhileTheRunIsTrainedAndNotWhereOneWasCutOff) {
  TwoRuns set(80);
  const RunId run = set.add_run("one", mostly_right(5, 0.01F));
  set.write("Resume", [&](db::Transaction& t) { db::set_run_state(t, run, db::RunState::Running); });
  std::optional<RunLock> trainer(std::in_place, set.workspace.run_folder(run));
  const std::string why = test_support::failure_of([&] { fit_run_calibration(set.workspace, set.reader(), run); });
  EXPECT_THAT(why, HasSubstr("calibrating: one is being trained"));
  EXPECT_EQ(db::run(set.reader(), run)->calibration_json, "{}");
  trainer.reset();
  EXPECT_TRUE(fit_run_calibration(set.workspace, set.reader(), run).fitted);
}

TEST(RunCalibration, CountsLesionsAndNotImages) {
  TwoRuns set(80);
  const RunId run = set.add_run("one", mostly_right(5, 0.01F));
  const RunCalibration made = fit_run_calibration(set.workspace, set.reader(), run);
  ASSERT_TRUE(made.fitted);
  EXPECT_EQ(made.fitted->images, 80);
  EXPECT_EQ(made.fitted->groups, 40);
}

}  // namespace
}  // namespace app
