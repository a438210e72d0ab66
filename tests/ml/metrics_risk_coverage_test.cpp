// Risk and coverage. The recorded values come from tests/reference/record_risk_coverage.py.
#include <algorithm>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/risk_coverage.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

struct Answers {
  std::vector<int> wrong;
  std::vector<double> doubt;
};

TEST(RiskCoverage, GivesTheRecordedAreasAndShares) {
  for (const auto& record : recorded::load("risk_coverage.json", "cases")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const Answers answers{record["wrong"], record["doubt"]};
    const ml::RiskCoverage it = ml::risk_coverage(answers.wrong, answers.doubt);
    EXPECT_NEAR(it.area, record["area"].get<double>(), 1e-12);
    EXPECT_NEAR(it.perfect, record["perfect"].get<double>(), 1e-12);
    EXPECT_NEAR(it.excess, record["excess"].get<double>(), 1e-12);
    const auto share = ml::answer_share(answers.wrong, answers.doubt, record["coverage"].get<double>());
    EXPECT_EQ(share.most_doubt, record["most_doubt"].get<double>());
    EXPECT_EQ(share.answered, record["answered"].get<std::size_t>());
    EXPECT_NEAR(share.risk, record["risk"].get<double>(), 1e-12);
  }
}

TEST(RiskCoverage, DoesNotDependOnTheOrderOfTheRows) {
  ml::CounterRng rng(5);
  Answers answers;
  for (int i = 0; i < 200; ++i) {
    answers.doubt.push_back(static_cast<double>(rng.below(20)));
    answers.wrong.push_back(rng.uniform() < 0.2 ? 1 : 0);
  }
  Answers turned = answers;
  std::ranges::reverse(turned.doubt);
  std::ranges::reverse(turned.wrong);
  EXPECT_NEAR(ml::risk_coverage(answers.wrong, answers.doubt).area, ml::risk_coverage(turned.wrong, turned.doubt).area,
              1e-12);
}

TEST(RiskCoverage, CurveEndsWithEveryImageAnsweredAtTheWholeRisk) {
  const std::vector<int> wrong = {0, 1, 0, 1};
  const std::vector<double> doubt = {0.1, 0.4, 0.2, 0.3};
  const auto curve = ml::risk_coverage(wrong, doubt).curve;
  ASSERT_EQ(curve.size(), 4U);
  EXPECT_EQ(curve.front().risk, 0);
  EXPECT_EQ(curve[2].coverage, 0.75);
  EXPECT_DOUBLE_EQ(curve[2].risk, 1.0 / 3);
  EXPECT_EQ(curve.back().coverage, 1);
  EXPECT_EQ(curve.back().risk, 0.5);
}

TEST(RiskCoverage, ADoubtThatKnowsTheErrorsIsBetterThanOneThatDoesNotAndTheIntervalSaysSo) {
  ml::CounterRng rng(9);
  std::vector<int> wrong, groups;
  std::vector<double> knows, guesses;
  for (int i = 0; i < 600; ++i) {
    wrong.push_back(rng.uniform() < 0.2 ? 1 : 0);
    knows.push_back(wrong.back() + 0.5 * rng.normal());
    guesses.push_back(rng.normal());
    groups.push_back(i / 2);
  }
  const auto worse = ml::area_difference(wrong, knows, guesses, groups, {.draws = 300});
  ASSERT_TRUE(worse.has_value());
  EXPECT_GT(worse->low, 0.05);
  EXPECT_NEAR(worse->estimate, ml::risk_coverage(wrong, guesses).area - ml::risk_coverage(wrong, knows).area, 1e-12);
  const auto settled = ml::area_difference(wrong, knows, guesses, groups);
  EXPECT_TRUE(settled->settled);
  EXPECT_GT(settled->draws_used, ml::kSettleDraws);
  const auto same = ml::area_difference(wrong, knows, knows, groups, {.draws = 50});
  EXPECT_EQ(same->low, 0);
  EXPECT_EQ(same->high, 0);
  EXPECT_FALSE(ml::area_difference(wrong, knows, guesses, std::vector<int>(wrong.size(), 3))) << "one group";
}

TEST(RiskCoverage, RefusesWhatItCannotMeasureAndNamesTheRow) {
  const std::vector<int> wrong = {0, 1};
  const std::vector<double> doubt = {0.5, std::numeric_limits<double>::quiet_NaN()};
  expect_error([&] { ml::risk_coverage(wrong, doubt); }, {"row 1", "not a finite number"});
  expect_error([&] { ml::risk_coverage({}, {}); }, {"no image"});
  const std::vector<double> fine = {0.5, 0.6};
  expect_error([&] { ml::answer_share(wrong, fine, 0); }, {"above 0"});
}

}  // namespace
