// Two runs on the same images, in the numbers that window and command line share.
#include "app/workspace/compare_runs.h"

#include <limits>

#include <gmock/gmock.h>

#include "app/core/json.h"
#include "app/workspace/comparison_json.h"
#include "app/workspace/evaluate_model.h"
#include "tests/app/two_runs.h"

namespace app {
namespace {
using test_support::mostly_right;
using test_support::TwoRuns;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct CompareRuns : ::testing::Test {
  RunComparison compared(CompareRequest request) { return compare_runs(set.workspace, set.reader(), request, {}); }
  std::string refused(const CompareRequest& request) {
    try {
      compared(request);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }
  TwoRuns set;
};

TEST_F(CompareRuns, give_each_the_numbers_it_has_alone) {
  const RunId a = set.add_run("good", mostly_right(9)), b = set.add_run("worse", mostly_right(4));
  const RunComparison both = compared({.a = a, .b = b});
  const Evaluation alone = evaluate_split(set.workspace, {.run = a}, {}).evaluation;
  EXPECT_EQ(both.numbers.a.confusion, alone.confusion);
  EXPECT_EQ(both.numbers.a.metrics, alone.metrics);
  EXPECT_EQ(both.numbers.a.n, 40);
  EXPECT_EQ(both.numbers.drawn.groups, 20);
  EXPECT_EQ(both.numbers.metrics.front().metric, Metric::Auc);
  EXPECT_EQ(both.numbers.metrics.front().a, alone.metrics[Metric::Auc]);
  EXPECT_NEAR(both.numbers.delong->difference, *alone.metrics[Metric::Auc] - *both.numbers.b.metrics[Metric::Auc],
              1e-12);
}

TEST_F(CompareRuns, say_in_json_what_they_say_in_words) {
  const RunId a = set.add_run("good", mostly_right(9)), b = set.add_run("worse", mostly_right(4));
  const RunComparison both = compared({.a = a, .b = b});
  const Json json = comparison_json(both);
  const Json& auc = json.at("metrics").at(std::size_t{0});
  EXPECT_EQ(auc.at("difference").get<double>(), *both.numbers.metrics[0].a - *both.numbers.metrics[0].b);
  EXPECT_EQ(auc.at("clustered_95").at("low").get<double>(), both.numbers.metrics[0].clustered->difference.low);
  EXPECT_TRUE(auc.at("single_95").at("width").is_number());
  const bool noise = both.numbers.metrics[0].clustered->within_noise();
  EXPECT_EQ(auc.at("clustered_95").at("within_noise").get<bool>(), noise);
  EXPECT_THAT(comparison_text(both), HasSubstr(noise ? "within noise" : "more than noise"));
  EXPECT_THAT(comparison_text(both),
              ::testing::AllOf(HasSubstr("\n  sensitivity "), ::testing::Not(HasSubstr("recall"))));
  EXPECT_EQ(json.at("flips").at("only_a_right").size(), rows_of_flip(both.numbers, Flip::OnlyARight).size());
}

TEST_F(CompareRuns, of_the_same_predictions_are_within_noise) {
  const RunId a = set.add_run("one", mostly_right(5)), b = set.add_run("two", mostly_right(5));
  const RunComparison both = compared({.a = a, .b = b});
  for (const MetricDifference& one : both.numbers.metrics) EXPECT_TRUE(one.clustered->within_noise());
  EXPECT_THAT(rows_of_flip(both.numbers, Flip::OnlyARight), IsEmpty());
}

TEST_F(CompareRuns, take_the_images_both_have_judged_and_count_the_others) {
  const RunId a = set.add_run("all", mostly_right(5)), b = set.add_run("some", mostly_right(5), db::Split::Val, 30);
  const RunComparison both = compared({.a = a, .b = b});
  EXPECT_EQ(both.images.size(), 30U);
  EXPECT_EQ(both.a.not_shared, 10);
  EXPECT_EQ(both.b.not_shared, 0);
  EXPECT_THAT(comparison_text(both), HasSubstr("10 images that only A has judged are left out"));
}

TEST_F(CompareRuns, of_different_questions_are_refused_with_both_named) {
  set.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "diagnosis", "", {{"nv", {set.nv}}, {"mel", {set.mel}}}});
    db::save_target(t, {0, "turned", "", {{"benign", {set.mel}}, {"malignant", {set.nv}}}});
  });
  const RunId a = set.add_run("a", mostly_right(5));
  const RunId other = set.add_run("b", mostly_right(5), db::Split::Val, 0, "diagnosis");
  EXPECT_THAT(refused({.a = a, .b = other}), HasSubstr("malignant {benign, malignant}"));
  EXPECT_THAT(refused({.a = a, .b = other}), HasSubstr("diagnosis {nv, mel}"));
  const RunId turned = set.add_run("c", mostly_right(5), db::Split::Val, 0, "turned");
  EXPECT_THAT(refused({.a = a, .b = turned}), HasSubstr("other classes in them"));
  EXPECT_THAT(refused({.a = a, .b = a}), HasSubstr("with itself"));
  EXPECT_THAT(refused({.a = a, .b = 99}), HasSubstr("no run 99"));
}

