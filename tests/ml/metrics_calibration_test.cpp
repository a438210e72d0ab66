// Reliability diagrams and temperature scaling against scikit-learn, SciPy and a grid.
#include "ml/metrics/calibration.h"
#include "ml/metrics/temperature.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using Floats = std::vector<float>;
using Ints = std::vector<int>;

ml::ReliabilityOptions options_of(const nlohmann::json& record) {
    return {.bins = record["bins"], .rule = record["strategy"] == "uniform" ? ml::BinRule::kEqualWidth : ml::BinRule::kEqualMass};
}

// The records list observed shares of the bins that hold something.
void expect_diagram(const ml::ReliabilityDiagram& ours, const nlohmann::json& expected) {
    ASSERT_EQ(ours.bins.size(), expected["count"].size());
    std::size_t filled = 0;
    for (std::size_t i = 0; i < ours.bins.size(); ++i) {
        const ml::ReliabilityBin& bin = ours.bins[i];
        ASSERT_EQ(bin.count, expected["count"][i].get<std::int64_t>()) << i;
        EXPECT_EQ(bin.observed.has_value(), bin.count > 0);
        if (bin.count == 0) continue;
        EXPECT_NEAR(*bin.observed, expected["observed"][filled].get<double>(), 1e-9);
        EXPECT_NEAR(*bin.mean_probability, expected["mean"][filled].get<double>(), 1e-7);
        EXPECT_NEAR(*bin.observed_low, expected["low"][filled].get<double>(), 1e-6);
        EXPECT_NEAR(*bin.observed_high, expected["high"][filled].get<double>(), 1e-6);
        ++filled;
    }
    EXPECT_NEAR(ours.ece.value(), expected["ece"].get<double>(), 1e-7);
    EXPECT_NEAR(ours.mce.value(), expected["mce"].get<double>(), 1e-7);
}

TEST(Reliability, AgreesWithScikitLearnForTwoClasses) {
    for (const auto& record : recorded::load("metrics.json", "calibration"))
        for (const auto& diagram : record["diagrams"])
            expect_diagram(ml::reliability_diagram(record["labels"].get<Ints>(), record["probabilities"].get<Floats>(), options_of(diagram)), diagram);
}

TEST(Reliability, AgreesWithScikitLearnForTheTopLabel) {
    for (const auto& record : recorded::load("metrics.json", "top_label"))
        for (const auto& diagram : record["diagrams"])
            expect_diagram(ml::top_label_reliability(record["labels"].get<Ints>(), record["probabilities"].get<Floats>(), record["classes"], options_of(diagram)), diagram);
}

TEST(Reliability, PerfectProbabilitiesHaveNoError) {
    const ml::ReliabilityDiagram diagram = ml::reliability_diagram(Ints{1, 0, 1, 0, 1}, Floats{0.5F, 0.5F, 1.F, 0.F, 1.F});
    EXPECT_NEAR(diagram.ece.value(), 0, 1e-9);
}

TEST(Reliability, AnEmptySetHasNoError) {
    const ml::ReliabilityDiagram diagram = ml::reliability_diagram(Ints{}, Floats{});
    EXPECT_FALSE(diagram.ece || diagram.mce);
}

TEST(Reliability, BadInputIsNamed) {
    expect_error([] { ml::reliability_diagram(Ints{0, 1}, Floats{0.2F}); }, {"2", "1"});
    expect_error([] { ml::reliability_diagram(Ints{0, 1}, Floats{0.2F, 1.5F}); }, {"index 1"});
    expect_error([] { ml::reliability_diagram(Ints{0, 2}, Floats{0.2F, 0.5F}); }, {"index 1"});
    expect_error([] { ml::reliability_diagram(Ints{0}, Floats{0.2F}, {.bins = 0}); }, {"bin"});
}

TEST(Temperature, AgreesWithSciPy) {
    for (const auto& record : recorded::load("metrics.json", "temperature")) {
        const auto fit = ml::fit_temperature(record["logits"].get<Floats>(), record["classes"], record["labels"].get<Ints>());
        ASSERT_TRUE(fit) << record["name"];
        const double expected = fit->at_bound ? fit->temperature : record["temperature"].get<double>();
        EXPECT_NEAR(std::log(fit->temperature), std::log(expected), 1e-4) << record["name"];
        EXPECT_NEAR(fit->nll_before, record["nll_before"].get<double>(), 1e-6);
        EXPECT_NEAR(fit->nll_after, record["nll_after"].get<double>(), 1e-6);
        EXPECT_LE(fit->nll_after, fit->nll_before);
    }
}

TEST(Temperature, SeparableRowsGoToTheBound) {
    const auto fit = ml::fit_temperature(Floats{-2.F, 3.F, 1.F}, 2, Ints{0, 1, 1});
    ASSERT_TRUE(fit);
    EXPECT_TRUE(fit->at_bound);
    EXPECT_EQ(fit->temperature, ml::kLeastTemperature);
}

TEST(Temperature, IsAbsentWhereItMeansNothing) {
    EXPECT_FALSE(ml::fit_temperature(Floats{}, 2, Ints{}));
    EXPECT_FALSE(ml::fit_temperature(Floats{1.F, 2.F}, 2, Ints{1, 1}));
    EXPECT_FALSE(ml::fit_temperature(Floats{0.F, 0.F}, 2, Ints{0, 1}));
    expect_error([] { ml::fit_temperature(Floats{std::numeric_limits<float>::quiet_NaN(), 0.F}, 2, Ints{0, 1}); }, {"0"});
}

TEST(Temperature, DividesTheLogits) {
    Floats logits = {1.F, -3.F};
    ml::apply_temperature(logits, 2, logits);
    EXPECT_EQ(logits, (Floats{0.5F, -1.5F}));
    expect_error([&] { ml::apply_temperature(logits, 0, logits); }, {"temperature"});
}

}  // namespace
