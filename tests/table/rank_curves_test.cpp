#include "app/table/rank_curves.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/table/metric_rows.h"
#include "ml/metrics/bootstrap.h"
#include "tests/table/generated.h"

namespace {
using app::GroupCurves;
using app::Json;
using app::Judge;
using app::Metric;
using app::RankCurves;

Json recorded_cases() {
  std::ifstream file(std::filesystem::path(NEVUS_TESTS_DIR) / "reference" / "one_vs_rest.json");
  std::stringstream text;
  text << file.rdbuf();
  return Json::parse(text.str()).at("cases");
}

Judge judge_of(const Json& record) {
  const auto labels = record.at("labels").get<std::vector<int>>();
  return {app::make_score_set(record.at("classes").get<int>(),
                              app::Bits::first(static_cast<app::Row>(labels.size())).rows(),
                              record.at("probabilities").get<std::vector<float>>()),
          {labels.begin(), labels.end()}};
}

void expect_same(const std::optional<double>& ours, const Json& recorded) {
  ASSERT_EQ(ours.has_value(), !recorded.is_null());
  if (ours) {
    EXPECT_NEAR(*ours, recorded.get<double>(), 1e-9);
  }
}

void expect_same_curve(const std::vector<app::CurvePoint>& ours, const Json& recorded, const char* what) {
  ASSERT_EQ(ours.size(), recorded.size()) << what;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_NEAR(ours[i].x, recorded.at(i).at(std::size_t{0}).get<double>(), 1e-6) << what << " " << i;
    EXPECT_NEAR(ours[i].y, recorded.at(i).at(std::size_t{1}).get<double>(), 1e-6) << what << " " << i;
  }
}

TEST(RankCurves, of_each_group_against_the_rest_are_those_that_were_recorded) {
  for (const Json& record : recorded_cases()) {
    SCOPED_TRACE(record.at("name").get<std::string>());
    const RankCurves curves = app::rank_curves(judge_of(record));
    ASSERT_EQ(curves.groups.size(), record.at("each").size());
    for (std::size_t group = 0; group < curves.groups.size(); ++group) {
      const Json& each = record.at("each").at(group);
      const GroupCurves& ours = curves.groups[group];
      EXPECT_EQ(ours.positives, each.at("tp").get<int>() + each.at("fn").get<int>());
      expect_same(ours.auc, each.at("auc"));
      expect_same(ours.average_precision, each.at("average_precision"));
      expect_same_curve(ours.roc, each.at("roc"), "ROC");
      expect_same_curve(ours.pr, each.at("pr"), "PR");
    }
  }
}

TEST(RankCurves, their_mean_is_the_recorded_one_over_the_groups_that_occur) {
  for (const Json& record : recorded_cases()) {
    SCOPED_TRACE(record.at("name").get<std::string>());
    const GroupCurves mean = app::rank_curves(judge_of(record)).mean;
    expect_same(mean.auc, record.at("mean_auc"));
    expect_same(mean.average_precision, record.at("mean_average_precision"));
    const Json& recorded = record.at("mean_roc");
    ASSERT_EQ(mean.roc.size(), recorded.size() + 1) << "it begins at (0, 0)";
    for (std::size_t i = 0; i < recorded.size(); ++i)
      EXPECT_NEAR(mean.roc[i + 1].y, recorded.at(i).get<double>(), 1e-5) << i;
  }
}

TEST(RankCurves, of_two_groups_there_is_the_one_of_the_second) {
  test::Generator generate(4);
  const auto scores = generate.scores(2, app::Bits::first(200).rows());
  std::vector<std::int16_t> truth;
  for (int i = 0; i < 200; ++i) truth.push_back(static_cast<std::int16_t>(generate.below(2)));
  const Judge judge(scores, truth);
  const RankCurves curves = app::rank_curves(judge);
  ASSERT_EQ(curves.groups.size(), 1U);
  EXPECT_EQ(curves.groups[0].group, 1);
  EXPECT_EQ(curves.groups[0].auc, judge.auc());
  EXPECT_EQ(curves.groups[0].roc.size(), judge.roc().size());
}

TEST(RankCurves, thinned_for_drawing_keep_both_ends_and_stay_near) {
  test::Generator generate(5);
  const auto scores = generate.scores(3, app::Bits::first(4000).rows());
  std::vector<std::int16_t> truth;
  for (int i = 0; i < 4000; ++i) truth.push_back(static_cast<std::int16_t>(generate.below(3)));
  const Judge judge(scores, truth);
  const RankCurves thin = app::rank_curves(judge, 100);
  for (const GroupCurves& group : thin.groups) {
    EXPECT_LE(group.roc.size(), 105U);
    EXPECT_EQ(group.roc.front().x, 0);
    EXPECT_EQ(group.roc.back().x, 1);
    EXPECT_EQ(group.roc.back().y, 1);
    for (std::size_t i = 1; i < group.roc.size(); ++i)
      EXPECT_LE(group.roc[i].x - group.roc[i - 1].x + group.roc[i].y - group.roc[i - 1].y, 0.05F);
  }
}

