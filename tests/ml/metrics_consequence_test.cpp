// Thresholds by consequence. The recorded values come from tests/reference/record_consequence.py.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/confusion.h"
#include "ml/metrics/consequence.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

using ml::ConsequenceKind;
using ml::ConsequenceRule;

double as_number(const nlohmann::json& text) { return std::stod(text.get<std::string>()); }

ConsequenceRule rule_from(const nlohmann::json& record) {
  ConsequenceRule rule;
  const auto kind = record["kind"].get<std::string>();
  rule.kind = kind == "cost"          ? ConsequenceKind::Cost
              : kind == "sensitivity" ? ConsequenceKind::Sensitivity
                                      : ConsequenceKind::Capacity;
  if (record.contains("miss_cost")) rule.miss_cost = as_number(record["miss_cost"]);
  if (record.contains("false_alarm_cost")) rule.false_alarm_cost = as_number(record["false_alarm_cost"]);
  if (record.contains("floor")) rule.sensitivity_floor = as_number(record["floor"]);
  if (record.contains("capacity")) rule.capacity = as_number(record["capacity"]);
  if (record.contains("prevalence")) rule.prevalence = as_number(record["prevalence"]);
  return rule;
}

void expect_same(const std::optional<double>& ours, const nlohmann::json& expected, const char* what) {
  ASSERT_EQ(ours.has_value(), !expected.is_null()) << what;
  if (ours) {
    EXPECT_NEAR(*ours, expected.get<double>(), 1e-12) << what;
  }
}

TEST(ConsequenceReference, ChoosesWhatTryingEveryThresholdChooses) {
  for (const auto& record : recorded::load("consequence.json", "cases")) {
    const std::vector<int> labels = record["labels"];
    const std::vector<float> scores = record["scores"];
    for (const auto& chosen : record["chosen"]) {
      SCOPED_TRACE(chosen["rule"].dump() + " of " + std::to_string(labels.size()));
      const auto ours = ml::choose_by_consequence(labels, scores, rule_from(chosen["rule"]));
      ASSERT_TRUE(ours);
      const nlohmann::json& expected = chosen["is"];
      const ml::BinaryMetrics counts = ml::binary_metrics_at(labels, scores, ours->threshold);
      EXPECT_EQ(counts.true_positives, expected["hits"].get<int>());
      EXPECT_EQ(counts.false_positives, expected["alarms"].get<int>());
      EXPECT_NEAR(ours->sensitivity, expected["sensitivity"].get<double>(), 1e-12);
      EXPECT_NEAR(ours->specificity, expected["specificity"].get<double>(), 1e-12);
      EXPECT_NEAR(ours->called, expected["called"].get<double>(), 1e-12);
      expect_same(ours->ppv, expected["ppv"], "ppv");
      expect_same(ours->npv, expected["npv"], "npv");
    }
  }
}

struct Drawn {
  std::vector<int> labels, groups;
  std::vector<float> scores;
};

Drawn drawn(int n, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  Drawn data;
  for (int i = 0; i < n; ++i) {
    data.labels.push_back(i % 4 == 0 ? 1 : 0);
    data.scores.push_back(static_cast<float>(1 / (1 + std::exp(-(rng.normal() + 1.2 * data.labels.back())))));
    data.groups.push_back(i / 2);
  }
  return data;
}

TEST(Consequence, MeansTheSameAsFloatAndAsDoubleAndWrittenDown) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Drawn data = drawn(100, seed);
    for (const ConsequenceKind kind :
         {ConsequenceKind::Cost, ConsequenceKind::Sensitivity, ConsequenceKind::Capacity}) {
      const auto chosen = ml::choose_by_consequence(data.labels, data.scores, {.kind = kind});
      ASSERT_TRUE(chosen);
      const auto again = ml::consequence_at(data.labels, data.scores, chosen->threshold, {});
      const auto as_float = ml::consequence_at(data.labels, data.scores, static_cast<float>(chosen->threshold), {});
      const auto written =
          ml::consequence_at(data.labels, data.scores, std::stod(std::to_string(chosen->threshold)), {});
      EXPECT_EQ(again->sensitivity, chosen->sensitivity);
      EXPECT_EQ(as_float->specificity, chosen->specificity);
      EXPECT_EQ(written->specificity, chosen->specificity);
      EXPECT_GE(chosen->threshold, 0);
      EXPECT_LE(chosen->threshold, 1);
    }
  }
}

TEST(Consequence, DearerMissesNeverRaiseTheThresholdAndMoreRoomNeverLowersTheSensitivity) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Drawn data = drawn(120, seed);
    double threshold = 2, sensitivity = 0;
    for (const double step : {0.05, 0.1, 0.3, 0.6, 1.0}) {
      const auto cost = ml::choose_by_consequence(data.labels, data.scores, {.miss_cost = 20 * step});
      EXPECT_LE(cost->threshold, threshold);
      threshold = cost->threshold;
      const auto room =
          ml::choose_by_consequence(data.labels, data.scores, {.kind = ConsequenceKind::Capacity, .capacity = step});
      EXPECT_GE(room->sensitivity, sensitivity);
      EXPECT_LE(room->called, step + 1e-12);
      sensitivity = room->sensitivity;
    }
  }
}

