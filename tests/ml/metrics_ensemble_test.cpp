#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/ensemble.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

constexpr double kNear = 1e-12;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

void expect_near_each(const std::vector<double>& ours, const nlohmann::json& record, const char* what) {
  const std::vector<double> expected = record[what];
  ASSERT_EQ(ours.size(), expected.size()) << what;
  for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_NEAR(ours[i], expected[i], kNear) << what << " " << i;
}

TEST(EnsembleSummary, AgreesWithScipyRowByRow) {
  for (const auto& record : recorded::load("metrics.json", "ensembles")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const std::vector<float> probabilities = record["probabilities"];
    const auto summary = ml::summarise_members(probabilities, record["members"], record["classes"]);
    const std::vector<float> mean = record["mean"];
    ASSERT_EQ(summary.mean.size(), mean.size());
    for (std::size_t i = 0; i < mean.size(); ++i) EXPECT_FLOAT_EQ(summary.mean[i], mean[i]) << i;
    expect_near_each(summary.predictive_entropy, record, "predictive_entropy");
    expect_near_each(summary.expected_entropy, record, "expected_entropy");
    expect_near_each(summary.mutual_information, record, "mutual_information");
    expect_near_each(summary.positive_deviation, record, "positive_deviation");
  }
}

TEST(EnsembleSummary, TellsDoubtOfEachMemberFromDoubtBetweenThem) {
  // Row 0: both members undecided. Row 1: each sure, of the opposite.
  const std::vector<float> probabilities{0.5F, 0.5F, 1.F, 0.F,   // first member
                                         0.5F, 0.5F, 0.F, 1.F};  // second member
  const auto summary = ml::summarise_members(probabilities, 2, 2);
  const double undecided = std::log(2.0);
  EXPECT_EQ(summary.mean, std::vector(4, 0.5F));
  EXPECT_NEAR(summary.predictive_entropy[0], undecided, kNear);
  EXPECT_NEAR(summary.expected_entropy[0], undecided, kNear);
  EXPECT_NEAR(summary.mutual_information[0], 0, kNear);
  EXPECT_EQ(summary.positive_deviation[0], 0.0);
  EXPECT_NEAR(summary.predictive_entropy[1], undecided, kNear);
  EXPECT_EQ(summary.expected_entropy[1], 0.0);
  EXPECT_NEAR(summary.mutual_information[1], undecided, kNear);
  EXPECT_EQ(summary.positive_deviation[1], 0.5);
}

TEST(EnsembleSummary, NeverHasNegativeInformationWhenTheMembersAgree) {
  for (int percent = 1; percent < 100; ++percent) {
    const float p = static_cast<float>(percent) / 100.F;
    std::vector<float> probabilities;
    for (int member = 0; member < 7; ++member) probabilities.insert(probabilities.end(), {1.F - p, p});
    const auto summary = ml::summarise_members(probabilities, 7, 2);
    EXPECT_GE(summary.mutual_information[0], 0.0) << percent;
    EXPECT_NEAR(summary.mutual_information[0], 0.0, kNear) << percent;
    EXPECT_EQ(summary.positive_deviation[0], 0.0) << percent;
  }
}

TEST(EnsembleSummary, MeasuresTheClassThatIsAskedFor) {
  const std::vector<float> probabilities{0.5F, 0.25F, 0.25F, 0.5F, 0.F, 0.5F};
  EXPECT_EQ(ml::summarise_members(probabilities, 2, 3, 0).positive_deviation[0], 0.0);
  EXPECT_EQ(ml::summarise_members(probabilities, 2, 3, 2).positive_deviation[0], 0.125);
  EXPECT_EQ(ml::summarise_members(probabilities, 2, 3).deviation[0], 0.0);
  EXPECT_EQ(ml::summarise_members(probabilities, 2, 3).deviation[2], 0.125);
}

TEST(EnsembleSummary, IsEmptyForAnEmptySet) {
  const auto summary = ml::summarise_members({}, 5, 3);
  EXPECT_TRUE(summary.mean.empty());
  EXPECT_TRUE(summary.predictive_entropy.empty());
  EXPECT_TRUE(summary.positive_deviation.empty());
}

TEST(EnsembleSummary, NamesMemberRowAndClassOfABadInput) {
  const std::vector<float> even(8, 0.5F);
  auto bad = even;
  bad[7] = kNan;
  expect_error([&] { ml::summarise_members(bad, 2, 2); }, {"nan", "class 1", "member 1, row 1"});
  bad[7] = 1.5F;
  expect_error([&] { ml::summarise_members(bad, 2, 2); }, {"1.5", "0..1"});
  bad[7] = 0.25F;
  expect_error([&] { ml::summarise_members(bad, 2, 2); }, {"member 1, row 1", "add up to 0.75"});
  expect_error([&] { ml::summarise_members(even, 3, 2); }, {"4 rows", "3 members"});
  expect_error([&] { ml::summarise_members(even, 2, 3); }, {"8 probabilities", "rows of 3"});
  expect_error([&] { ml::summarise_members(even, 0, 2); }, {"0 members"});
  expect_error([&] { ml::summarise_members(even, 2, 1); }, {"of 1 classes"});
  expect_error([&] { ml::summarise_members(even, 2, 2, 2); }, {"positive class 2"});
}

}  // namespace
