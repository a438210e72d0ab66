#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/multiclass.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

TEST(MulticlassMetrics, AgreeWithScikitLearn) {
  for (const auto& record : recorded::load("metrics.json", "multiclass")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const int classes = record["classes"];
    const std::vector<int> labels = record["labels"];
    const std::vector<float> probabilities = record["probabilities"];
    const auto matrix = ml::confusion_matrix(labels, ml::most_probable(probabilities, classes), classes);
    EXPECT_EQ(std::vector<std::int64_t>(matrix.counts().begin(), matrix.counts().end()),
              record["confusion"].get<std::vector<std::int64_t>>());
    const auto metrics = ml::multiclass_metrics(matrix);
    EXPECT_NEAR(*metrics.accuracy, record["accuracy"].get<double>(), 1e-12);
    EXPECT_NEAR(*metrics.balanced_accuracy, record["balanced_accuracy"].get<double>(), 1e-12);
    EXPECT_NEAR(*metrics.macro_precision, record["macro_precision"].get<double>(), 1e-12);
    EXPECT_NEAR(*metrics.macro_f1, record["macro_f1"].get<double>(), 1e-12);
    EXPECT_NEAR(*metrics.kappa, record["kappa"].get<double>(), 1e-12);
    const auto auc = ml::one_vs_rest_auc(labels, probabilities, classes);
    EXPECT_NEAR(*auc.macro, record["auc_macro"].get<double>(), 1e-12);
    for (std::size_t c = 0; c < auc.per_class.size(); ++c) {
      const auto expected = recorded::optional_number(record["auc_per_class"][c]);
      ASSERT_EQ(auc.per_class[c].has_value(), expected.has_value()) << c;
      if (expected) {
        EXPECT_NEAR(*auc.per_class[c], *expected, 1e-12) << c;
      }
    }
  }
}

TEST(MulticlassMetrics, AreAbsentForAnEmptySet) {
  const auto metrics = ml::multiclass_metrics(ml::ConfusionMatrix(3));
  EXPECT_FALSE(metrics.accuracy || metrics.balanced_accuracy || metrics.macro_precision || metrics.macro_f1 ||
               metrics.kappa);
  EXPECT_FALSE(metrics.recall[0] || metrics.precision[0] || metrics.f1[0]);
  EXPECT_FALSE(ml::one_vs_rest_auc({}, {}, 3).macro.has_value());
}

TEST(MulticlassMetrics, GiveAPredictedClassThatNeverOccursAnF1OfZero) {
  const auto metrics = ml::multiclass_metrics(ml::confusion_matrix(std::vector{0, 0, 1}, std::vector{0, 2, 1}, 4));
  EXPECT_EQ(metrics.f1[2], 0.0);
  EXPECT_FALSE(metrics.recall[2].has_value());
  EXPECT_EQ(metrics.precision[2], 0.0);
  EXPECT_FALSE(metrics.f1[3].has_value());
  EXPECT_NEAR(*metrics.macro_f1, (2.0 / 3 + 1 + 0) / 3, 1e-12);
}

TEST(ConfusionMatrix, CountsRowsOfTrueByColumnsOfPredicted) {
  const auto matrix = ml::confusion_matrix(std::vector{0, 0, 1, 2}, std::vector{1, 0, 1, 0}, 3);
  EXPECT_EQ(matrix.at(0, 1), 1);
  EXPECT_EQ(matrix.at(1, 0), 0);
  EXPECT_EQ(matrix.at(2, 0), 1);
  EXPECT_EQ(matrix.row_total(0), 2);
  EXPECT_EQ(matrix.column_total(0), 2);
  EXPECT_EQ(matrix.total(), 4);
}

TEST(ConfusionMatrix, NamesAClassOutOfRange) {
  expect_error([] { ml::confusion_matrix(std::vector{0, 3}, std::vector{0, 0}, 3); }, {"true class 3", "index 1"});
  expect_error(
      [] {
        ml::confusion_matrix(std::vector{0, 0}, std::vector{0, -1}, 3);
      },
      {"predicted class -1", "index 1"});
  expect_error([] { ml::confusion_matrix(std::vector{0}, std::vector{0, 1}, 3); }, {"1 labels", "2 predictions"});
  expect_error([] { ml::ConfusionMatrix(0); }, {"at least one class"});
}

TEST(MostProbable, TakesTheLowerClassOnATieAndNamesNotANumber) {
  EXPECT_EQ(ml::most_probable(std::vector{0.5F, 0.5F, 0.1F, 0.9F}, 2), (std::vector{0, 1}));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expect_error([&] { ml::most_probable(std::vector{0.5F, 0.5F, nan, 0.9F}, 2); }, {"class 0", "row 1"});
  expect_error([&] { ml::most_probable(std::vector{0.5F, 0.5F, 0.1F}, 2); }, {"3 probabilities"});
}

TEST(OneVsRestAuc, NamesALabelOutOfRange) {
  expect_error([] { ml::one_vs_rest_auc(std::vector{2}, std::vector{0.5F, 0.5F}, 2); }, {"label 2", "index 0"});
  expect_error([] { ml::one_vs_rest_auc(std::vector{1, 0}, std::vector{0.5F, 0.5F}, 2); }, {"2 labels"});
}

}  // namespace
