// A threshold that follows from what a decision costs is kept with its run and stands from then on.
#include "app/workspace/run_threshold.h"

#include <gmock/gmock.h>

#include "app/workspace/evaluate_model.h"
#include "tests/app/two_runs.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::mostly_right;
using test_support::TwoRuns;
using ::testing::HasSubstr;

struct RunThreshold : ::testing::Test {
  ThresholdChoice chosen(const ml::ConsequenceRule& rule) {
    return choose_threshold(set.workspace, set.reader(), run, rule);
  }
  db::Run row() { return *db::run(set.reader(), run); }
  std::string refused(RunId of, const ml::ConsequenceRule& rule = {}) {
    try {
      choose_threshold(set.workspace, set.reader(), of, rule);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }
  TwoRuns set;
  RunId run = set.add_run("one", mostly_right(5, 0.01F));
};

TEST_F(RunThreshold, keeps_the_floor_and_names_the_images_that_flip) {
  const ThresholdChoice choice = chosen({.kind = ml::ConsequenceKind::Sensitivity, .sensitivity_floor = 1});
  EXPECT_EQ(choice.chosen.point.sensitivity, 1);
  EXPECT_EQ(choice.present.point.threshold, 0.5);
  EXPECT_EQ(choice.n, 40);
  const Evaluation before = evaluate_split(set.workspace, {.run = run, .threshold = 0.5}, {}).evaluation;
  const Evaluation after =
      evaluate_split(set.workspace, {.run = run, .threshold = choice.chosen.point.threshold}, {}).evaluation;
  const auto called = [](const Evaluation& e) { return e.confusion[1] + e.confusion[3]; };
  EXPECT_EQ(static_cast<std::int64_t>(choice.flips_to_positive.size()), called(after) - called(before));
  EXPECT_TRUE(choice.flips_to_negative.empty());
  EXPECT_EQ(after.metrics[Metric::Recall], choice.chosen.point.sensitivity);
  EXPECT_EQ(after.metrics[Metric::Specificity], choice.chosen.point.specificity);
}

TEST_F(RunThreshold, that_is_kept_is_what_an_evaluation_takes_when_none_is_given) {
  const ThresholdChoice choice = chosen({.miss_cost = 20});
  keep_threshold(set.workspace, choice);
  EXPECT_EQ(row().threshold, choice.chosen.point.threshold);
  EXPECT_TRUE(is_frozen(row()));
  EXPECT_THAT(threshold_words(row()), HasSubstr("20:1 on val, n 40"));
  const EvaluateOutcome usual = evaluate_split(set.workspace, {.run = run}, {});
  EXPECT_EQ(usual.evaluation.threshold, choice.chosen.point.threshold);
  EXPECT_THAT(usual.notes, ::testing::Contains(HasSubstr("kept with the run")));
  EXPECT_EQ(evaluate_split(set.workspace, {.run = run, .threshold = 0.5}, {}).evaluation.threshold, 0.5);
  keep_threshold(set.workspace, run, std::nullopt);
  EXPECT_EQ(evaluate_split(set.workspace, {.run = run}, {}).evaluation.threshold, 0.5);
}

TEST_F(RunThreshold, that_was_chosen_for_an_epoch_that_is_the_best_no_more_is_not_kept) {
  const ThresholdChoice choice = chosen({.miss_cost = 20});
  set.write("Train", [&](db::Transaction& t) {
    db::save_checkpoint(t, {run, 2, "runs/x/best.safetensors", 0.9, true});
  });
  EXPECT_THAT(
      test_support::failure_of([&] { keep_threshold(set.workspace, choice); }),
      HasSubstr("keeping a threshold: one was trained meanwhile, and epoch 1, for which it was chosen, is its"));
  EXPECT_FALSE(row().threshold);
}

TEST_F(RunThreshold, that_was_set_by_hand_is_not_frozen) {
  keep_threshold(set.workspace, run, 0.3);
  EXPECT_FALSE(is_frozen(row()));
  EXPECT_EQ(threshold_words(row()), "0.3, set by hand");
  const ThresholdChoice choice = chosen({.miss_cost = 20});
  keep_threshold(set.workspace, choice);
  keep_threshold(set.workspace, run, 0.9);
  EXPECT_EQ(row().threshold, choice.chosen.point.threshold) << "what a rule has chosen stands";
  keep_threshold(set.workspace, run, std::nullopt);
  EXPECT_FALSE(row().threshold);
}

TEST_F(RunThreshold, says_the_same_in_json_as_in_words) {
  const ThresholdChoice choice = chosen({.kind = ml::ConsequenceKind::Capacity, .capacity = 0.2, .prevalence = 0.05});
  const Json json = threshold_json(choice);
  EXPECT_EQ(json.at("threshold").get<double>(), choice.chosen.point.threshold);
  EXPECT_EQ(json.at("chosen").at("ppv").at("value").get<double>(), *choice.chosen.point.ppv);
  EXPECT_EQ(json.at("prevalence").get<double>(), 0.05);
  EXPECT_LE(json.at("chosen").at("called").at("value").get<double>(), 0.2);
  EXPECT_THAT(threshold_text(choice), HasSubstr("capacity 20 % at a prevalence of 5 %"));
}

TEST_F(RunThreshold, is_refused_with_the_reason_where_there_is_nothing_to_choose) {
  EXPECT_THAT(refused(99), HasSubstr("no run 99"));
  const RunId equal = set.add_run("equal", [](int, bool) { return 1.0F; });
  EXPECT_THAT(refused(equal, {.kind = ml::ConsequenceKind::Capacity}), HasSubstr("the scores are equal"));
  TwoRuns one_class(2);
  const RunId lonely = one_class.add_run("lonely", mostly_right(9));
  try {
    choose_threshold(one_class.workspace, one_class.reader(), lonely, {});
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("one label"));
  }
}

}  // namespace
}  // namespace app
