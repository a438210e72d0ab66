#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/calibration.h"
#include "ml/metrics/temperature.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

constexpr double kNear = 1e-12;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// scikit-learn lists only the bins that hold something.
void expect_same(const ml::ReliabilityDiagram& ours, const nlohmann::json& record) {
  ASSERT_EQ(ours.bins.size(), record["count"].size());
  std::size_t filled = 0;
  for (std::size_t k = 0; k < ours.bins.size(); ++k) {
    SCOPED_TRACE("bin " + std::to_string(k));
    const ml::ReliabilityBin& bin = ours.bins[k];
    EXPECT_EQ(bin.count, record["count"][k].get<int>());
    EXPECT_NEAR(bin.low, record["edges"][k].get<double>(), kNear);
    EXPECT_NEAR(bin.high, record["edges"][k + 1].get<double>(), kNear);
    ASSERT_EQ(bin.observed.has_value(), bin.count > 0);
    ASSERT_EQ(bin.mean_probability.has_value(), bin.count > 0);
    ASSERT_EQ(bin.observed_low.has_value(), bin.count > 0);
    ASSERT_EQ(bin.observed_high.has_value(), bin.count > 0);
    if (bin.count == 0) continue;
    EXPECT_NEAR(*bin.observed, record["observed"][filled].get<double>(), kNear);
    EXPECT_NEAR(*bin.mean_probability, record["mean"][filled].get<double>(), kNear);
    EXPECT_NEAR(*bin.observed_low, record["low"][filled].get<double>(), kNear);
    EXPECT_NEAR(*bin.observed_high, record["high"][filled].get<double>(), kNear);
    ++filled;
  }
  EXPECT_EQ(filled, record["observed"].size());
  ASSERT_TRUE(ours.ece && ours.mce);
  EXPECT_NEAR(*ours.ece, record["ece"].get<double>(), kNear);
  EXPECT_NEAR(*ours.mce, record["mce"].get<double>(), kNear);
}

TEST(ReliabilityDiagram, AgreesWithScikitLearnAndScipyBinByBin) {
  for (const auto& record : recorded::load("metrics.json", "calibration")) {
    const std::vector<int> labels = record["labels"];
    const std::vector<float> probabilities = record["probabilities"];
    for (const auto& diagram : record["diagrams"]) {
      SCOPED_TRACE(record["name"].get<std::string>() + ", " + diagram["bins"].dump());
      expect_same(ml::reliability_diagram(labels, probabilities, {.bins = diagram["bins"]}), diagram);
    }
  }
}

TEST(ReliabilityDiagram, PutsAProbabilityOnAnEdgeIntoTheLowerBin) {
  const auto diagram =
      ml::reliability_diagram(std::vector{0, 0, 1, 1, 1}, std::vector{0.F, 0.25F, 0.5F, 0.75F, 1.F}, {.bins = 4});
  ASSERT_EQ(diagram.bins.size(), 4U);
  EXPECT_EQ(diagram.bins[0].count, 2);
  EXPECT_EQ(*diagram.bins[0].mean_probability, 0.125);
  for (std::size_t k = 1; k < 4; ++k) EXPECT_EQ(diagram.bins[k].count, 1) << k;
  // Gaps of 0.125 (twice), 0.5, 0.25 and 0.
  EXPECT_DOUBLE_EQ(*diagram.ece, 0.2);
  EXPECT_DOUBLE_EQ(*diagram.mce, 0.5);
}

TEST(ReliabilityDiagram, KeepsWilsonsIntervalWithinAShareWhereOnlyOneClassIs) {
  const auto negatives = ml::reliability_diagram(std::vector(10, 0), std::vector(10, 0.25F), {.bins = 1});
  EXPECT_EQ(*negatives.bins[0].observed, 0.0);
  EXPECT_GE(*negatives.bins[0].observed_low, 0.0);
  EXPECT_NEAR(*negatives.bins[0].observed_low, 0.0, kNear);
  // z^2 / (n + z^2), by hand.
  EXPECT_NEAR(*negatives.bins[0].observed_high, 3.8414588206941236 / 13.8414588206941236, kNear);
  const auto positives = ml::reliability_diagram(std::vector(10, 1), std::vector(10, 0.25F), {.bins = 1});
  EXPECT_LE(*positives.bins[0].observed_high, 1.0);
  EXPECT_NEAR(*positives.bins[0].observed_high, 1.0, kNear);
  EXPECT_DOUBLE_EQ(*positives.mce, 0.75);
}

TEST(ReliabilityDiagram, HasEmptyBinsAndNoErrorForAnEmptySet) {
  const auto diagram = ml::reliability_diagram({}, {}, {.bins = 4});
  ASSERT_EQ(diagram.bins.size(), 4U);
  EXPECT_EQ(diagram.bins[2].count, 0);
  EXPECT_FALSE(diagram.bins[2].mean_probability || diagram.bins[2].observed || diagram.bins[2].observed_low);
  EXPECT_FALSE(diagram.ece || diagram.mce);
}

