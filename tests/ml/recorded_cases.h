// Recorded sets of labels and scores with what was recorded of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/confusion.h"
#include "tests/ml/recorded_values.h"

namespace recorded {

struct Case {
  std::string name;
  std::vector<int> labels;
  std::vector<float> scores;
  nlohmann::json recorded;
};

inline std::vector<Case> cases(const char* member) {
  std::vector<Case> all;
  for (const auto& record : load("metrics.json", member))
    all.push_back({record["name"], record["labels"], record["scores"], record});
  return all;
}

// A metric and what was recorded of it: both absent, or equal to the last digits.
inline void expect_same(const std::optional<double>& ours, const nlohmann::json& record, const char* what) {
  constexpr double kNear = 1e-12;
  const std::optional<double> expected = optional_number(record[what]);
  ASSERT_EQ(ours.has_value(), expected.has_value()) << what;
  if (ours) {
    EXPECT_NEAR(*ours, *expected, kNear) << what;
  }
}

inline void expect_same_counts_and_rates(const ml::BinaryMetrics& metrics, const nlohmann::json& record) {
  EXPECT_EQ(metrics.true_positives, record["tp"].get<int>());
  EXPECT_EQ(metrics.false_positives, record["fp"].get<int>());
  EXPECT_EQ(metrics.true_negatives, record["tn"].get<int>());
  EXPECT_EQ(metrics.false_negatives, record["fn"].get<int>());
  expect_same(metrics.accuracy, record, "accuracy");
  expect_same(metrics.precision, record, "precision");
  expect_same(metrics.recall, record, "recall");
  expect_same(metrics.specificity, record, "specificity");
  expect_same(metrics.f1, record, "f1");
  expect_same(metrics.balanced_accuracy, record, "balanced_accuracy");
}

}  // namespace recorded
