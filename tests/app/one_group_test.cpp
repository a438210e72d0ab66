// Where one patient, lesion or other group holds all of the images nothing can be drawn: there is no interval, and
// whatever would show one says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/figures.h"
#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/report/report_check.h"
#include "app/report/report_html.h"
#include "app/workspace/compare_runs.h"
#include "app/workspace/comparison_json.h"
#include "app/workspace/evaluate_parts.h"
#include "app/workspace/evaluation_detail.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/two_runs.h"

namespace app {
namespace {
using test_support::JudgedWorkspace;
using test_support::TwoRuns;
using ::testing::HasSubstr;
using ::testing::Not;

struct OnePatient : TwoRuns {
  OnePatient() : TwoRuns(60, db::Split::Val, "P0") {}
  RunId good = add_run("good", test_support::mostly_right(9));
  RunId worse = add_run("worse", test_support::mostly_right(4));
};

TEST(OneGroup, has_values_and_no_interval_in_evaluations) {
  OnePatient set;
  const EvaluateOutcome done = evaluate_split(set.workspace, {.run = set.good}, {});
  EXPECT_TRUE(done.evaluation.metrics[Metric::Auc]);
  EXPECT_FALSE(done.evaluation.auc_low);
  EXPECT_EQ(text_of(done.evaluation.drawn), "not estimated: one patient");
  const Json json = evaluation_json(done.evaluation);
  EXPECT_TRUE(json.at("auc_95").at(0).is_null());
  EXPECT_EQ(json.at("auc_95_drawn").at("groups"), 1);
  EXPECT_EQ(json.at("auc_95_drawn").at("settled"), false);
  const Json detail = evaluation_detail(done.scored);
  EXPECT_EQ(detail.at("intervals").at("brier").at("value"), detail.at("brier"));
  EXPECT_TRUE(detail.at("intervals").at("brier").at("low").is_null());
  EXPECT_TRUE(detail.at("operating_points").at("best_f1").at("recall").at("value").is_number());
  const std::string parts = parts_text(evaluate_parts(set.workspace, done, "sex", ""));
  EXPECT_THAT(parts, HasSubstr("all: 95 % intervals not estimated: one patient"));
  EXPECT_THAT(parts, Not(HasSubstr("drawn with replacement")));
  EXPECT_THAT(parts, HasSubstr("\n  95 % intervals not estimated: one patient."));
}

TEST(OneGroup, does_not_let_a_comparison_tell_noise) {
  OnePatient set;
  const RunComparison both = compare_runs(set.workspace, set.reader(), {.a = set.good, .b = set.worse}, {});
  const std::string text = comparison_text(both);
  EXPECT_THAT(text, HasSubstr(", n 60, 1 patient, label revision"));
  EXPECT_THAT(text, HasSubstr("(95 % not estimated: one patient): whether it is noise cannot be told"));
  EXPECT_THAT(text, Not(HasSubstr("more than noise")));
  const Json json = comparison_json(both);
  EXPECT_TRUE(json.at("metrics").at(0).at("clustered_95").is_null());
  EXPECT_TRUE(json.at("metrics").at(0).at("difference").is_number());
}

TEST(OneGroup, leaves_a_chosen_threshold_its_values) {
  OnePatient set;
  const ThresholdChoice choice = choose_threshold(set.workspace, set.reader(), set.good, {});
  const std::string text = threshold_text(choice);
  EXPECT_THAT(text, HasSubstr("95 % intervals not estimated: one patient"));
  EXPECT_THAT(text, Not(HasSubstr("not defined")));
  EXPECT_THAT(text, Not(HasSubstr("(95 %")));
  const Json json = threshold_json(choice);
  EXPECT_EQ(json.at("chosen").at("sensitivity").at("value").get<double>(), choice.chosen.point.sensitivity);
  EXPECT_TRUE(json.at("chosen").at("sensitivity").at("low").is_null());
}

// The fourth edition had an interval of no width, which is verified as it was.
TEST(OneGroup, has_no_interval_in_reports_since_the_fifth_edition) {
  JudgedWorkspace two(test_support::seven_images(), {}, "P0");
  JudgedWorkspace three({{0, {0.6F, 0.3F, 0.1F}},
                         {1, {0.2F, 0.5F, 0.3F}},
                         {2, {0.1F, 0.5F, 0.4F}},
                         {0, {0.5F, 0.4F, 0.1F}},
                         {2, {0.2F, 0.2F, 0.6F}}},
                        {"a", "b", "c"}, "P0");
  for (JudgedWorkspace* made : {&two, &three}) {
    for (const int edition : {3, 4, kReportEdition}) {
      const Report report =
          make_report(made->workspace, {.figures = {.run = made->run, .split = "val"}, .edition = edition}, {});
      const ReportCheck found = check_report(report_html(report), &made->workspace, {});
      EXPECT_TRUE(found.sound()) << edition << describe(found);
      const Json* accuracy = find_fact(report.block, "results", "accuracy");
      ASSERT_NE(accuracy, nullptr);
      EXPECT_EQ(accuracy->at("low").is_null(), edition == kReportEdition);
      const Json* auc = find_fact(report.block, "results", "auc");
      EXPECT_TRUE(edition == 3 || auc->at("low").is_null() == (edition == kReportEdition));
      const Json* drawn = find_fact(report.block, "results", "intervals");
      if (edition == kReportEdition) {
        EXPECT_EQ(*drawn, "not estimated: one patient");
      } else if (edition == 4) {
        EXPECT_THAT(drawn->dump(), HasSubstr("1 patients drawn"));
      }
    }
  }
  const FigureSource source = read_figure_source(two.workspace, {.run = two.run, .split = "val"}, {});
  EXPECT_THAT(make_figure("roc", source).caption.text, HasSubstr("(95 % interval not estimated: one patient)"));
}

}  // namespace
}  // namespace app
