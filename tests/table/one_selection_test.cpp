// One selection everywhere: whatever is pointed at, the count there is the number of rows in the grid.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "app/table/class_groups.h"
#include "app/table/error_analysis.h"
#include "app/table/split_judge.h"
#include "tests/table/generated.h"

namespace {
using app::Filter;
using app::Gallery;
using app::Row;
using app::Split;
using test::Generator;

constexpr int kRounds = 25;

struct World {
  explicit World(unsigned seed) : random(seed) {
    app::ImageTable table(test::three_classes());
    app::TableNews news = random.images(1, 150 + random.below(200));
    for (app::ImageFacts& facts : news.added) {
      facts.age_years = random.below(5) == 0 ? NAN : static_cast<float>(random.below(100));
      facts.extra = {{"device", random.below(3) == 0 ? "" : "d" + std::to_string(random.below(3))}};
      facts.removed = random.below(12) == 0;
    }
    table.apply(news);
    groups = random.below(2) == 0 ? 2 : 3;
    auto made = random.run(table, groups, 2);
    if (random.below(3) == 0) made->group_of_class = {{11, 0}, {12, groups - 1}, {13, random.below(2) == 0 ? -1 : 0}};
    run = made;
    gallery.replace(std::move(table));
    gallery.show_target(run->target);
    gallery.show_run(run, 2);
    gallery.set_threshold(static_cast<double>(random.share()));
  }

  std::size_t rows_of(const Filter& filter) {
    gallery.set_filter(filter);
    return gallery.rows().size();
  }
  Filter validation() const {
    Filter filter;
    filter.splits = {Split::Val};
    return filter;
  }

  Generator random;
  Gallery gallery;
  int groups = 2;
  std::shared_ptr<const app::RunScores> run;
};

TEST(OneSelection, the_count_in_a_cell_of_the_matrix_is_the_rows_in_the_grid) {
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    World world(seed);
    app::SplitJudge judge(Split::Val);
    judge.show(world.run, 2, world.gallery.table());
    const app::Evaluation* evaluation = judge.evaluation(world.gallery.predictions().threshold());
    ASSERT_NE(evaluation, nullptr) << judge.problem();
    for (int truth = 0; truth < world.groups; ++truth) {
      for (int predicted = 0; predicted < world.groups; ++predicted) {
        Filter filter = world.validation();
        filter.pairs = {{truth, predicted}};
        EXPECT_EQ(static_cast<std::int64_t>(world.rows_of(filter)),
                  evaluation->confusion[static_cast<std::size_t>(truth * world.groups + predicted)])
            << "seed " << seed << " cell " << truth << " " << predicted;
      }
    }
  }
}

TEST(OneSelection, a_stretch_of_the_roc_is_the_images_whose_verdict_differs_between_its_thresholds) {
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    World world(seed);
    if (world.groups != 2) continue;
    app::SplitJudge judge(Split::Val);
    judge.show(world.run, 2, world.gallery.table());
    double low = static_cast<double>(world.random.share()), high = static_cast<double>(world.random.share());
    if (low > high) std::swap(low, high);
    const std::vector<std::int64_t> at_low = judge.evaluation(low)->confusion;
    const std::vector<std::int64_t> at_high = judge.evaluation(high)->confusion;
    Filter filter = world.validation();
    filter.score = app::ScoreRange{1, low, high};
    for (const int truth : {0, 1}) {
      filter.true_groups = {truth};
      const auto place = static_cast<std::size_t>(2 * truth + 1);
      EXPECT_EQ(static_cast<std::int64_t>(world.rows_of(filter)), at_low[place] - at_high[place]) << "seed " << seed;
    }
  }
}

TEST(OneSelection, bars_slices_and_mistakes_count_what_the_grid_shows) {
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    World world(seed);
    app::ErrorAnalysis analysis;
    const std::vector<std::string> columns = app::slice_columns(world.gallery.table());
    analysis.choose(columns[world.random.below(columns.size())], static_cast<int>(world.random.below(3)));
    analysis.follow(world.gallery);
    ASSERT_EQ(analysis.problem(), "");
    for (const app::SliceRow& row : analysis.slices()) {
      Filter filter = world.validation();
      filter.slices = {row.slice};
      for (int group = 0; group < world.groups; ++group) filter.true_groups.push_back(group);
      EXPECT_EQ(static_cast<std::int64_t>(world.rows_of(filter)), row.n) << seed << app::title_of(row.slice);
    }
    for (std::size_t bar = 0; bar < app::kScoreBars; ++bar) {
      for (int truth = 0; truth < world.groups; ++truth) {
        Filter filter = world.validation();
        filter.score = app::score_bar(analysis.group(), bar);
        filter.true_groups = {truth};
        EXPECT_EQ(static_cast<std::int64_t>(world.rows_of(filter)),
                  analysis.histogram().counts[static_cast<std::size_t>(truth)][bar])
            << seed << " bar " << bar;
      }
    }
    for (const ml::ReliabilityBin& bin : analysis.reliability().bins) {
      Filter filter = world.validation();
      filter.score = app::reliability_bar(analysis.group(), bin);
      for (int group = 0; group < world.groups; ++group) filter.true_groups.push_back(group);
      EXPECT_EQ(static_cast<std::int64_t>(world.rows_of(filter)), bin.count) << seed << " from " << bin.low;
    }
    Filter wrong = world.validation();
    wrong.only_disagreement = true;
    EXPECT_EQ(world.rows_of(wrong), analysis.mistake_count());
  }
}

