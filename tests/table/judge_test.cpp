#include "app/table/judge.h"

#include <gtest/gtest.h>

#include "app/table/metrics.h"
#include "ml/metrics/multiclass.h"
#include "tests/table/generated.h"

namespace {
using app::Judge;
using app::Metric;
using test::Generator;

std::vector<std::int16_t> truths(Generator& generate, std::size_t n, int groups) {
  std::vector<std::int16_t> truth(n);
  for (auto& group : truth)
    group = static_cast<std::int16_t>(static_cast<int>(generate.below(static_cast<std::size_t>(groups) + 1)) - 1);
  return truth;
}

std::vector<app::Row> first_rows(std::size_t n) { return app::Bits::first(static_cast<app::Row>(n)).rows(); }

TEST(Judge, says_at_every_threshold_what_counting_says) {
  Generator generate(1);
  const auto scores = generate.scores(2, first_rows(300));  // many ties: three digits
  Judge judge(scores, truths(generate, 300, 2));
  for (int round = 0; round < 3; ++round) {
    judge.set_truth(truths(generate, 300, 2));
    const app::JudgedRows rows = app::judged_rows(judge);
    for (int step = 0; step <= 100; ++step) {
      const double threshold = step / 100.0;
      const ml::BinaryMetrics plain = ml::binary_metrics_at(rows.labels, rows.scores, threshold);
      const ml::ConfusionMatrix matrix = judge.confusion(threshold);
      EXPECT_EQ(matrix.at(1, 1), plain.true_positives) << threshold;
      EXPECT_EQ(matrix.at(0, 1), plain.false_positives) << threshold;
      EXPECT_EQ(matrix.total(), judge.n());
      EXPECT_EQ(app::metrics_of(matrix, judge.auc())[Metric::F1], plain.f1);
    }
    EXPECT_EQ(judge.auc(), ml::roc_auc(rows.labels, rows.scores));
    const auto curve = judge.roc(), plain = ml::roc_curve(rows.labels, rows.scores);
    ASSERT_EQ(curve.size(), plain.size());
    for (std::size_t i = 0; i < curve.size(); ++i) EXPECT_EQ(curve[i].tpr, plain[i].tpr);
  }
}

TEST(Judge, a_thinned_curve_keeps_both_ends_and_stays_near_the_whole_one) {
  Generator generate(2);
  const Judge judge(generate.scores(2, first_rows(5000)), truths(generate, 5000, 2));
  const auto whole = judge.roc(), thin = judge.roc(100);
  EXPECT_LE(thin.size(), 103U);
  EXPECT_EQ(thin.front().tpr, 0);
  EXPECT_EQ(thin.back().tpr, 1);
  EXPECT_EQ(thin.back().fpr, 1);
  EXPECT_GT(whole.size(), thin.size());
}

TEST(Judge, of_more_than_two_groups_takes_the_most_probable) {
  Generator generate(3);
  const auto scores = generate.scores(3, first_rows(200));
  const Judge judge(scores, truths(generate, 200, 3));
  const app::JudgedRows rows = app::judged_rows(judge);
  const auto plain = ml::confusion_matrix(rows.labels, ml::most_probable(rows.ranking, 3), 3);
  EXPECT_TRUE(std::ranges::equal(judge.confusion(0.5).counts(), plain.counts()));
  EXPECT_EQ(judge.one_vs_rest_auc(), ml::one_vs_rest_auc(rows.labels, rows.ranking, 3).macro);
  EXPECT_FALSE(judge.auc().has_value());
  EXPECT_TRUE(judge.roc().empty());
}

TEST(Judge, without_both_groups_there_is_no_area_and_no_curve) {
  const auto scores = app::make_score_set(2, {0, 1}, {0.4F, 0.6F, 0.2F, 0.8F});
  EXPECT_FALSE(Judge(scores, {1, 1}).auc().has_value());
  EXPECT_TRUE(Judge(scores, {1, -1}).roc().empty());
  EXPECT_EQ(Judge(scores, {-1, -1}).n(), 0);
}

TEST(Judge, when_all_scores_are_equal_the_curve_is_the_diagonal) {
  const auto scores = app::make_score_set(2, {0, 1, 2}, {0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F});
  const Judge judge(scores, {0, 1, 1});
  EXPECT_EQ(judge.auc(), 0.5);
  EXPECT_EQ(judge.roc().size(), 2U);
  EXPECT_EQ(judge.confusion(0.5).at(1, 1), 2);
  EXPECT_EQ(judge.confusion(0.51).at(1, 1), 0);
}

TEST(ScoreSet, what_is_no_probability_is_refused_by_its_number) {
  try {
    app::make_score_set(2, {0, 1}, {0.5F, 0.5F, 0.1F, std::nanf("")});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("image number 1"), std::string::npos) << error.what();
  }
  EXPECT_THROW(app::make_score_set(2, {0}, {0.5F, 0.5F, 0.5F}), std::runtime_error);
}

TEST(MetricTable, stands_in_the_order_of_the_metrics) {
  for (std::size_t i = 0; i < app::kMetrics; ++i)
    EXPECT_EQ(static_cast<std::size_t>(app::metric_table()[i].id), i) << app::metric_table()[i].key;
}

}  // namespace