TEST(RankCurves, without_a_second_group_there_is_none_and_equal_scores_make_the_diagonal) {
  const auto scores = app::make_score_set(2, {0, 1, 2}, {0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F});
  const RankCurves one = app::rank_curves(Judge(scores, {1, 1, 1}));
  EXPECT_FALSE(one.groups[0].auc.has_value());
  EXPECT_TRUE(one.groups[0].roc.empty());
  EXPECT_EQ(one.groups[0].positives, 3);
  const RankCurves equal = app::rank_curves(Judge(scores, {1, 0, 1}));
  EXPECT_EQ(equal.groups[0].auc, 0.5);
  EXPECT_EQ(equal.groups[0].roc.size(), 2U);
  EXPECT_TRUE(app::rank_curves(Judge(scores, {-1, -1, -1})).groups[0].roc.empty());
}

TEST(MetricRows, a_group_against_the_rest_counts_as_recorded) {
  for (const Json& record : recorded_cases()) {
    SCOPED_TRACE(record.at("name").get<std::string>());
    const ml::ConfusionMatrix matrix = judge_of(record).confusion(0.5);
    for (int group = 0; group < matrix.classes(); ++group) {
      const Json& each = record.at("each").at(static_cast<std::size_t>(group));
      const ml::ConfusionMatrix two = app::one_against_rest(matrix, group);
      EXPECT_EQ(two.at(1, 1), each.at("tp").get<int>());
      EXPECT_EQ(two.at(0, 1), each.at("fp").get<int>());
      EXPECT_EQ(two.at(1, 0), each.at("fn").get<int>());
      EXPECT_EQ(two.at(0, 0), each.at("tn").get<int>());
      if (each.at("auc").is_null()) continue;
      const app::MetricValues values = app::metrics_of(two, std::nullopt);
      expect_same(values[Metric::Recall], each.at("recall"));
      expect_same(values[Metric::Specificity], each.at("specificity"));
      EXPECT_EQ(app::metric_basis(matrix, Metric::Recall, group), two.at(1, 1) + two.at(1, 0));
      EXPECT_EQ(app::metric_basis(matrix, Metric::Precision, group), two.at(1, 1) + two.at(0, 1));
      EXPECT_EQ(app::metric_basis(matrix, Metric::Specificity, group), two.at(0, 0) + two.at(0, 1));
    }
    expect_same(app::metrics_of(matrix, std::nullopt)[Metric::Specificity], record.at("mean_specificity"));
  }
}

// Draws of lesions, each image by image, as the plain bootstrap makes them.
TEST(MetricRows, an_interval_is_what_drawing_lesions_row_by_row_gives) {
  test::Generator generate(6);
  std::vector<std::int16_t> truth;
  std::vector<int> lesions;
  for (int i = 0; i < 120; ++i) {
    truth.push_back(static_cast<std::int16_t>(generate.below(2)));
    lesions.push_back(static_cast<int>(generate.below(50)));
  }
  const Judge judge(generate.scores(2, app::Bits::first(120).rows()), truth);
  const app::JudgedRows rows = app::judged_rows(judge);
  const app::IntervalTable table = app::metric_intervals(judge, 0.4, lesions);
  EXPECT_GE(table.draws, 1000);
  EXPECT_TRUE(table.by_group.empty());
  const auto recall =
      ml::bootstrap_statistic(lesions, [&](std::span<const std::size_t> drawn) -> std::optional<double> {
        double positives = 0, found = 0;
        for (const std::size_t row : drawn) {
          positives += rows.labels[row] == 1 ? 1 : 0;
          found += rows.labels[row] == 1 && rows.scores[row] >= 0.4F ? 1 : 0;
        }
        return positives > 0 ? std::optional(found / positives) : std::nullopt;
      });
  const auto& ours = table.all[static_cast<std::size_t>(Metric::Recall)];
  ASSERT_TRUE(ours && recall);
  EXPECT_NEAR(ours->low, recall->low, 1e-9);
  EXPECT_NEAR(ours->high, recall->high, 1e-9);
  const auto auc = ml::bootstrap_auc(rows.labels, rows.scores, lesions);
  ASSERT_TRUE(auc);
  EXPECT_NEAR(table.all[static_cast<std::size_t>(Metric::Auc)]->low, auc->low, 1e-9);
}

TEST(MetricRows, of_more_groups_each_has_intervals_around_its_values) {
  const Json record = recorded_cases().at(std::size_t{0});
  const Judge judge = judge_of(record);
  std::vector<int> lesions;
  for (int i = 0; i < judge.n(); ++i) lesions.push_back(i / 2);
  const app::IntervalTable table = app::metric_intervals(judge, 0.5, lesions);
  ASSERT_EQ(table.by_group.size(), 7U);
  const auto& all = table.all[static_cast<std::size_t>(Metric::Auc)];
  ASSERT_TRUE(all);
  EXPECT_LT(all->low, record.at("mean_auc").get<double>());
  EXPECT_GT(all->high, record.at("mean_auc").get<double>());
  const auto& first = table.by_group[0][static_cast<std::size_t>(Metric::Recall)];
  ASSERT_TRUE(first);
  EXPECT_LE(first->low, record.at("each").at(std::size_t{0}).at("recall").get<double>());
  EXPECT_GE(first->high, record.at("each").at(std::size_t{0}).at("recall").get<double>());
}

}  // namespace
