#include "app/table/gallery.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "app/table/split_judge.h"
#include "tests/table/generated.h"

namespace {
using app::Gallery;
using app::Row;
using app::SortKey;
using app::Split;
using test::Generator;

// Ten images of class nv, by name in order of their rows.
void fill(Gallery& gallery, std::size_t images = 10) {
  gallery.replace(app::ImageTable(test::three_classes()));
  app::TableNews news;
  for (std::size_t i = 0; i < images; ++i) {
    app::ImageFacts facts;
    facts.id = static_cast<app::ImageId>(100 + i);
    facts.path = "/x/" + std::string(1, static_cast<char>('a' + i)) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.label = facts.imported = 11;
    facts.split = Split::Val;
    news.added.push_back(facts);
  }
  gallery.apply(news);
  gallery.show_target("malignant");
}

std::vector<Row> one(Row row) { return {row}; }

TEST(Gallery, labelling_inside_a_filter_drops_the_image_and_goes_to_the_next) {
  Gallery gallery;
  fill(gallery);
  app::Filter filter;
  filter.classes = {11};
  gallery.set_filter(filter);
  gallery.select(one(3), Row{3});
  const auto next = gallery.next_of_focus();
  gallery.decide(1, gallery.label_candidates(), 1);
  gallery.advance_to(next);
  EXPECT_EQ(gallery.rows().size(), 9U);
  EXPECT_EQ(gallery.focus(), Row{4});
}

TEST(Gallery, what_does_not_pass_the_filter_is_neither_selected_nor_in_focus) {
  Gallery gallery;
  fill(gallery);
  app::Filter filter;
  filter.classes = {11};
  gallery.set_filter(filter);
  gallery.select(one(6), Row{6});
  gallery.decide(1, one(3), 1);
  gallery.select(std::vector<Row>{3, 7}, Row{3});
  EXPECT_EQ(gallery.focus(), Row{6});
  EXPECT_EQ(gallery.selected().rows(), one(7));
  gallery.decide(2, one(8), 1);  // somebody else's: the focus stays where it is
  EXPECT_EQ(gallery.focus(), Row{6});
}

TEST(Gallery, advancing_moves_the_anchor_and_goes_on_in_the_order_of_before) {
  Gallery gallery;
  fill(gallery);
  gallery.set_sort({SortKey::Label, true});
  gallery.select(one(0), Row{0});
  const auto next = gallery.next_of_focus();
  gallery.decide(1, gallery.label_candidates(), 2);  // moves to the front
  gallery.advance_to(next);
  EXPECT_EQ(gallery.focus(), Row{1});
  EXPECT_EQ(gallery.anchor(), Row{1});
  EXPECT_EQ(gallery.selected().rows(), one(1));
  EXPECT_EQ(gallery.rows().front(), Row{0});
}

TEST(Gallery, what_a_filter_hides_is_not_selected) {
  Gallery gallery;
  fill(gallery);
  gallery.decide(1, std::vector<Row>{2, 3}, 1);
  gallery.select_all();
  EXPECT_EQ(gallery.selected_count(), 10U);
  app::Filter filter;
  filter.classes = {12};
  gallery.set_filter(filter);
  EXPECT_EQ(gallery.selected_count(), 2U);
  gallery.set_filter({});
  EXPECT_EQ(gallery.selected_count(), 2U);
  gallery.invert_selection();
  EXPECT_EQ(gallery.selected_count(), 8U);
}

TEST(Gallery, a_selection_is_labelled_in_the_order_it_is_shown) {
  Gallery gallery;
  fill(gallery);
  gallery.set_sort({SortKey::Name, true});
  gallery.select(std::vector<Row>{1, 8, 4}, Row{4});
  EXPECT_EQ(gallery.label_candidates(), (std::vector<Row>{8, 4, 1}));
  gallery.select_none();
  EXPECT_EQ(gallery.label_candidates(), one(4));
}

TEST(Gallery, chips_count_under_the_other_clauses) {
  Gallery gallery;
  fill(gallery);
  gallery.decide(1, std::vector<Row>{2, 3}, 1);
  app::Filter filter;
  filter.classes = {12};
  gallery.set_filter(filter);
  EXPECT_EQ(gallery.counts().by_class, (std::vector<std::size_t>{0, 8, 2, 0}));
  EXPECT_EQ(gallery.counts().by_split[static_cast<std::size_t>(Split::Val)], 2U);
  EXPECT_EQ(gallery.counts().relabelled, 2U);
}

TEST(Gallery, verdicts_follow_run_and_threshold) {
  Gallery gallery;
  fill(gallery, 3);
  auto run = std::make_shared<app::RunScores>();
  run->target = "malignant";
  run->groups = {"benign", "malignant"};
  run->epochs[2].by_split[static_cast<std::size_t>(Split::Val)] =
      app::make_score_set(2, {0, 1, 2}, {0.9F, 0.1F, 0.6F, 0.4F, 0.2F, 0.8F});
  gallery.show_run(run, 2);
  EXPECT_EQ(gallery.counts().by_predicted_group, (std::vector<std::size_t>{2, 1}));
  EXPECT_EQ(gallery.counts().disagreements, 1U);
  EXPECT_TRUE(gallery.disagrees(2));
  gallery.set_threshold(0.3);
  EXPECT_EQ(gallery.counts().by_predicted_group, (std::vector<std::size_t>{1, 2}));
  EXPECT_TRUE(gallery.disagrees(1));
  gallery.set_threshold(0.9);
  EXPECT_EQ(gallery.counts().disagreements, 0U);
  gallery.show_run(run, 1);  // nothing was kept of that epoch
  EXPECT_FALSE(gallery.has_verdict(2));
  gallery.show_target("class");
  gallery.show_run(run, 2);
  EXPECT_FALSE(gallery.has_verdict(2));  // groups of another target
}

TEST(Gallery, of_one_image_and_of_none_can_be_walked_through) {
  Gallery gallery;
  gallery.move_focus(1);
  gallery.select_all();
  EXPECT_TRUE(gallery.label_candidates().empty());
  EXPECT_FALSE(gallery.next_of_focus().has_value());
  fill(gallery, 1);
  gallery.move_focus(1);
  EXPECT_EQ(gallery.next_of_focus(), Row{0});
  EXPECT_EQ(gallery.label_candidates(), one(0));
}

// Counting every image again must give what the deltas gave.
TEST(SplitJudge, through_decisions_and_thresholds_says_what_a_new_one_says) {
  Generator generate(4);
  for (const int groups : {2, 3}) {
    Gallery gallery;
    gallery.replace(app::ImageTable(test::three_classes()));
    gallery.apply(generate.images(1, 400));
    const auto run = generate.run(gallery.table(), groups, 3);
    app::SplitJudge judge(Split::Val);
    judge.show(run, 1, gallery.table());
    for (app::Ticket round = 1; round < 30; ++round) {
      const std::vector<Row> rows{static_cast<Row>(generate.below(400)), static_cast<Row>(generate.below(400))};
      judge.follow(gallery.table(), gallery.decide(round, rows, static_cast<int>(generate.below(4)) - 1));
      if (round % 5 == 0) judge.show(run, 1 + static_cast<int>(generate.below(3)), gallery.table());
      const double threshold = static_cast<double>(generate.share());
      const app::Evaluation* now = judge.evaluation(threshold);
      app::SplitJudge fresh(Split::Val);
      fresh.show(run, now->from.epoch, gallery.table());
      EXPECT_EQ(now->confusion, fresh.evaluation(threshold)->confusion);
      EXPECT_EQ(now->metrics, fresh.evaluation(threshold)->metrics);
      EXPECT_EQ(now->n, fresh.evaluation(threshold)->n);
    }
  }
}

TEST(SplitJudge, says_why_there_is_nothing_to_judge) {
  Generator generate(5);
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  gallery.apply(generate.images(1, 50));
  auto run = generate.run(gallery.table(), 2, 2);
  app::SplitJudge judge(Split::Val);
  judge.show(run, 7, gallery.table());
  EXPECT_NE(judge.problem().find("epoch 7"), std::string::npos);
  EXPECT_EQ(judge.evaluation(0.5), nullptr);
  auto changed = std::make_shared<app::RunScores>(*run);
  changed->groups = {"benign", "malignant", "other"};
  judge.show(changed, 1, gallery.table());
  EXPECT_NE(judge.problem().find("have changed"), std::string::npos);
  app::ClassList list = test::three_classes();
  list.targets.clear();
  judge.show(run, 1, gallery.table());
  EXPECT_TRUE(judge.problem().empty());
  judge.follow(gallery.table(), gallery.set_classes(list));
  EXPECT_NE(judge.problem().find("no target"), std::string::npos);
}

TEST(SplitJudge, takes_an_interval_only_of_the_state_it_was_computed_for) {
  Generator generate(6);
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  gallery.apply(generate.images(1, 300));
  app::SplitJudge judge(Split::Val);
  judge.show(generate.run(gallery.table(), 2, 1), 1, gallery.table());
  const app::LaterValues later = app::compute_later(judge.later_input(gallery.table()));
  judge.set_later(later);
  ASSERT_TRUE(judge.evaluation(0.5)->auc_low.has_value());
  EXPECT_LT(*judge.evaluation(0.5)->auc_low, *judge.evaluation(0.5)->metrics[app::Metric::Auc]);
  judge.follow(gallery.table(), gallery.decide(1, gallery.table().rows_of_split(Split::Val).rows(), 1));
  judge.set_later(later);
  EXPECT_FALSE(judge.evaluation(0.5)->auc_low.has_value());
}

TEST(SplitJudge, asks_for_its_interval_again_where_groups_grow_together) {
  Generator generate(7);
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  app::TableNews news = generate.images(1, 200);
  for (app::ImageFacts& facts : news.added) facts.lesion_id = "L" + std::to_string(facts.id);
  gallery.apply(news);
  app::SplitJudge judge(Split::Val);
  judge.show(generate.run(gallery.table(), 2, 1), 1, gallery.table());
  const auto groups = [&] {
    const std::vector<int> numbers = app::lesion_numbers(judge.later_input(gallery.table()));
    return *std::ranges::max_element(numbers) + 1;
  };
  const int before = groups();
  const std::uint64_t state = judge.state();
  const std::vector<Row> judged = judge.later_input(gallery.table()).scores->rows;
  app::TableNews joining;
  for (app::ImageId i = 0; i < 2; ++i) {
    joining.added.push_back(generate.image(201 + i));
    joining.added.back().lesion_id = gallery.table().lesion(judged[static_cast<std::size_t>(i)]);
    joining.added.back().image_group = "look alike";
    joining.added.back().split = Split::Train;
  }
  judge.follow(gallery.table(), gallery.apply(joining));
  EXPECT_GT(judge.state(), state);
  EXPECT_LE(groups(), before);
  EXPECT_EQ(gallery.table().group_key(judged[0]), gallery.table().group_key(judged[1]));
}

TEST(SplitJudge, has_the_interval_of_the_mean_area_that_evaluating_has) {
  Generator generate(8);
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  gallery.apply(generate.images(1, 300));
  const auto run = generate.run(gallery.table(), 3, 1);
  app::SplitJudge judge(Split::Val);
  judge.show(run, 1, gallery.table());
  const app::LaterInput input = judge.later_input(gallery.table());
  const app::LaterValues later = app::compute_later(input);
  const app::JudgedRows rows = app::judged_rows(app::Judge(input.scores, input.truth));
  const app::Evaluation alone = app::evaluate({.labels = rows.labels,
                                               .probabilities = rows.ranking,
                                               .lesions = app::lesion_numbers(input),
                                               .groups = run->groups},
                                              {});
  ASSERT_TRUE(later.auc_low && later.auc_high && alone.auc_low && alone.auc_high);
  EXPECT_EQ(later.auc, alone.metrics[app::Metric::Auc]);
  EXPECT_EQ(later.auc_low, alone.auc_low);
  EXPECT_EQ(later.auc_high, alone.auc_high);
  EXPECT_LT(*later.auc_low, *later.auc);
  EXPECT_GE(alone.drawn.draws, 1000);
}

TEST(SplitJudge, of_a_run_that_had_nothing_to_validate_on_says_so_and_what_to_do) {
  Generator generate(9);
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  gallery.apply(generate.images(1, 50));
  auto run = generate.run(gallery.table(), 2, 2);
  for (auto& [epoch, sets] : run->epochs) sets.by_split[static_cast<std::size_t>(Split::Val)].reset();
  app::SplitJudge judge(Split::Val);
  judge.show(run, 2, gallery.table());
  EXPECT_NE(judge.problem().find("no labelled image was in the split val when the run was trained"), std::string::npos)
      << judge.problem();
  EXPECT_NE(judge.problem().find("`nevus split WORKSPACE`"), std::string::npos);
  run->best_epoch = 0;
  judge.show(run, 2, gallery.table());
  EXPECT_NE(judge.problem().find("were kept for epoch 2"), std::string::npos) << "it had no epoch";
}

}  // namespace
