// What is known of the way in which a run learned each image, against a plain computation over the stored epochs.
#include "app/table/learning.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/table/generated.h"

namespace {

using app::LearnedKind;
using app::Row;

std::vector<std::int16_t> groups_of(const app::ImageTable& table, const std::string& target) {
  const app::TargetFacts* facts = table.class_list().target_named(target);
  std::vector<std::int16_t> groups(table.size(), -1);
  for (Row row = 0; row < table.size(); ++row)
    if (table.class_index(row) >= 0)
      groups[row] = static_cast<std::int16_t>(facts->group_of_class[static_cast<std::size_t>(table.class_index(row))]);
  return groups;
}

// The definitions, written out: all probabilities of the label first, then one loop for each number.
struct Plain {
  std::vector<double> probabilities;
  std::vector<bool> right;
  std::vector<int> epochs;

  double mean() const {
    double sum = 0;
    for (const double p : probabilities) sum += p;
    return sum / static_cast<double>(probabilities.size());
  }
  double deviation() const {
    double sum = 0;
    for (const double p : probabilities) sum += (p - mean()) * (p - mean());
    return std::sqrt(sum / static_cast<double>(probabilities.size()));
  }
  int forgotten() const {
    int events = 0;
    for (std::size_t i = 1; i < right.size(); ++i) events += right[i - 1] && !right[i] ? 1 : 0;
    return events;
  }
  // The first epoch of the right ones at the end.
  int learned() const {
    int since = 0;
    for (std::size_t i = right.size(); i > 0 && right[i - 1]; --i) since = epochs[i - 1];
    return since;
  }
  bool ever_right() const { return std::ranges::find(right, true) != right.end(); }
};

Plain plain_course(const app::RunScores& run, Row row, int group) {
  Plain course;
  for (const auto& [epoch, sets] : run.epochs) {
    for (const auto& set : sets.by_split) {
      if (!set) continue;
      const auto at = std::ranges::find(set->rows, row);
      if (at == set->rows.end()) continue;
      const auto values = set->at(static_cast<std::size_t>(at - set->rows.begin()));
      course.probabilities.push_back(static_cast<double>(values[static_cast<std::size_t>(group)]));
      const bool two = values.size() == 2;
      const auto most = std::ranges::max_element(values) - values.begin();
      course.right.push_back(two ? (values[1] >= 0.5F) == (group == 1) : most == group);
      course.epochs.push_back(epoch);
    }
  }
  return course;
}

void expect_as_plain(const app::Learning& learning, const app::RunScores& run,
                     const std::vector<std::int16_t>& groups) {
  std::size_t known = 0;
  for (Row row = 0; row < groups.size(); ++row) {
    const Plain plain = groups[row] < 0 ? Plain{} : plain_course(run, row, groups[row]);
    ASSERT_EQ(learning.has(row), plain.probabilities.size() >= 2) << row;
    if (!learning.has(row)) continue;
    ++known;
    EXPECT_NEAR(static_cast<double>(learning.mean_confidence(row)), plain.mean(), 1e-5);
    EXPECT_NEAR(static_cast<double>(learning.variability(row)), plain.deviation(), 1e-5);
    EXPECT_EQ(learning.forgotten(row), plain.forgotten());
    EXPECT_EQ(learning.learned_epoch(row), plain.learned());
    const LearnedKind kind = plain.forgotten() > 0                       ? LearnedKind::Forgotten
                             : !plain.ever_right()                       ? LearnedKind::Never
                             : plain.learned() <= learning.early_until() ? LearnedKind::Early
                                                                         : LearnedKind::Late;
    EXPECT_EQ(learning.kind(row), kind);
    for (const LearnedKind other : app::kLearnedKinds) EXPECT_EQ(learning.rows_of(other).contains(row), other == kind);
  }
  EXPECT_GT(known, 20U);
}

class Learning : public testing::TestWithParam<int> {};

TEST_P(Learning, says_what_the_plain_computation_says) {
  test::Generator made(7);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 300));
  const auto run = made.run(table, GetParam(), 9);
  const auto groups = groups_of(table, run->target);
  app::Learning learning(table);
  learning.show(run);
  expect_as_plain(learning, *run, groups);
}

TEST_P(Learning, epoch_by_epoch_equals_all_at_once) {
  test::Generator made(8);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 200));
  const auto run = made.run(table, GetParam(), 8);
  const auto groups = groups_of(table, run->target);
  app::Learning learning(table);
  for (int epochs = 0; epochs <= 8; ++epochs) {
    auto part = std::make_shared<app::RunScores>(*run);
    std::erase_if(part->epochs, [epochs](const auto& epoch) { return epoch.first > epochs; });
    learning.show(part);
    static_cast<void>(learning.early_until());  // so that it is brought up to date each time
  }
  expect_as_plain(learning, *run, groups);
}

TEST_P(Learning, follows_a_relabel_and_the_way_back) {
  test::Generator made(9);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 200));
  const auto run = made.run(table, GetParam(), 6);
  const auto before = groups_of(table, run->target);
  app::Learning learning(table);
  learning.show(run);
  ASSERT_GT(learning.early_until(), 0);
  const std::vector<Row> rows = table.rows_of_split(app::Split::Val).rows();
  learning.follow(table.decide(1, rows, 1));
  expect_as_plain(learning, *run, groups_of(table, run->target));
  learning.follow(table.failed(1));
  expect_as_plain(learning, *run, before);
}

TEST_P(Learning, follows_new_images) {
  test::Generator made(10);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 200));
  const auto run = made.run(table, GetParam(), 6);
  app::Learning learning(table);
  learning.show(run);
  ASSERT_GT(learning.early_until(), 0);
  learning.follow(table.apply(made.images(1001, 50)));
  expect_as_plain(learning, *run, groups_of(table, run->target));
}

INSTANTIATE_TEST_SUITE_P(TwoAndThreeGroups, Learning, testing::Values(2, 3),
                         [](const auto& at) { return std::to_string(at.param) + "Groups"; });

TEST(LearningColumns, know_nothing_without_a_run) {
  test::Generator made(3);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 60));
  app::Learning learning(table);
  EXPECT_FALSE(learning.has(0));
  EXPECT_TRUE(std::isnan(learning.mean_confidence(1)));
  EXPECT_TRUE(learning.rows_of(LearnedKind::Never).empty());
}

TEST(LearningColumns, need_two_epochs) {
  test::Generator made(3);
  app::ImageTable table(test::three_classes());
  table.apply(made.images(1, 60));
  app::Learning learning(table);
  learning.show(made.run(table, 2, 1));
  for (Row row = 0; row < table.size(); ++row) EXPECT_FALSE(learning.has(row));
}

}  // namespace