// Every clause told again for one row, from the columns alone.
bool passes(const Gallery& gallery, const Filter& filter, Row row) {
  const app::ImageTable& table = gallery.table();
  const bool predicted = gallery.has_verdict(row);
  if (table.removed(row)) return false;
  if (!filter.splits.empty() && std::ranges::find(filter.splits, table.split(row)) == filter.splits.end()) return false;
  if (filter.score) {
    if (!predicted) return false;
    const auto p =
        static_cast<double>(gallery.predictions().probabilities(row)[static_cast<std::size_t>(filter.score->group)]);
    if (p < filter.score->low || p >= filter.score->high) return false;
  }
  if (!filter.pairs.empty()) {
    if (!predicted) return false;
    const app::GroupPair pair{gallery.group(row), gallery.predictions().predicted(row)};
    if (std::ranges::find(filter.pairs, pair) == filter.pairs.end()) return false;
  }
  for (const app::Slice& slice : filter.slices) {
    const bool any = std::ranges::any_of(filter.slices, [&](const app::Slice& each) {
      if (each.column != slice.column) return false;
      if (each.column != "age") return (*table.words(each.column))[row] == each.value;
      const auto age = static_cast<double>(table.age_years(row));
      return each.band ? age >= each.band->low && age < each.band->high : std::isnan(age);
    });
    if (!any) return false;
  }
  return !filter.picked || filter.picked->rows->contains(row);
}

Filter any_filter(World& world) {
  Filter filter;
  Generator& random = world.random;
  if (random.below(2) == 0) filter.splits = {static_cast<Split>(random.below(4))};
  if (random.below(2) == 0) {
    const auto low = static_cast<double>(random.share());
    filter.score = app::ScoreRange{static_cast<int>(random.below(static_cast<std::size_t>(world.groups))), low,
                                   low + static_cast<double>(random.share())};
  }
  for (std::size_t i = random.below(3); i > 0; --i)
    filter.pairs.push_back({static_cast<int>(random.below(static_cast<std::size_t>(world.groups))),
                            static_cast<int>(random.below(static_cast<std::size_t>(world.groups)))});
  for (std::size_t i = random.below(4); i > 0; --i) {
    const app::SlicedRows cut =
        app::cut_by(world.gallery.table(), std::array{"site", "age", "device"}[random.below(3)]);
    filter.slices.push_back(cut.slices[random.below(cut.slices.size())]);
  }
  if (random.below(3) == 0) {
    app::Bits rows;
    for (std::size_t i = 0; i < 60; ++i) rows.add(static_cast<Row>(random.below(world.gallery.table().size())));
    filter.picked = app::PickedRows{std::make_shared<const app::Bits>(rows), "lasso"};
  }
  return filter;
}

TEST(OneSelection, any_filter_shows_the_rows_for_which_every_clause_holds_whatever_changes) {
  for (unsigned seed = 1; seed <= 4 * kRounds; ++seed) {
    World world(seed);
    world.gallery.set_filter(any_filter(world));
    for (int step = 0; step < 4; ++step) {
      const std::size_t what = world.random.below(4);
      if (what == 0) world.gallery.set_threshold(static_cast<double>(world.random.share()));
      if (what == 1) world.gallery.show_run(world.run, 1 + static_cast<int>(world.random.below(2)));
      if (what == 2)
        world.gallery.decide(static_cast<app::Ticket>(step + 1),
                             std::vector<Row>{static_cast<Row>(world.random.below(100))}, step % 3);
      if (what == 3) {
        app::TableNews news;
        app::ImageFacts facts = world.random.image(world.gallery.table().id(5));
        facts.extra = {{"device", "d1"}};
        news.edited.push_back(facts);
        world.gallery.apply(news);
      }
      std::vector<Row> expected;
      for (Row row = 0; row < world.gallery.table().size(); ++row)
        if (passes(world.gallery, world.gallery.filter(), row)) expected.push_back(row);
      EXPECT_EQ(world.gallery.query().rows().rows(), expected) << "seed " << seed << " step " << step;
    }
  }
}

TEST(OneSelection, a_typed_condition_is_a_clause_like_the_others) {
  World world(7);
  Filter typed = world.validation(), pointed = world.validation();
  typed.text = "site:back score<0.5 age>=30";
  pointed.slices = {{"site", "Back", {}}, {"age", "", app::Band{30}}};
  pointed.score = app::ScoreRange{world.groups - 1, 0, 0.5};
  EXPECT_EQ(world.rows_of(typed), world.rows_of(pointed));
  typed.text = "site:\"lower ext\"";
  pointed = world.validation();
  pointed.slices = {{"site", "lower extremity", {}}};
  EXPECT_GT(world.rows_of(pointed), 0U);
  EXPECT_EQ(world.rows_of(typed), world.rows_of(pointed));
}

