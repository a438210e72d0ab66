// The desks behind the column "unlike" and the share that is referred, without pages: what arrives, in which order, and
// what is left of it when another run is shown.
#include <cmath>
#include <cstdlib>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/run_threshold.h"
#include "db/edits.h"
#include "db/images.h"
#include "tests/flow/open_session.h"
#include "tests/flow/session_run.h"
#include "tests/temp_folder.h"

namespace {
using app::Measure;
using app::Row;
using app::Workspace;
using ::testing::HasSubstr;

// Two in three of 220 images validate, so that thresholds can be had; twenty came later and have no features.
class DesksSession : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Shared>();
    ::setenv("NEVUS_DATA_HOME", (shared_->folder / "home").c_str(), 1);
    const auto set = app::demo::write_demo(shared_->folder / "images", app::demo::for_images({}, 220));
    shared_->workspace = std::make_unique<Workspace>(shared_->folder / "ws", Workspace::Open::OrCreate);
    app::import_images(*shared_->workspace, app::read_index_table(set.index_file), {}, {});
    flow_test::let_most_validate(*shared_->workspace);
    std::uint64_t seed = 1;
    for (app::RunId& run : shared_->runs) run = flow_test::trained_head(*shared_->workspace, 2, seed++).run;
    app::demo::DemoRecipe recipe;
    recipe.seed = 9;
    const auto later = app::demo::write_demo(shared_->folder / "later", app::demo::for_images(recipe, 20));
    app::import_images(*shared_->workspace, app::read_index_table(later.index_file), {}, {});
  }
  static void TearDownTestSuite() { shared_.reset(); }

  struct Shared {
    test_support::TempFolder folder;
    std::unique_ptr<Workspace> workspace;
    std::array<app::RunId, 2> runs{};
  };
  static inline std::unique_ptr<Shared> shared_;
  static Workspace& workspace() { return *shared_->workspace; }
};

TEST_F(DesksSession, sorting_by_unlike_fills_the_column_and_images_without_features_stand_last) {
  test::OpenSession open(workspace());
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.best_epoch > 0; }));
  EXPECT_FALSE(open.models().gallery.table().measured(Measure::Unlike));
  open.session.set_sort({app::sort_key(Measure::Unlike), true});
  ASSERT_TRUE(open.wait_for([&] { return open.models().unlike.known > 0; }));
  const app::Gallery& gallery = open.models().gallery;
  const auto value = [&](std::size_t place) { return gallery.table().measure(gallery.rows()[place], Measure::Unlike); };
  const std::size_t known = open.models().unlike.known;
  ASSERT_LT(known, gallery.rows().size());
  for (std::size_t place = 1; place < known; ++place) EXPECT_GE(value(place - 1), value(place));
  for (std::size_t place = known; place < gallery.rows().size(); ++place) EXPECT_TRUE(std::isnan(value(place)));
  EXPECT_THAT(open.models().unlike.words, HasSubstr("have no kept features"));
  EXPECT_EQ(open.messages.last, "How unlike the training images");
}

TEST_F(DesksSession, another_run_takes_the_column_with_it_and_brings_its_own_where_it_is_asked_for) {
  test::OpenSession open(workspace());
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == shared_->runs[1]; }));
  app::Filter filter;
  filter.text = "unlike>0";
  open.session.set_filter(filter);
  ASSERT_TRUE(open.wait_for([&] { return open.models().unlike.known > 0; }));
  EXPECT_EQ(open.models().gallery.rows().size(), open.models().unlike.known);
  open.session.set_filter({});
  open.session.shown_run().show(shared_->runs[0], 0);
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == shared_->runs[0]; }));
  ASSERT_TRUE(open.wait_for([&] { return !open.models().gallery.table().measured(Measure::Unlike); }));
  EXPECT_EQ(open.models().unlike.words, "");
}

