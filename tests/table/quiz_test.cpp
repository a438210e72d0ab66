// Guess before the answer is shown: the choice of images and the score.
#include "app/table/quiz.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace app {
namespace {

std::vector<int> many(int benign, int malignant) {
  std::vector<int> groups(static_cast<std::size_t>(benign), 0);
  groups.insert(groups.end(), static_cast<std::size_t>(malignant), 1);
  return groups;
}

TEST(Quiz, asks_as_many_of_each_group_and_none_twice) {
  const std::vector<int> groups = many(90, 10);
  const auto chosen = stratified_choice(groups, 2, 16, 7);
  ASSERT_EQ(chosen.size(), 16U);
  EXPECT_EQ(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), 16U);
  EXPECT_EQ(std::ranges::count_if(chosen, [&](std::size_t i) { return groups[i] == 1; }), 8);
}

TEST(Quiz, takes_what_there_is_where_a_group_is_small_and_nothing_without_a_label) {
  const auto chosen = stratified_choice(many(50, 3), 2, 20, 1);
  EXPECT_EQ(chosen.size(), 20U);
  EXPECT_EQ(std::ranges::count_if(chosen, [](std::size_t i) { return i >= 50; }), 3);
  EXPECT_EQ(stratified_choice(many(1, 1), 2, 20, 1).size(), 2U);
  EXPECT_TRUE(stratified_choice(std::vector<int>{-1, -1}, 2, 20, 1).empty());
}

TEST(Quiz, asks_the_same_for_the_same_seed_and_in_an_order_that_tells_nothing) {
  const std::vector<int> groups = many(60, 60);
  EXPECT_EQ(stratified_choice(groups, 2, 30, 5), stratified_choice(groups, 2, 30, 5));
  EXPECT_NE(stratified_choice(groups, 2, 30, 5), stratified_choice(groups, 2, 30, 6));
  const auto chosen = stratified_choice(groups, 2, 30, 5);
  int changes = 0;
  for (std::size_t i = 1; i < chosen.size(); ++i) changes += groups[chosen[i]] != groups[chosen[i - 1]] ? 1 : 0;
  EXPECT_GT(changes, 5);
  EXPECT_LT(changes, 25) << "strictly taking turns would tell the next answer";
}

TEST(Quiz, scores_sensitivity_specificity_and_kappa) {
  // 4 of 5 malignant found, 3 of 5 benign left alone: agreement 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
  const std::vector<int> truths = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0}, answers = {1, 1, 1, 1, 0, 0, 0, 0, 1, 1};
  const QuizScore score = quiz_score(truths, answers, 2);
  EXPECT_EQ(score.asked, 10);
  EXPECT_DOUBLE_EQ(score.sensitivity->value, 0.8);
  EXPECT_DOUBLE_EQ(score.specificity->value, 0.6);
  EXPECT_NEAR(*score.kappa, 0.4, 1e-12);
  EXPECT_EQ(score.confusion, (std::vector<int>{3, 2, 1, 4}));
}

TEST(Quiz, intervals_are_wilson_s) {
  // scipy.stats.binomtest(8, 10).proportion_ci(method="wilson"): 0.4901625, 0.9433178
  const auto found = share(8, 10);
  EXPECT_NEAR(found->low, 0.4901625, 1e-6);
  EXPECT_NEAR(found->high, 0.9433178, 1e-6);
  EXPECT_EQ(share(0, 5)->low, 0);
  EXPECT_FALSE(share(0, 0));
}

TEST(Quiz, skipped_questions_are_not_counted_and_more_groups_have_no_sensitivity) {
  EXPECT_EQ(quiz_score(std::vector<int>{1, 0}, std::vector<int>{-1, -1}, 2).asked, 0);
  EXPECT_FALSE(quiz_score(std::vector<int>{1, 0}, std::vector<int>{-1, -1}, 2).accuracy);
  const QuizScore three = quiz_score(std::vector<int>{0, 1, 2}, std::vector<int>{0, 1, 1}, 3);
  EXPECT_FALSE(three.sensitivity);
  EXPECT_NEAR(three.accuracy->value, 2.0 / 3, 1e-12);
}

}  // namespace
}  // namespace app