TEST(ErrorAnalysis, says_what_is_missing_instead_of_showing_nothing) {
  Gallery gallery;
  app::ErrorAnalysis analysis;
  analysis.follow(gallery);
  EXPECT_EQ(analysis.problem(), "There are no images yet.");
  World world(3);
  world.gallery.show_run(nullptr, 0);
  app::ErrorAnalysis second;
  second.follow(world.gallery);
  EXPECT_NE(second.problem().find("No run is shown"), std::string::npos);
  world.gallery.show_run(world.run, 9);
  second.follow(world.gallery);
  EXPECT_EQ(second.problem(), "No predictions of validation were kept for epoch 9.");
  const auto without = std::make_shared<app::RunScores>(*world.run);
  for (auto& [epoch, sets] : without->epochs) sets.by_split[static_cast<std::size_t>(Split::Val)].reset();
  world.gallery.show_run(without, 1);
  second.follow(world.gallery);
  EXPECT_TRUE(second.problem().starts_with("No labelled image was in the split val when the run was trained"));
  world.gallery.show_run(world.run, 1);
  second.follow(world.gallery);
  EXPECT_EQ(second.problem(), "");
}

TEST(ErrorAnalysis, counts_again_at_another_threshold_what_it_would_count_anew) {
  World world(2);
  world.gallery.set_threshold(0.5);
  app::ErrorAnalysis moved, fresh;
  moved.choose("site", 1);
  fresh.choose("site", 1);
  moved.follow(world.gallery);
  world.gallery.set_threshold(0.83);
  moved.follow(world.gallery);
  fresh.follow(world.gallery);
  ASSERT_EQ(moved.slices().size(), fresh.slices().size());
  for (std::size_t i = 0; i < fresh.slices().size(); ++i) {
    EXPECT_EQ(moved.slices()[i].metrics, fresh.slices()[i].metrics);
    EXPECT_EQ(moved.slices()[i].false_positives, fresh.slices()[i].false_positives);
  }
  EXPECT_EQ(moved.whole().metrics, fresh.whole().metrics);
}

TEST(ErrorAnalysis, finds_where_two_runs_disagree_and_who_is_right) {
  World world(4);
  app::ErrorAnalysis analysis;
  Generator random(99);
  const auto other = random.run(world.gallery.table(), world.groups, 1);
  analysis.compare_with(other, 1);
  analysis.follow(world.gallery);
  ASSERT_TRUE(analysis.disagreement().has_value());
  const app::Disagreement& found = *analysis.disagreement();
  const app::ScoreSet& second = *other->find(1, Split::Val);
  std::size_t first_right = 0;
  for (std::size_t place = 0; place < second.size(); ++place) {
    const Row row = second.rows[place];
    if (world.gallery.table().removed(row) || world.gallery.group(row) < 0) continue;
    const int theirs = app::decide_group(second.at(place), world.gallery.predictions().threshold());
    if (!world.gallery.disagrees(row) && theirs != world.gallery.group(row)) ++first_right;
  }
  EXPECT_EQ(found.only_first_right.count(), first_right);
  EXPECT_EQ(found.only_first_right.count() + found.only_second_right.count() + found.both_wrong_differently.count() +
                found.both_right + found.both_wrong_alike + found.without_second,
            static_cast<std::size_t>(analysis.whole().n));
}

TEST(ErrorAnalysis, tells_runs_apart_whose_groups_have_the_same_names_and_other_classes) {
  World world(4);
  app::ErrorAnalysis analysis;
  Generator random(99);
  const auto other = random.run(world.gallery.table(), world.groups, 1);
  other->target = "melanocytic";
  analysis.compare_with(other, 1);
  analysis.follow(world.gallery);
  EXPECT_FALSE(analysis.disagreement());
  EXPECT_EQ(analysis.disagreement_problem(),
            "run 1 predicts melanocytic: groups of the same names, with other classes in them.");
}

TEST(RunQuestion, is_the_same_where_the_groups_hold_the_same_classes_or_the_target_says_so) {
  const app::RunQuestion old{"malignant", {"no", "yes"}, {}}, now{"malignant", {"no", "yes"}, {{1, 0}, {2, 1}}};
  app::RunQuestion renamed = now, turned = now, other = old;
  renamed.target = "biopsy";
  turned.group_of_class = {{1, 1}, {2, 0}};
  other.target = "melanocytic";
  EXPECT_TRUE(same_question(old, now));
  EXPECT_TRUE(same_question(now, renamed));
  EXPECT_FALSE(same_question(now, turned));
  EXPECT_FALSE(same_question(old, other));
  EXPECT_FALSE(same_question(now, {"malignant", {"benign", "yes"}, now.group_of_class}));
}

}  // namespace