TEST_F(DesksSession, a_share_is_tried_moved_kept_and_taken_back) {
  test::OpenSession open(workspace());
  app::ReferralDesk& desk = open.session.referral();
  const app::ReferralView& view = open.models().referral;
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run.has_value(); }));
  const app::RunId run = *open.models().run.run;
  desk.choose({.run = run, .referred = 0.2});
  ASSERT_TRUE(open.wait_for([&] { return view.choice != nullptr || !view.problem.empty(); })) << view.problem;
  ASSERT_TRUE(view.choice) << view.problem;
  const auto answered = view.choice->answered.answered;
  const auto from_command_line = app::choose_referral(workspace(), {.run = run, .coverage = 0.8, .doubt = {}}, {});
  EXPECT_EQ(answered, from_command_line.answered.answered);
  EXPECT_EQ(view.choice->title, from_command_line.title);
  desk.choose({.run = run, .referred = 0.5});
  ASSERT_TRUE(open.wait_for([&] { return view.working.empty(); }));
  EXPECT_LT(view.choice->answered.answered, answered);
  desk.keep();
  ASSERT_TRUE(open.wait_for([&] { return !view.kept.empty(); }));
  EXPECT_THAT(view.kept, HasSubstr("The 50 % of images with most doubt"));
  EXPECT_NEAR(app::kept_referral(workspace(), *workspace().make_reader(), run)->coverage, 0.5, 1e-6);
  desk.forget(run);
  ASSERT_TRUE(open.wait_for([&] { return view.kept.empty(); }));
  EXPECT_FALSE(app::kept_referral(workspace(), *workspace().make_reader(), run).has_value());
}

TEST_F(DesksSession, a_share_that_was_tried_before_the_threshold_moved_is_not_kept) {
  test::OpenSession open(workspace());
  const app::ReferralView& view = open.models().referral;
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run.has_value(); }));
  const app::RunId run = *open.models().run.run;
  open.session.referral().choose({.run = run, .referred = 0.2});
  ASSERT_TRUE(open.wait_for([&] { return view.choice != nullptr || !view.problem.empty(); })) << view.problem;
  app::keep_threshold(workspace(), run, 0.375);
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.runs.front().threshold == 0.375; }));
  open.session.referral().keep();
  EXPECT_FALSE(view.choice);
  EXPECT_THAT(view.problem, HasSubstr("Try it again"));
  EXPECT_FALSE(app::kept_referral(workspace(), *workspace().make_reader(), run).has_value());
  app::keep_threshold(workspace(), run, std::nullopt);
}

TEST_F(DesksSession, a_share_that_was_tried_before_images_changed_split_is_tried_again_on_those_of_now) {
  test::OpenSession open(workspace());
  app::ReferralDesk& desk = open.session.referral();
  const app::ReferralView& view = open.models().referral;
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run.has_value(); }));
  const app::RunId run = *open.models().run.run;
  const auto ask = [&] {
    desk.choose({.run = run, .referred = 0.2});
    EXPECT_TRUE(open.wait_for([&] { return view.working.empty(); })) << view.problem;
  };
  ask();
  ASSERT_TRUE(view.choice) << view.problem;
  const int all = view.choice->of_all.n;
  std::vector<db::ImageId> moved;
  for (const db::Image& image : db::images(workspace().reader()))
    if (image.split == db::Split::Val && image.id <= 220 && moved.size() < 10) moved.push_back(image.id);
  const auto move = [&](db::Split to) {
    const auto before = open.models().gallery.table().edit_version();
    workspace().writer().transact_and_wait("Move", [&](db::Transaction& t) { db::move_to_split(t, moved, to); });
    return open.wait_for([&] { return open.models().gallery.table().edit_version() != before; });
  };
  ASSERT_TRUE(move(db::Split::Train));
  desk.look_at(run);
  EXPECT_FALSE(view.choice);
  EXPECT_THAT(view.problem, HasSubstr("the split"));
  ask();
  ASSERT_TRUE(view.choice) << view.problem;
  EXPECT_EQ(view.choice->of_all.n, all - 10);
  EXPECT_TRUE(move(db::Split::Val));
}

TEST_F(DesksSession, a_doubt_that_cannot_be_had_says_why_and_nothing_is_chosen) {
  test::OpenSession open(workspace());
  const app::ReferralView& view = open.models().referral;
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run.has_value(); }));
  open.session.referral().choose({.run = *open.models().run.run, .referred = 0.2, .doubt = "views"});
  ASSERT_TRUE(open.wait_for([&] { return !view.problem.empty(); }));
  EXPECT_THAT(view.problem, HasSubstr("one view"));
  EXPECT_FALSE(view.choice);
  EXPECT_EQ(view.working, "");
}

}  // namespace