TEST_F(CompareRuns, with_equal_scores_have_an_area_of_a_half_and_with_nan_say_so) {
  const RunId a = set.add_run("equal", [](int, bool) { return 0.5F; }), b = set.add_run("good", mostly_right(9));
  EXPECT_EQ(compared({.a = a, .b = b}).numbers.a.metrics[Metric::Auc], 0.5);
  const RunId broken = set.add_run("broken", [](int, bool) { return std::numeric_limits<float>::quiet_NaN(); });
  EXPECT_NE(refused({.a = a, .b = broken}), "");
}

TEST(CompareRunsOfOneClass, have_no_area_and_say_that_it_is_not_defined) {
  TwoRuns set(2);
  const RunId a = set.add_run("a", mostly_right(9)), b = set.add_run("b", mostly_right(2));
  const RunComparison both = compare_runs(set.workspace, set.reader(), {.a = a, .b = b}, {});
  EXPECT_FALSE(both.numbers.delong);
  EXPECT_FALSE(both.numbers.a.metrics[Metric::Auc]);
  for (const MetricDifference& one : both.numbers.metrics) EXPECT_NE(one.metric, Metric::Auc);
}

TEST(CompareRunsOnTest, write_down_a_look_for_each_and_tell_how_many_there_were) {
  TwoRuns set(40, db::Split::Test);
  const RunId a = set.add_run("a", mostly_right(9), db::Split::Test);
  const RunId b = set.add_run("b", mostly_right(4), db::Split::Test);
  const RunComparison both =
      compare_runs(set.workspace, set.reader(), {.a = a, .b = b, .split = "test", .reason = "nevus compare"}, {});
  ASSERT_TRUE(both.looks);
  EXPECT_EQ(both.looks->in_all, 2);
  const auto looks = db::test_looks(set.reader());
  ASSERT_EQ(looks.size(), 2U);
  EXPECT_EQ(looks[0].run, a);
  EXPECT_EQ(looks[1].run, b);
  EXPECT_EQ(looks[0].n, 40);
  EXPECT_EQ(looks[0].epoch, 1);
  EXPECT_EQ(looks[0].threshold, 0.5);
  EXPECT_EQ(looks[0].reason, "nevus compare");
  EXPECT_THAT(comparison_text(both), HasSubstr("looked at 2 times"));
  EXPECT_EQ(comparison_json(both).at("test_looks").get<int>(), 2);
  const EvaluateOutcome again = evaluate_split(set.workspace, {.run = a, .split = "test"}, {});
  EXPECT_EQ(again.looks->in_all, 3);
  EXPECT_EQ(again.looks->of_run, 2);
}

TEST(LooksText, CountsInWords) {
  EXPECT_EQ(looks_text({0, 0}), "the test split was never looked at");
  EXPECT_EQ(looks_text({1, 1}), "the test split was looked at once, with this run");
  EXPECT_EQ(looks_text({3, 1}), "the test split was looked at 3 times, once with this run");
}

}  // namespace
}  // namespace app