TEST(ReliabilityDiagram, NamesTheIndexOfABadInput) {
  expect_error([] { ml::reliability_diagram(std::vector{0}, std::vector{0.1F, 0.2F}); }, {"1 labels", "2 scores"});
  expect_error([] { ml::reliability_diagram(std::vector{0, 2}, std::vector{0.1F, 0.2F}); }, {"label 2", "index 1"});
  expect_error(
      [] {
        ml::reliability_diagram(std::vector{0, 1}, std::vector{0.1F, kNan});
      },
      {"index 1", "not a number"});
  expect_error([] { ml::reliability_diagram(std::vector{0, 1}, std::vector{1.5F, 0.2F}); }, {"1.5", "index 0", "0..1"});
  expect_error([] { ml::reliability_diagram({}, {}, {.bins = 0}); }, {"at least one bin"});
}

TEST(TopLabelReliability, AgreesWithScikitLearnAndScipyBinByBin) {
  for (const auto& record : recorded::load("metrics.json", "top_label")) {
    const std::vector<int> labels = record["labels"];
    const std::vector<float> probabilities = record["probabilities"];
    for (const auto& diagram : record["diagrams"]) {
      SCOPED_TRACE(record["name"].get<std::string>() + ", " + diagram["bins"].dump());
      expect_same(ml::top_label_reliability(labels, probabilities, record["classes"], {.bins = diagram["bins"]}),
                  diagram);
    }
  }
}

TEST(TopLabelReliability, TakesTheLowerClassOnATie) {
  const std::vector<float> probabilities{0.5F, 0.5F, 0.5F, 0.5F};
  const auto diagram = ml::top_label_reliability(std::vector{0, 1}, probabilities, 2, {.bins = 1});
  EXPECT_EQ(*diagram.bins[0].observed, 0.5);
  EXPECT_EQ(*ml::top_label_reliability(std::vector{0, 0}, probabilities, 2, {.bins = 1}).bins[0].observed, 1.0);
}

TEST(TopLabelReliability, NamesRowAndClassOfABadInput) {
  const std::vector<float> two{0.25F, 0.75F, 0.5F, 0.5F};
  expect_error([&] { ml::top_label_reliability(std::vector{0}, two, 2); }, {"1 labels", "2 rows"});
  expect_error([&] { ml::top_label_reliability(std::vector{0, 2}, two, 2); }, {"label 2", "index 1", "0..1"});
  expect_error([&] { ml::top_label_reliability(std::vector{0, 1}, two, 3); }, {"4 probabilities", "rows of 3"});
  expect_error(
      [] {
        ml::top_label_reliability(std::vector{0, 1}, std::vector{0.5F, 0.5F, 0.5F, kNan}, 2);
      },
      {"nan", "class 1", "row 1"});
  expect_error(
      [] {
        ml::top_label_reliability(std::vector{0}, std::vector{-0.5F, 1.F}, 2);
      },
      {"-0.5", "class 0", "row 0"});
  EXPECT_FALSE(ml::top_label_reliability({}, {}, 2).ece.has_value());
}

struct Scaled {
  int classes;
  std::vector<int> labels;
  std::vector<float> logits;
};

TEST(FitTemperature, FindsScipysMinimum) {
  for (const auto& record : recorded::load("metrics.json", "temperature")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const Scaled data{record["classes"], record["labels"], record["logits"]};
    const auto fit = ml::fit_temperature(data.logits, data.classes, data.labels);
    ASSERT_TRUE(fit.has_value());
    const double expected = record["temperature"];
    // A minimum is known from values of the loss to the root of their precision only.
    EXPECT_NEAR(fit->temperature, expected, 1e-6 * expected);
    EXPECT_NEAR(fit->nll_before, record["nll_before"].get<double>(), kNear);
    EXPECT_NEAR(fit->nll_after, record["nll_after"].get<double>(), 1e-9);
    EXPECT_EQ(fit->at_bound, expected > 99);
    EXPECT_LE(fit->nll_after, fit->nll_before);
  }
}

TEST(FitTemperature, ScalesWithTheLogits) {
  const auto record = recorded::load("metrics.json", "temperature")[0];
  const Scaled data{record["classes"], record["labels"], record["logits"]};
  const auto fit = ml::fit_temperature(data.logits, data.classes, data.labels);
  for (const double factor : {0.25, 0.5, 4.0, 16.0}) {
    std::vector<float> scaled;
    for (const float logit : data.logits) scaled.push_back(static_cast<float>(logit / factor));
    const auto again = ml::fit_temperature(scaled, data.classes, data.labels);
    EXPECT_NEAR(again->temperature, fit->temperature / factor, 1e-10 * fit->temperature / factor) << factor;
    EXPECT_NEAR(again->nll_after, fit->nll_after, kNear) << factor;
  }
}

