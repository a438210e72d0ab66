// Several answers about the same image.
#include "ml/metrics/ensemble.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using Floats = std::vector<float>;

template <class Values>
void expect_close(const Values& ours, const nlohmann::json& expected) {
    ASSERT_EQ(ours.size(), expected.size());
    for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_NEAR(ours[i], expected[i].template get<double>(), 1e-6) << i;
}

TEST(Ensemble, AgreesWithNumpyAndSciPy) {
    for (const auto& record : recorded::load("metrics.json", "ensembles")) {
        const auto summary = ml::summarise_members(record["probabilities"].get<Floats>(), record["members"], record["classes"]);
        expect_close(summary.mean, record["mean"]);
        expect_close(summary.predictive_entropy, record["predictive_entropy"]);
        expect_close(summary.expected_entropy, record["expected_entropy"]);
        expect_close(summary.mutual_information, record["mutual_information"]);
        expect_close(summary.positive_deviation, record["positive_deviation"]);
    }
}

TEST(Ensemble, DoubtBetweenSureMembersIsAllBetweenThem) {
    const auto summary = ml::summarise_members(Floats{1.F, 0.F, 0.F, 1.F}, 2, 2);
    EXPECT_NEAR(summary.expected_entropy[0], 0, 1e-9);
    EXPECT_NEAR(summary.mutual_information[0], std::log(2), 1e-9);
    EXPECT_NEAR(summary.positive_deviation[0], 0.5, 1e-9);
}

TEST(Ensemble, BadInputIsNamed) {
    expect_error([] { ml::summarise_members(Floats{0.5F, 0.5F, 0.5F}, 2, 2); }, {"3"});
    expect_error([] { ml::summarise_members(Floats{0.5F, 0.5F, 0.9F, 0.9F}, 2, 2); }, {"member 1"});
}

}  // namespace
