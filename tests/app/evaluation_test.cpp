#include "app/table/evaluation.h"

#include <gtest/gtest.h>

#include "app/workspace/evaluation_detail.h"
#include "app/workspace/evaluation_json.h"

namespace {
using app::Evaluation;
using app::evaluation_detail;
using app::Scored;

Scored two_groups() {
  return {{0, 0, 1, 1}, {0.9F, 0.1F, 0.4F, 0.6F, 0.6F, 0.4F, 0.2F, 0.8F}, {0, 1, 2, 3}, {"benign", "malignant"}};
}

TEST(Evaluation, counts_rows_of_the_true_group_by_columns_of_the_predicted_one) {
  const Evaluation result = app::evaluate(two_groups(), {"val", "run:1", "malignant", 3, 17});
  EXPECT_EQ(result.confusion, (std::vector<std::int64_t>{1, 1, 1, 1}));
  EXPECT_EQ(result.n, 4);
  EXPECT_DOUBLE_EQ(*result.metrics[app::Metric::Accuracy], 0.5);
  EXPECT_DOUBLE_EQ(*result.metrics[app::Metric::Auc], 0.75);  // three of the four pairs are in order
}

TEST(Evaluation, a_score_at_the_threshold_is_positive) {
  EXPECT_EQ(app::evaluate(two_groups(), {}, {.threshold = 0.4}).confusion, (std::vector<std::int64_t>{1, 1, 0, 2}));
  EXPECT_EQ(app::evaluate(two_groups(), {}, {.threshold = 0.81}).confusion, (std::vector<std::int64_t>{2, 0, 2, 0}));
}

TEST(Evaluation, metrics_without_a_denominator_are_null_in_the_json) {
  const auto json = app::evaluation_json(app::evaluate(two_groups(), {}, {.threshold = 0.99}));
  EXPECT_TRUE(json.at("precision").is_null());
  EXPECT_EQ(json.at("recall"), 0.0);
  EXPECT_EQ(json.at("confusion").at(1).at(0), 2);
  EXPECT_EQ(json.at("disclaimer"), "Research and teaching tool. Not a medical device.");
}

TEST(Evaluation, more_than_two_groups_are_judged_by_the_most_probable) {
  const Scored scored{{0, 1, 2}, {0.5F, 0.3F, 0.2F, 0.1F, 0.8F, 0.1F, 0.4F, 0.35F, 0.25F}, {0, 1, 2}, {"a", "b", "c"}};
  const Evaluation result = app::evaluate(scored, {});
  EXPECT_EQ(result.confusion, (std::vector<std::int64_t>{1, 0, 0, 0, 1, 0, 1, 0, 0}));
  EXPECT_NEAR(*result.metrics[app::Metric::BalancedAccuracy], 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(*result.metrics[app::Metric::Specificity], (0.5 + 1 + 1) / 3, 1e-12);
  EXPECT_TRUE(result.roc.empty());
  EXPECT_TRUE(app::evaluation_json(result).at("threshold").is_null());
  EXPECT_EQ(app::evaluation_json(app::evaluate(two_groups(), {}, {.threshold = 0.4})).at("threshold"), 0.4);
}

TEST(Evaluation, a_group_that_is_never_called_counts_as_no_precision_of_more_than_two) {
  const Scored scored{{0, 0, 1, 2},
                      {0.5F, 0.3F, 0.2F, 0.4F, 0.5F, 0.1F, 0.1F, 0.8F, 0.1F, 0.6F, 0.3F, 0.1F},
                      {0, 1, 2, 3},
                      {"a", "b", "c"}};
  const Evaluation result = app::evaluate(scored, {});
  EXPECT_NEAR(*result.metrics[app::Metric::Precision], (0.5 + 0.5 + 0) / 3, 1e-12);
  EXPECT_NE(app::metric_table()[static_cast<std::size_t>(app::Metric::Precision)].definition.find("never called"),
            std::string_view::npos);
  app::Json stored = app::evaluation_json(result);
  stored["precision"] = 0.5;  // as runs stored it that were made when only the groups that are called counted
  EXPECT_EQ(app::metrics_from_json(stored)[app::Metric::Precision], result.metrics[app::Metric::Precision]);
  stored["confusion"] = app::Json::array();
  EXPECT_EQ(app::metrics_from_json(stored)[app::Metric::Precision], 0.5);
}

TEST(Evaluation, the_mean_area_of_more_groups_has_one_interval_in_eval_and_in_detail) {
  Scored scored;
  scored.groups = {"a", "b", "c"};
  for (int i = 0; i < 60; ++i) {
    std::vector<float> p(3, 0.2F);
    p[static_cast<std::size_t>((i + (i % 7 == 0 ? 1 : 0)) % 3)] = 0.6F;
    scored.labels.push_back(i % 3);
    scored.probabilities.insert(scored.probabilities.end(), p.begin(), p.end());
    scored.lesions.push_back(i / 2);
  }
  const app::Json judged = app::evaluation_json(app::evaluate(scored, {}));
  const app::Json macro = evaluation_detail(scored).at("intervals").at("macro_auc");
  EXPECT_EQ(judged.at("auc_95").at(0), macro.at("low"));
  EXPECT_EQ(judged.at("auc_95").at(1), macro.at("high"));
  EXPECT_EQ(judged.at("auc_95_drawn").at("draws"), macro.at("draws"));
  EXPECT_EQ(judged.at("auc_95_drawn").at("groups"), 30);
  EXPECT_LT(macro.at("low").get<double>(), macro.at("high").get<double>());
}

TEST(EvaluationDetail, holds_what_is_defined_for_the_groups) {
  const Scored two{{0, 0, 1, 1, 1, 0},
                   {0.9F, 0.1F, 0.6F, 0.4F, 0.2F, 0.8F, 0.5F, 0.5F, 0.7F, 0.3F, 0.8F, 0.2F},
                   {1, 2, 3, 4, 5, 6},
                   {"benign", "malignant"}};
  app::Json detail = evaluation_detail(two);
  EXPECT_NEAR(detail["brier"].get<double>(), (0.01 + 0.16 + 0.04 + 0.25 + 0.49 + 0.04) / 6, 1e-6);
  EXPECT_EQ(detail["sweep"].size(), 19U);
  EXPECT_EQ(detail["operating_points"]["recall_at_least_0.95"]["recall"]["value"], 1.0);
  EXPECT_FALSE(detail["temperature"].is_null());
  EXPECT_EQ(detail["intervals"]["brier"]["value"], detail["brier"]);
  EXPECT_LT(detail["intervals"]["brier"]["low"].get<double>(), detail["intervals"]["brier"]["high"].get<double>());
  EXPECT_EQ(detail["precision_recall"].back()["recall"], 1.0);
  const Scored three{{0, 1, 2}, {0.8F, 0.1F, 0.1F, 0.2F, 0.7F, 0.1F, 0.3F, 0.3F, 0.4F}, {1, 2, 3}, {"a", "b", "c"}};
  EXPECT_EQ(evaluation_detail(three).find("brier"), nullptr);
  EXPECT_NEAR(evaluation_detail(three)["calibration"]["ece"].get<double>(), (0.2 + 0.3 + 0.6) / 3, 1e-6);
}

// Probabilities that mean what they say: a draw of them looks worse than they are, every time.
TEST(EvaluationDetail, calibration_error_lies_within_its_interval) {
  Scored scored;
  scored.groups = {"benign", "malignant"};
  for (int i = 0; i < 300; ++i) {
    const float p = static_cast<float>(i % 20) / 20 + 0.02F;
    scored.labels.push_back(static_cast<float>(i / 20) < 15 * p ? 1 : 0);
    scored.probabilities.insert(scored.probabilities.end(), {1 - p, p});
    scored.lesions.push_back(i);
  }
  const app::Json detail = evaluation_detail(scored);
  const app::Json& ece = detail.at("intervals").at("ece");
  EXPECT_EQ(ece.at("value"), detail.at("calibration").at("ece"));
  EXPECT_LE(ece.at("low").get<double>(), ece.at("value").get<double>());
  EXPECT_GE(ece.at("high").get<double>(), ece.at("value").get<double>());
  EXPECT_LT(ece.at("low").get<double>(), ece.at("high").get<double>());
}

TEST(EvaluationDetail, of_one_class_is_null_not_zero) {
  const auto detail = evaluation_detail({{0, 0}, {0.9F, 0.1F, 0.6F, 0.4F}, {1, 2}, {"benign", "malignant"}});
  EXPECT_TRUE(detail["average_precision"].is_null());
  EXPECT_TRUE(detail["temperature"].is_null());
  EXPECT_TRUE(detail["operating_points"]["best_youden"].is_null());
}

}  // namespace