TEST(FitTemperature, TreatsOneLogitAsTwoClassesWhereTheOtherIsZero) {
  // Three classes of which one cannot be: the same loss, the general way.
  const auto record = recorded::load("metrics.json", "temperature")[0];
  const Scaled data{record["classes"], record["labels"], record["logits"]};
  std::vector<float> rows;
  for (const float logit : data.logits) rows.insert(rows.end(), {0.F, logit, -1e6F});
  const auto one = ml::fit_temperature(data.logits, 2, data.labels);
  const auto three = ml::fit_temperature(rows, 3, data.labels);
  EXPECT_NEAR(one->temperature, three->temperature, 1e-9);
  EXPECT_NEAR(one->nll_after, three->nll_after, kNear);
}

TEST(FitTemperature, StopsAtABoundWhereTheLossHasNoMinimum) {
  const std::vector<int> labels{0, 0, 1, 1};
  const auto separable = ml::fit_temperature(std::vector{-2.F, -0.5F, 0.5F, 1.F}, 2, labels);
  EXPECT_EQ(separable->temperature, ml::kLeastTemperature);
  EXPECT_TRUE(separable->at_bound);
  EXPECT_LT(separable->nll_after, separable->nll_before);
  // So far apart that every slope is 0 in a double.
  const auto far_apart = ml::fit_temperature(std::vector{-1e6F, -1e6F, 1e6F, 1e6F}, 2, labels);
  EXPECT_EQ(far_apart->temperature, ml::kLeastTemperature);
  EXPECT_TRUE(far_apart->at_bound);
  EXPECT_EQ(far_apart->nll_after, 0.0);
  const auto reversed = ml::fit_temperature(std::vector{2.F, 0.5F, -0.5F, -1.F}, 2, labels);
  EXPECT_EQ(reversed->temperature, ml::kMostTemperature);
  EXPECT_TRUE(reversed->at_bound);
  EXPECT_LT(reversed->nll_after, reversed->nll_before);
  const auto separable_rows = ml::fit_temperature(std::vector{1.F, 0.F, 0.F, 0.F, 0.5F, 0.F}, 3, std::vector{0, 1});
  EXPECT_EQ(separable_rows->temperature, ml::kLeastTemperature);
}

TEST(FitTemperature, KeepsAMinimumCloseToABound) {
  // 1 of 4 wrong at one logit size: the least loss where sigmoid(logit / T) is 0.75, so T = logit / log 3.
  for (const double temperature : {0.0101, 0.5, 99.0}) {
    const auto size = static_cast<float>(temperature * std::log(3.0));
    const auto fit = ml::fit_temperature(std::vector{size, size, size, -size, size, size, -size, -size}, 2,
                                         std::vector{1, 1, 1, 1, 1, 0, 0, 0});
    EXPECT_FALSE(fit->at_bound) << temperature;
    EXPECT_NEAR(fit->temperature, size / std::log(3.0), 1e-9 * temperature);
  }
}

TEST(FitTemperature, IsAbsentWhereNothingCanBeLearnt) {
  EXPECT_FALSE(ml::fit_temperature({}, 2, {}).has_value());
  EXPECT_FALSE(ml::fit_temperature({}, 7, {}).has_value());
  EXPECT_FALSE(ml::fit_temperature(std::vector{1.F, -1.F}, 2, std::vector{1, 1}).has_value());
  EXPECT_FALSE(ml::fit_temperature(std::vector{0.F, 0.F}, 2, std::vector{0, 1}).has_value());
  EXPECT_FALSE(ml::fit_temperature(std::vector{3.F, 3.F, 3.F, 1.F, 1.F, 1.F}, 3, std::vector{0, 1}).has_value());
}

TEST(FitTemperature, NamesTheIndexOfABadInput) {
  expect_error([] { ml::fit_temperature(std::vector{1.F, kNan}, 2, std::vector{0, 1}); }, {"index 1", "not finite"});
  expect_error(
      [] {
        ml::fit_temperature(std::vector{kInfinity, 1.F}, 2, std::vector{0, 1});
      },
      {"index 0", "not finite"});
  expect_error([] { ml::fit_temperature(std::vector{1.F, 2.F}, 2, std::vector{0, 2}); }, {"label 2", "index 1"});
  expect_error([] { ml::fit_temperature(std::vector{1.F, 2.F}, 2, std::vector{0}); }, {"1 labels", "2 rows"});
  expect_error([] { ml::fit_temperature(std::vector{1.F, 2.F}, 3, std::vector{0}); }, {"2 logits", "rows of 3"});
  expect_error([] { ml::fit_temperature({}, 1, {}); }, {"fewer than two"});
}

}  // namespace
