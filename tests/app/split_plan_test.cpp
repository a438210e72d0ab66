#include "app/workspace/split_plan.h"

#include <algorithm>
#include <map>
#include <random>

#include <gmock/gmock.h>

#include "tests/app/filled_workspace.h"

namespace {
using app::SplitPlan;
using ::testing::Contains;
using ::testing::HasSubstr;

// 60 lesions of 1 to 3 photographs, every fourth a melanoma; lesions of one patient in pairs.
class SplitPlanTest : public ::testing::Test {
 protected:
  void fill(unsigned order) { fill(set_, order); }
  static void fill(test_support::FilledWorkspace& set, unsigned order) {
    std::vector<int> numbers(120);
    for (int i = 0; i < 120; ++i) numbers[static_cast<std::size_t>(i)] = i;
    std::ranges::shuffle(numbers, std::mt19937(order));
    for (const int number : numbers) {
      const int lesion = number / 2;
      if (number % 2 == 1 && lesion % 3 == 0) continue;
      db::Image image = set.row(number);
      image.lesion_id = "L" + std::to_string(lesion);
      if (lesion % 5 == 0) image.patient_id = "P" + std::to_string(lesion / 10);
      image.split = number % 3 == 0 ? db::Split::Val : db::Split::Train;
      set.add(image, lesion % 4 == 0 ? set.mel : set.nv);
    }
  }
  std::map<std::string, db::Split> splits() const { return splits(set_); }
  static std::map<std::string, db::Split> splits(const test_support::FilledWorkspace& set) {
    std::map<std::string, db::Split> splits;
    for (const db::Image& image : db::images(set.reader())) splits[image.path] = image.split;
    return splits;
  }
  void apply(const app::SplitRequest& request) { apply(set_, request); }
  static void apply(test_support::FilledWorkspace& set, const app::SplitRequest& request) {
    const SplitPlan plan = app::plan_split(set.reader(), request);
    set.write(plan.name, [&](db::Transaction& t) { app::apply_split(t, plan); });
  }
  long images_in(db::Split split) const {
    return std::ranges::count_if(db::images(set_.reader()), [&](const db::Image& i) { return i.split == split; });
  }
  test_support::FilledWorkspace set_;
};

TEST_F(SplitPlanTest, keeps_groups_together_and_ends_the_leak) {
  fill(1);
  EXPECT_TRUE(app::find_leaks(set_.reader()).found());
  apply({.val = 0.2, .test = 0.1});
  EXPECT_FALSE(app::find_leaks(set_.reader()).found());
  const auto all = static_cast<double>(db::images(set_.reader()).size());
  EXPECT_NEAR(static_cast<double>(images_in(db::Split::Val)) / all, 0.2, 0.03);
  EXPECT_NEAR(static_cast<double>(images_in(db::Split::Test)) / all, 0.1, 0.03);
}

TEST_F(SplitPlanTest, gives_every_class_its_share) {
  fill(1);
  const SplitPlan plan = app::plan_split(set_.reader(), {.val = 0.25});
  for (const SplitPlan::Row& row : plan.classes) {
    const auto val = static_cast<double>(row.after[static_cast<std::size_t>(db::Split::Val)]);
    const auto train = static_cast<double>(row.after[static_cast<std::size_t>(db::Split::Train)]);
    EXPECT_NEAR(val / (val + train), 0.25, 0.05) << row.name;
  }
}

TEST_F(SplitPlanTest, is_the_same_for_a_seed_whatever_the_splits_were_before) {
  fill(1);
  apply({.val = 0.2});
  const auto first = splits();
  apply({.val = 0.2, .seed = 2});
  EXPECT_NE(splits(), first);
  apply({.val = 0.2, .seed = 1});
  EXPECT_EQ(splits(), first);
}

TEST_F(SplitPlanTest, is_the_same_whatever_order_the_images_came_in) {
  fill(1);
  test_support::FilledWorkspace other;
  fill(other, 2);
  apply({.val = 0.2});
  apply(other, {.val = 0.2});
  EXPECT_EQ(splits(other), splits());
}

TEST_F(SplitPlanTest, folds_validate_every_image_once) {
  fill(3);
  std::map<std::string, int> validated;
  for (int fold = 1; fold <= 5; ++fold) {
    apply({.folds = 5, .fold = fold});
    EXPECT_FALSE(app::find_leaks(set_.reader()).found());
    for (const auto& [path, split] : splits()) validated[path] += split == db::Split::Val ? 1 : 0;
  }
  for (const auto& [path, times] : validated) EXPECT_EQ(times, 1) << path;
}

TEST_F(SplitPlanTest, keeps_the_test_split_with_its_groups_unless_a_share_is_asked_for) {
  fill(1);
  db::Image tested = set_.row(500);
  tested.lesion_id = "L1";
  tested.split = db::Split::Test;
  const auto id = set_.add(tested, set_.nv);
  apply({.val = 0.2});
  EXPECT_EQ(db::image(set_.reader(), id)->split, db::Split::Test);
  EXPECT_EQ(splits().at("/set/2.jpg"), db::Split::Test) << "another photograph of the lesion";
  EXPECT_FALSE(app::find_leaks(set_.reader()).found());
}

TEST_F(SplitPlanTest, moves_unlabelled_images_with_their_group_only) {
  fill(1);
  db::Image alone = set_.row(600), of_lesion = set_.row(601);
  alone.split = db::Split::Val;
  of_lesion.lesion_id = "L1";
  const auto first = set_.add(alone), second = set_.add(of_lesion);
  apply({.val = 0.2});
  EXPECT_EQ(db::image(set_.reader(), first)->split, db::Split::Val);
  EXPECT_EQ(db::image(set_.reader(), second)->split, splits().at("/set/2.jpg"));
}

TEST_F(SplitPlanTest, ends_the_leak_of_a_group_without_a_label_too) {
  fill(1);
  std::vector<db::ImageId> leaking, tested;
  for (int i = 0; i < 4; ++i) {
    db::Image image = set_.row(700 + i);
    image.lesion_id = "LX";
    image.split = i < 2 ? db::Split::Train : db::Split::Val;
    leaking.push_back(set_.add(image));
    image = set_.row(710 + i);
    image.lesion_id = "LT";
    image.split = i < 2 ? db::Split::Val : db::Split::Test;
    tested.push_back(set_.add(image));
  }
  const SplitPlan plan = app::plan_split(set_.reader(), {.val = 0.2});
  apply({.val = 0.2});
  EXPECT_FALSE(app::find_leaks(set_.reader()).found());
  for (const db::ImageId id : leaking) EXPECT_EQ(db::image(set_.reader(), id)->split, db::Split::Train);
  for (const db::ImageId id : tested) EXPECT_EQ(db::image(set_.reader(), id)->split, db::Split::Test);
  EXPECT_EQ(plan.groups[static_cast<std::size_t>(db::Split::Test)], 0) << "labelled images only";
}

TEST_F(SplitPlanTest, is_one_decision_that_undo_takes_back) {
  fill(1);
  const auto before = splits();
  apply({.val = 0.2});
  EXPECT_NE(splits(), before);
  set_.undo();
  EXPECT_EQ(splits(), before);
  EXPECT_TRUE(db::verify_log(set_.reader()).sound());
}

TEST_F(SplitPlanTest, changes_nothing_when_an_image_moved_since_the_plan) {
  fill(1);
  const SplitPlan plan = app::plan_split(set_.reader(), {.val = 0.2});
  const auto moved = plan.moves.front();
  set_.write("Move", [&](db::Transaction& t) { db::move_to_split(t, std::vector{moved.image}, db::Split::Test); });
  const auto before = splits();
  EXPECT_THROW(set_.write(plan.name, [&](db::Transaction& t) { app::apply_split(t, plan); }), db::Error);
  EXPECT_EQ(splits(), before);
}

TEST_F(SplitPlanTest, keeps_look_alikes_together_that_nobody_has_judged) {
  fill(1);
  const std::vector<db::Image> images = db::images(set_.reader());
  // A chain through a third of the images: of different lesions, and of some of which nothing is known.
  app::LookAlikes alike{{}, 2};
  for (std::size_t i = 3; i < images.size(); i += 3) alike.pairs.emplace_back(images[i - 3].id, images[i].id);
  const auto apart = [&](const SplitPlan& plan) {
    std::map<db::ImageId, db::Split> after;
    for (const db::Image& image : images) after[image.id] = image.split;
    for (const SplitPlan::Move& move : plan.moves) after[move.image] = move.to;
    return std::ranges::count_if(alike.pairs,
                                 [&](const auto& pair) { return after[pair.first] != after[pair.second]; });
  };
  EXPECT_GT(apart(app::plan_split(set_.reader(), {.val = 0.3})), 0);
  const SplitPlan plan = app::plan_split(set_.reader(), {.val = 0.3, .look_alikes = alike});
  EXPECT_EQ(apart(plan), 0);
  EXPECT_THAT(plan.notes, Contains(HasSubstr("stay together")));
  EXPECT_THAT(plan.notes, Contains(HasSubstr("2 images is not known")));
}

TEST_F(SplitPlanTest, says_what_it_refuses) {
  const auto refusal = [&](const app::SplitRequest& request) {
    try {
      app::plan_split(set_.reader(), request);
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(refusal({}), HasSubstr("no image has a label"));
  EXPECT_THAT(refusal({.val = 0.9, .test = 0.2}), HasSubstr("leave some for training"));
  EXPECT_THAT(refusal({.folds = 5, .fold = 6}), HasSubstr("1 to 5"));
  EXPECT_THAT(refusal({.folds = 1}), HasSubstr("two folds"));
}

}  // namespace