TEST(Consequence, OfAStatedPrevalenceFollowsBayes) {
  const Drawn data = drawn(200, 4);
  const auto at = ml::consequence_at(data.labels, data.scores, 0.5, {.prevalence = 0.02});
  const double hits = 0.02 * at->sensitivity, alarms = 0.98 * (1 - at->specificity);
  EXPECT_NEAR(*at->ppv, hits / (hits + alarms), 1e-12);
  EXPECT_EQ(at->prevalence, 0.02);
  const auto own = ml::consequence_at(data.labels, data.scores, 0.5, {});
  EXPECT_EQ(own->prevalence, 0.25);
  EXPECT_NEAR(*own->ppv, *ml::binary_metrics_at(data.labels, data.scores, 0.5).precision, 1e-12);
}

TEST(Consequence, HasIntervalsAroundItsPointWiderForFewerImages) {
  const Drawn few = drawn(60, 5), many = drawn(1200, 5);
  const ConsequenceRule rule{.kind = ConsequenceKind::Sensitivity, .sensitivity_floor = 0.9, .prevalence = 0.1};
  const ml::BootstrapOptions draws{.draws = 1000, .settle_share = 0};
  const auto of_few = ml::bootstrap_consequence(few.labels, few.scores, few.groups, rule, draws);
  const auto of_many = ml::bootstrap_consequence(many.labels, many.scores, many.groups, rule, draws);
  ASSERT_TRUE(of_few && of_many && of_few->ppv && of_many->ppv && of_many->threshold);
  EXPECT_LE(of_many->sensitivity->low, of_many->point.sensitivity);
  EXPECT_GE(of_many->sensitivity->high, of_many->point.sensitivity);
  EXPECT_GT(of_few->specificity->high - of_few->specificity->low,
            of_many->specificity->high - of_many->specificity->low);
  EXPECT_NEAR(*of_many->point.ppv, of_many->ppv->estimate, 1e-15);
  const auto fixed =
      ml::bootstrap_consequence_at(many.labels, many.scores, many.groups, of_many->point.threshold, rule, draws);
  EXPECT_FALSE(fixed->threshold);
  EXPECT_EQ(fixed->ppv->low, of_many->ppv->low);
}

TEST(Consequence, OfEqualScoresIsAllOrNothing) {
  const std::vector<int> labels = {0, 1, 0, 1};
  const std::vector<float> equal(4, 0.4F);
  EXPECT_EQ(ml::choose_by_consequence(labels, equal, {.kind = ConsequenceKind::Sensitivity})->sensitivity, 1);
  EXPECT_EQ(ml::choose_by_consequence(labels, equal, {.kind = ConsequenceKind::Capacity})->called, 0);
  const std::vector<float> ones(4, 1.0F);
  EXPECT_FALSE(ml::choose_by_consequence(labels, ones, {.kind = ConsequenceKind::Capacity}))
      << "a threshold of at most 1 calls all of them";
}

TEST(Consequence, IsAbsentWithOneClassAndRefusesBadInput) {
  const std::vector<float> scores = {0.1F, 0.2F};
  EXPECT_FALSE(ml::choose_by_consequence(std::vector{1, 1}, scores, {}));
  EXPECT_FALSE(ml::bootstrap_consequence({}, {}, {}, {}));
  const std::vector<int> labels = {0, 1};
  expect_error([&] { ml::choose_by_consequence(labels, scores, {.miss_cost = 0}); }, {"miss", "above 0"});
  expect_error([&] { ml::choose_by_consequence(labels, scores, {.sensitivity_floor = 1.1}); }, {"sensitivity"});
  expect_error([&] { ml::choose_by_consequence(labels, scores, {.capacity = 0}); }, {"capacity"});
  expect_error([&] { ml::choose_by_consequence(labels, scores, {.prevalence = 1.0}); }, {"prevalence"});
  const std::vector<float> not_a_number = {0.1F, std::numeric_limits<float>::quiet_NaN()};
  expect_error([&] { ml::choose_by_consequence(labels, not_a_number, {}); }, {"1"});
}

TEST(ShortThreshold, LiesBetweenTheScoresWithAsFewDigitsAsMayBe) {
  EXPECT_EQ(ml::short_threshold(0.2, 0.4), 0.3);
  EXPECT_EQ(ml::short_threshold(0.31, 0.3125), 0.311);
  EXPECT_EQ(ml::short_threshold(0.5, std::nextafter(0.5, 1.0)), std::nextafter(0.5, 1.0));
}

}  // namespace
