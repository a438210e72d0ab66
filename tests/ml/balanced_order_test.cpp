// Batches balanced over sources: every source as often, classes weighed within it; one source changes nothing.
#include "ml/train/balanced_order.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/ml/discs.h"

namespace {

// Source 3: 900 images, 90 of class 1; source 8: 100 images, 50 of class 1.
struct TwoSources {
  TwoSources() {
    for (int i = 0; i < 1000; ++i) {
      const bool large = i < 900;
      sources.push_back(large ? 3 : 8);
      labels.push_back(large ? (i % 10 == 0 ? 1 : 0) : i % 2);
    }
  }
  std::vector<int> labels, sources;
};

double share_of(const std::vector<std::uint32_t>& order, const auto& holds) {
  return static_cast<double>(std::ranges::count_if(order, holds)) / static_cast<double>(order.size());
}

TEST(BalancedImages, are_drawn_of_each_source_as_often_however_large_it_is) {
  const TwoSources set;
  ml::CounterRng rng(1, {1});
  const ml::BalancedImages balanced(set.labels, set.sources, {.sources = true}, 2);
  const auto order = balanced.order(rng);
  ASSERT_EQ(order.size(), 1000U);
  EXPECT_NEAR(share_of(order, [&](std::uint32_t i) { return set.sources[i] == 8; }), 0.5, 0.06);
  const auto of_small = [&](std::uint32_t i) { return set.sources[i] == 8 && set.labels[i] == 1; };
  EXPECT_NEAR(share_of(order, of_small), 0.25, 0.06) << "within it as it is";
}

TEST(BalancedImages, are_drawn_of_each_class_within_each_source_where_both_are_asked_for) {
  const TwoSources set;
  ml::CounterRng rng(2, {1});
  const auto order = ml::BalancedImages(set.labels, set.sources, {.sources = true, .classes = true}, 2).order(rng);
  for (const int source : {3, 8})
    for (const int label : {0, 1})
      EXPECT_NEAR(share_of(order, [&](std::uint32_t i) { return set.sources[i] == source && set.labels[i] == label; }),
                  0.25, 0.06);
}

// The weights make the classes of each source count alike, so that a source tells nothing of the class.
TEST(BalancedImages, count_alike_by_class_within_each_source) {
  const TwoSources set;
  const ml::BalancedImages balanced(set.labels, set.sources, {.sources = true}, 2);
  const std::vector<float> weights = balanced.weights();
  std::map<std::pair<int, int>, double> sums;
  for (std::size_t i = 0; i < weights.size(); ++i)
    sums[{set.sources[i], set.labels[i]}] += static_cast<double>(weights[i]);
  const std::pair<int, int> large_rare{3, 1}, large_usual{3, 0}, small_one{8, 1}, small_other{8, 0};
  EXPECT_NEAR(sums[large_rare], 450, 0.01);
  EXPECT_NEAR(sums[large_usual], 450, 0.01);
  EXPECT_NEAR(sums[small_one], 50, 0.01);
  EXPECT_NEAR(sums[small_other], 50, 0.01);
  const std::vector<double> shares = balanced.class_shares();
  EXPECT_NEAR(shares[1], (0.1 + 0.5) / 2, 1e-12);
  EXPECT_NEAR(shares[0] + shares[1], 1, 1e-12);
}

TEST(BalancedImages, of_one_source_count_inversely_to_how_often_their_class_occurs) {
  const auto weights = [](const std::vector<int>& labels, int classes) {
    return ml::BalancedImages(labels, {}, {}, classes).weights();
  };
  EXPECT_EQ(weights({0, 0, 0, 0, 0, 0, 1, 1}, 2),
            (std::vector<float>{8.F / 12.F, 8.F / 12.F, 8.F / 12.F, 8.F / 12.F, 8.F / 12.F, 8.F / 12.F, 2.F, 2.F}));
  EXPECT_EQ(weights({0, 2}, 3), (std::vector<float>{1.F, 1.F})) << "a class that never occurs is left out";
}

TEST(BalancedImages, of_a_source_with_one_class_weigh_it_as_it_is) {
  const std::vector<int> labels = {0, 0, 0, 0, 1, 0}, sources = {1, 1, 1, 1, 2, 2};
  const ml::BalancedImages balanced(labels, sources, {.sources = true}, 2);
  EXPECT_EQ(balanced.weights(), (std::vector<float>{1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(balanced.sources(), 2U);
  EXPECT_NEAR(balanced.class_shares()[1], 0.25, 1e-12);
}

TEST(BalanceSources, changes_nothing_where_there_is_one_and_the_run_where_there_are_two) {
  const discs::Discs source(36);
  const auto trained = [&](bool balance, std::vector<int> sources) {
    ml::TrainConfig config = discs::config_for(ml::Depth::Head, 2);
    config.balance_sources = balance;
    ml::Dataset data = discs::halves_of(source);
    data.sources = std::move(sources);
    discs::Log log;
    return discs::run(data, config, log).model.weights;
  };
  std::vector<int> two(36, 0);
  for (std::size_t i = 0; i < 6; ++i) two[i] = 1;
  const auto usual = trained(false, {});
  EXPECT_EQ(trained(true, {}), usual);
  EXPECT_EQ(trained(true, std::vector<int>(36, 7)), usual);
  EXPECT_EQ(trained(false, two), usual);
  const auto balanced = trained(true, two);
  EXPECT_NE(balanced, usual);
  EXPECT_EQ(trained(true, two), balanced) << "it repeats itself";
}

}  // namespace
