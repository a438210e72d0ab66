// The cells of two matrices and of their difference are sets of images, whatever the predictions.
#include "app/table/comparison.h"

#include <numeric>
#include <random>

#include <gmock/gmock.h>

namespace app {
namespace {

PairedRows drawn(int groups, int n, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> share(0.01F, 1);
  PairedRows rows;
  for (int g = 0; g < groups; ++g) rows.groups.push_back("group " + std::to_string(g));
  const auto add = [&](std::vector<float>& to) {
    std::vector<float> p(static_cast<std::size_t>(groups));
    for (float& value : p) value = share(random);
    const float sum = std::accumulate(p.begin(), p.end(), 0.0F);
    for (const float value : p) to.push_back(value / sum);
  };
  for (int i = 0; i < n; ++i) {
    rows.labels.push_back(static_cast<int>(random() % static_cast<unsigned>(groups)));
    rows.lesions.push_back(i / 3);
    add(rows.a);
    add(rows.b);
  }
  return rows;
}

TEST(Comparison, HasInEachCellAsManyRowsAsItCounts) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const int groups = 2 + static_cast<int>(seed % 4);
    const PairedRows rows = drawn(groups, 60, seed);
    const Comparison it = compare(rows, {{}, 0.4}, {{}, 0.6});
    const auto k = static_cast<std::size_t>(groups);
    for (std::size_t cell = 0; cell < k * k; ++cell) {
      const int row = static_cast<int>(cell / k), column = static_cast<int>(cell % k);
      const auto count = [&](CellOf of) { return static_cast<std::int64_t>(rows_of_cell(it, of, row, column).size()); };
      EXPECT_EQ(count(CellOf::A), it.a.confusion[cell]);
      EXPECT_EQ(count(CellOf::B), it.b.confusion[cell]);
      std::int64_t only_a = 0;
      for (const std::size_t changed : rows_of_cell(it, CellOf::Changed, row, column))
        only_a += it.predicted_a[changed] == column ? 1 : 0;
      const std::int64_t only_b = count(CellOf::Changed) - only_a;
      EXPECT_EQ(only_a - only_b, it.a.confusion[cell] - it.b.confusion[cell]);
    }
  }
}

TEST(Comparison, PutsEachImageThatIsDecidedDifferentlyIntoOneFlip) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const PairedRows rows = drawn(2 + static_cast<int>(seed % 3), 60, seed);
    const Comparison it = compare(rows, {{}, 0.5}, {{}, 0.5});
    std::size_t different = 0, flips = 0, right_a = 0, right_b = 0;
    for (std::size_t row = 0; row < it.labels.size(); ++row) {
      different += it.predicted_a[row] != it.predicted_b[row] ? 1U : 0U;
      right_a += it.predicted_a[row] == it.labels[row] ? 1U : 0U;
      right_b += it.predicted_b[row] == it.labels[row] ? 1U : 0U;
    }
    for (const Flip flip : {Flip::OnlyARight, Flip::OnlyBRight, Flip::BothWrong})
      flips += rows_of_flip(it, flip).size();
    EXPECT_EQ(flips, different);
    EXPECT_EQ(rows_of_flip(it, Flip::OnlyARight).size() + right_b, rows_of_flip(it, Flip::OnlyBRight).size() + right_a);
  }
}

TEST(Comparison, HasTheDifferenceOfEveryMetricInsideItsInterval) {
  const PairedRows rows = drawn(3, 90, 3);
  const Comparison it = compare(rows, {{}, 0.5}, {{}, 0.5});
  EXPECT_FALSE(it.delong) << "it is of two groups";
  EXPECT_EQ(it.drawn.groups, 30);
  EXPECT_GE(it.drawn.draws, 1000);
  for (const MetricDifference& one : it.metrics) {
    ASSERT_TRUE(one.clustered && one.single);
    EXPECT_NEAR(one.clustered->difference.estimate, *one.a - *one.b, 1e-12);
    EXPECT_LE(one.clustered->difference.low, one.clustered->difference.estimate);
    EXPECT_GE(one.clustered->difference.high, one.clustered->difference.estimate);
  }
}

TEST(DifferenceText, SaysWhetherItIsNoise) {
  PairedRows rows = drawn(2, 60, 5);
  rows.known = {.patients = true, .lesions = true};
  const Comparison it = compare(rows, {{}, 0.5}, {{}, 0.5});
  EXPECT_EQ(it.a.drawn.unit, "patients and lesions");
  EXPECT_THAT(difference_text(it.metrics.front(), it.drawn), testing::HasSubstr("over 20 patients and lesions"));
  EXPECT_THAT(difference_text({Metric::Auc, 0.5, std::nullopt, {}, {}}, it.drawn),
              testing::HasSubstr("not defined for B"));
}

TEST(DifferenceText, CannotTellNoiseWhereAllImagesAreOfOnePatient) {
  PairedRows rows = drawn(2, 60, 5);
  rows.known = {.patients = true};
  rows.lesions.assign(rows.lesions.size(), 4);
  const Comparison it = compare(rows, {{}, 0.5}, {{}, 0.5});
  EXPECT_FALSE(it.a.auc_low);
  for (const MetricDifference& one : it.metrics) EXPECT_FALSE(one.clustered);
  EXPECT_THAT(difference_text(it.metrics.front(), it.drawn),
              testing::EndsWith("(95 % not estimated: one patient): whether it is noise cannot be told"));
  EXPECT_EQ(counted_unit(it.drawn), "1 patient");
  EXPECT_EQ(counted_unit({.unit = "lesions", .groups = 310}), "310 lesions");
  EXPECT_EQ(text_of({.unit = "patients and lesions", .groups = 1}), "not estimated: one group of patients and lesions");
}

}  // namespace
}  // namespace app
