// Thresholds: the sweep, the chosen points and their intervals.
#include "ml/metrics/threshold_sweep.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace {

using Floats = std::vector<float>;
using Ints = std::vector<int>;
using Criterion = ml::ThresholdCriterion;

TEST(ThresholdSweep, AgreesWithScikitLearn) {
    for (const auto& record : recorded::load("metrics.json", "sweep")) {
        const auto rows = ml::threshold_sweep(record["labels"].get<Ints>(), record["scores"].get<Floats>());
        ASSERT_EQ(rows.size(), record["rows"].size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& expected = record["rows"][i];
            const ml::BinaryMetrics& ours = rows[i].metrics;
            EXPECT_NEAR(rows[i].threshold, expected["threshold"].get<double>(), 1e-9);
            EXPECT_EQ(ours.true_positives, expected["tp"].get<std::int64_t>()) << i;
            EXPECT_EQ(ours.false_positives, expected["fp"].get<std::int64_t>()) << i;
            EXPECT_NEAR(ours.accuracy.value(), expected["accuracy"].get<double>(), 1e-9);
            EXPECT_NEAR(ours.recall.value(), expected["recall"].get<double>(), 1e-9);
            EXPECT_NEAR(ours.f1.value(), expected["f1"].get<double>(), 1e-9);
        }
    }
}

TEST(ThresholdSweep, RefusesARangeThatRunsBackwards) {
    expect_error([] { ml::threshold_sweep(Ints{0, 1}, Floats{0.1F, 0.9F}, {.first = 0.9, .last = 0.1}); }, {"0.9"});
    EXPECT_FALSE(ml::threshold_sweep(Ints{}, Floats{}).front().metrics.accuracy);
}

TEST(OperatingPoint, IsTheBestThereIs) {
    for (const auto& record : recorded::load("metrics.json", "operating_points")) {
        const Ints labels = record["labels"];
        const Floats scores = record["scores"];
        const auto value = [&](const ml::ThresholdRule& rule) { return ml::operating_point(labels, scores, rule)->value; };
        EXPECT_NEAR(value({.criterion = Criterion::kF1}), record["f1"].get<double>(), 1e-9);
        EXPECT_NEAR(value({.criterion = Criterion::kAccuracy}), record["accuracy"].get<double>(), 1e-9);
        EXPECT_NEAR(value({.criterion = Criterion::kYouden}), record["youden"].get<double>(), 1e-9);
        for (const auto& floor : record["floors"]) {
            const auto point = ml::operating_point(labels, scores, {.criterion = Criterion::kRecallFloor, .recall_floor = floor["floor"]});
            EXPECT_NEAR(point->metrics.specificity.value(), floor["specificity"].get<double>(), 1e-9);
            EXPECT_NEAR(point->metrics.recall.value(), floor["recall"].get<double>(), 1e-9);
        }
        for (const auto& cost : record["costs"])
            EXPECT_NEAR(value({.criterion = Criterion::kCost, .miss_cost = cost["miss_cost"]}), cost["cost"].get<double>(), 1e-9);
    }
}

TEST(OperatingPoint, ADearMissLowersTheThreshold) {
    const auto record = recorded::load("metrics.json", "operating_points")[0];
    const Ints labels = record["labels"];
    const Floats scores = record["scores"];
    const auto cheap = ml::operating_point(labels, scores, {.criterion = Criterion::kCost, .miss_cost = 0.2});
    const auto dear = ml::operating_point(labels, scores, {.criterion = Criterion::kCost, .miss_cost = 20});
    EXPECT_LT(dear->threshold, cheap->threshold);
    EXPECT_GT(dear->metrics.recall.value(), cheap->metrics.recall.value());
}

TEST(OperatingPoint, OneClassHasNone) {
    EXPECT_FALSE(ml::operating_point(Ints{0, 0}, Floats{0.1F, 0.2F}, {.criterion = Criterion::kYouden}));
    expect_error([] { ml::operating_point(Ints{0, 1}, Floats{0.1F, 0.2F}, {.criterion = Criterion::kRecallFloor, .recall_floor = 2}); }, {"floor"});
    expect_error([] { ml::operating_point(Ints{0, 1}, Floats{0.1F, 0.2F}, {.criterion = Criterion::kCost, .miss_cost = 0}); }, {"cost"});
}

// One group an image: nearly sqrt(p (1 - p) / n); all images one group: no spread at all.
TEST(OperatingPointIntervals, AreAsWideAsTheGroupsSay) {
    const auto record = recorded::load("metrics.json", "operating_points")[0];
    const Ints labels = record["labels"];
    const Floats scores = record["scores"];
    Ints alone(labels.size());
    std::iota(alone.begin(), alone.end(), 0);
    const ml::ThresholdRule rule{.criterion = Criterion::kYouden};
    const auto wide = ml::bootstrap_operating_point(labels, scores, alone, rule, {.draws = 400, .seed = 1});
    ASSERT_TRUE(wide && wide->accuracy && wide->threshold);
    const double p = wide->point.metrics.accuracy.value();
    const double expected = 2 * 1.96 * std::sqrt(p * (1 - p) / static_cast<double>(labels.size()));
    EXPECT_NEAR(wide->accuracy->high - wide->accuracy->low, expected, 0.3 * expected);
    EXPECT_LE(wide->threshold->low, wide->point.threshold);
    EXPECT_GE(wide->threshold->high, wide->point.threshold);
    const auto none = ml::bootstrap_operating_point(labels, scores, Ints(labels.size(), 7), rule, {.draws = 50, .seed = 1});
    EXPECT_NEAR(none->accuracy->high, none->accuracy->low, 1e-12);
    EXPECT_NEAR(none->threshold->high, none->point.threshold, 1e-12);
}

}  // namespace
