// Which run a threshold is of while another one trains, and what a filter that names groups says once others are shown.
#include <gmock/gmock.h>

#include "app/models/looked_at.h"
#include "app/models/run_words.h"
#include "app/pages/wall/wall_facts.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;
using testing::HasSubstr;

class ShownRunSession : public ::testing::Test {
 protected:
  ShownRunSession() {
    set_.write("Targets", [&](db::Transaction& t) {
      db::save_target(t, {0, "diagnosis", "", {{"nv", {set_.nv}}, {"mel", {set_.mel}}}});
      db::save_target(t, {0, "biopsy", "", {{"benign", {set_.nv}}, {"malignant", {set_.mel}}}});
    });
    old_ = set_.add_run("old", test_support::mostly_right(5));
    new_ = set_.add_run("new", test_support::mostly_right(7));
    set_.write("Thresholds", [&](db::Transaction& t) {
      app::keep_threshold(t, old_, 0.25);
      app::keep_threshold(t, new_, 0.75);
    });
  }
  static app::RunId seen(const OpenSession& open) {
    const app::RunScores* run = open.models().gallery.predictions().run();
    return run == nullptr ? 0 : run->run;
  }
  static double seen_threshold(const OpenSession& open) { return open.models().gallery.predictions().threshold(); }
  // What is handed to the writer after that comes after it.
  std::optional<double> kept(app::RunId run) {
    set_.write("Wait", [](db::Transaction&) {});
    return db::run(set_.reader(), run)->threshold;
  }
  void show(OpenSession& open, app::RunId run) {
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.runs.size() == 2 && seen(open) != 0; }));
    open.commands.apply(app::ShowRun{run, 0});
    ASSERT_TRUE(open.wait_for([&] { return seen(open) == run && open.models().run.evaluation.n > 0; }));
  }
  // The new run as it is watched while it trains, with the old one on the other pages.
  void watch(OpenSession& open) {
    show(open, old_);
    open.session.shown_run().show_nothing();
    open.session.run_view().live = true;
    open.session.run_view().run = new_;
    open.session.shown_run().show_live_epoch(1);
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.evaluation.n > 0; }));
    ASSERT_EQ(seen(open), old_);
  }

  // A run that is trained and has no epoch so far.
  app::RunId begun() {
    db::Run run = *db::run(set_.reader(), new_);
    run.name = "begun";
    run.state = db::RunState::Running;
    run.threshold.reset();
    app::RunId id = 0;
    set_.write("Train", [&](db::Transaction& t) { id = db::add_run(t, run); });
    return id;
  }
  void end_first_epoch(app::RunId run) {
    db::Prediction said = *db::prediction(set_.reader(), new_, 1, db::Split::Val);
    said.run = run;
    set_.write("Train", [&](db::Transaction& t) {
      db::save_epoch(t, {run, 1, 0.5, 0.5, 0.8, 0.8, 1e-3, 1.0, "{}"});
      db::save_checkpoint(t, {run, 1, "runs/y/best.safetensors", 0.8, true});
      db::save_prediction(t, said);
    });
  }

  test_support::TwoRuns set_;
  app::RunId old_ = 0, new_ = 0;
};

TEST_F(ShownRunSession, until_a_run_is_read_nobody_says_that_there_is_none) {
  OpenSession open(set_.workspace);
  EXPECT_EQ(why_no_answer(open.models().run), "reading the runs …");
  EXPECT_TRUE(open.wait_for([&] {
    EXPECT_THAT(why_no_answer(open.models().run), testing::StartsWith("reading the run"));
    return !open.models().image.model_name.empty();
  }));
}

TEST_F(ShownRunSession, a_run_that_trains_moves_the_threshold_of_its_own_numbers_only) {
  OpenSession open(set_.workspace);
  watch(open);
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.75F);
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.25);
  open.session.run_view().live = false;
  open.session.shown_run().read_again(new_, 0);
  ASSERT_TRUE(open.wait_for([&] { return seen(open) == new_; }));
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.75);
}

TEST_F(ShownRunSession, a_run_that_is_asked_for_while_another_trains_comes_to_the_other_pages_and_leaves_its_numbers) {
  OpenSession open(set_.workspace);
  watch(open);
  const app::RunId third = set_.add_run("third", test_support::mostly_right(9), db::Split::Val, 0, "diagnosis");
  const std::vector<int> confusion = open.models().run.evaluation.confusion;
  open.commands.apply(app::ShowRun{third, 0});
  ASSERT_TRUE(open.wait_for([&] { return seen(open) == third; }));
  EXPECT_EQ(open.messages.last, "third is shown on the other pages");
  EXPECT_EQ(open.models().gallery.target()->name, "diagnosis");
  EXPECT_EQ(open.models().image.model_name, "run:" + std::to_string(third));
  EXPECT_EQ(open.models().run.run, new_);
  EXPECT_EQ(open.models().run.evaluation.confusion, confusion);
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.75F);
  open.session.shown_run().show_live_epoch(1);  // the next one has come
  open.commands.apply(app::ShowRun{old_, 1});
  ASSERT_TRUE(open.wait_for([&] { return seen(open) == old_; }));
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.25);
  EXPECT_EQ(open.models().run.run, new_);
  open.commands.apply(app::SetThreshold{0.625F, open.models().run.run});
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.25);
  EXPECT_TRUE(open.wait_for([&] { return kept(new_) == 0.625; }));
  EXPECT_EQ(kept(old_), 0.25);
}

TEST_F(ShownRunSession, a_run_that_was_shown_beside_another_makes_room_once_that_has_ended) {
  OpenSession open(set_.workspace);
  watch(open);
  const app::RunId third = set_.add_run("third", test_support::mostly_right(9), db::Split::Val, 0, "diagnosis");
  open.commands.apply(app::ShowRun{third, 0});
  ASSERT_TRUE(open.wait_for([&] { return seen(open) == third; }));
  open.session.run_view().live = false;
  open.session.shown_run().read_again(new_, 0);
  ASSERT_TRUE(open.wait_for([&] { return seen(open) == new_; }));
  EXPECT_EQ(open.models().gallery.target()->name, "malignant");
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.75);
}

TEST_F(ShownRunSession, a_run_that_was_chosen_while_it_prepares_comes_to_the_other_pages_with_its_first_epoch) {
  const app::RunId run = begun();
  for (const bool known : {false, true}) {  // which run it is that trains
    OpenSession open(set_.workspace);
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.runs.size() == 3 && seen(open) == new_; }));
    open.session.shown_run().show_nothing();
    open.session.run_view().live = true;
    if (known) open.session.run_view().run = run;
    open.commands.apply(app::ShowRun{run, 0});
    ASSERT_TRUE(open.wait_for([&] { return seen(open) == run; }));
    EXPECT_EQ(open.messages.last, "") << "it is the one that trains";
    EXPECT_THAT(open.models().image.model_problem, testing::StartsWith("begun has no epoch yet"));
    if (!known) continue;
    end_first_epoch(run);
    open.session.shown_run().show_live_epoch(1);
    ASSERT_TRUE(open.wait_for([&] { return open.models().prediction_source() == "begun, epoch 1"; }));
    EXPECT_EQ(open.models().image.model_problem, "");
    EXPECT_EQ(open.models().image.model_name, "run:" + std::to_string(run));
  }
}

TEST_F(ShownRunSession, a_run_that_cannot_be_measured_is_not_said_to_be_shown_beside_the_one_that_trains) {
  OpenSession open(set_.workspace);
  watch(open);
  const app::RunId third = set_.add_run("third", [](int, bool) { return 2.0F; });
  open.commands.apply(app::ShowRun{third, 0});
  EXPECT_TRUE(open.wait_for([&] { return open.messages.last == "third cannot be measured"; })) << open.messages.last;
}

TEST_F(ShownRunSession, a_run_that_another_program_trains_is_not_calibrated) {
  OpenSession open(set_.workspace);
  app::ActionTable actions;
  open.session.enter_actions(actions);
  show(open, old_);
  EXPECT_TRUE(app::is_offered(*actions.find("calibrate")));
  open.session.run_view().state = app::RunState::Running;
  EXPECT_FALSE(app::is_offered(*actions.find("calibrate")));
}

TEST_F(ShownRunSession, the_map_of_the_wall_stays_with_the_run_that_is_shown_while_another_trains) {
  OpenSession open(set_.workspace);
  watch(open);
  app::WallView view;
  view.kind = app::WallKind::Map;
  app::WallFacts facts(open.session, open.numbers, open.inbox, view);
  facts.want();
  ASSERT_TRUE(open.wait_for([&] { return view.map.working.empty(); }));
  open.session.run_view().best_epoch = 1;
  facts.want();
  EXPECT_EQ(view.map.working, "");
}

TEST_F(ShownRunSession, a_threshold_is_kept_with_the_run_whose_numbers_are_seen) {
  OpenSession open(set_.workspace);
  watch(open);
  open.commands.apply(app::SetThreshold{0.5F, old_});
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.5);
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.75F);
  EXPECT_EQ(kept(old_), 0.5);
  EXPECT_EQ(kept(new_), 0.75);
  open.commands.apply(app::SetThreshold{0.625F, new_});
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.5);
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.625F);
  EXPECT_TRUE(open.wait_for([&] { return kept(new_) == 0.625; }));
  EXPECT_EQ(kept(old_), 0.5);
}

TEST_F(ShownRunSession, the_last_threshold_is_kept_also_where_the_session_ends_without_being_closed) {
  {
    OpenSession open(set_.workspace);
    show(open, old_);
    open.commands.apply(app::SetThreshold{0.5F, old_});
    open.commands.apply(app::SetThreshold{0.625F, old_});  // waits until the one before has answered
  }
  EXPECT_EQ(kept(old_), 0.625);
}

TEST_F(ShownRunSession, a_threshold_that_is_only_looked_at_is_not_kept) {
  OpenSession open(set_.workspace);
  show(open, old_);
  open.commands.apply(app::SetThreshold{0.95F, old_, false});
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.95F);
  EXPECT_DOUBLE_EQ(seen_threshold(open), static_cast<double>(0.95F));
  EXPECT_EQ(kept(old_), 0.25);
}

TEST_F(ShownRunSession, a_threshold_that_is_only_looked_at_is_told_until_the_runs_own_is_back) {
  OpenSession open(set_.workspace);
  show(open, old_);
  const auto words = [&open] {
    const auto seen = app::looked_at(open.models());
    return seen ? app::looked_at_words(*seen) : "";
  };
  EXPECT_EQ(words(), "");
  open.commands.apply(app::SetThreshold{0.95F, old_, false});
  EXPECT_EQ(words(), "looked at; the run keeps 0.25");
  const auto seen = app::looked_at(open.models());
  ASSERT_TRUE(seen);
  open.commands.apply(app::SetThreshold{seen->own, seen->run, false});
  EXPECT_EQ(words(), "");
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.25);
  open.commands.apply(app::SetThreshold{0.5F, old_});
  EXPECT_EQ(words(), "") << "it is kept";
  open.commands.apply(app::SetThreshold{0.75F, old_, false});
  EXPECT_EQ(words(), "looked at; the run keeps 0.50");
  show(open, new_);
  EXPECT_EQ(words(), "");
  show(open, old_);
  EXPECT_EQ(words(), "") << "it was read anew";
}

TEST_F(ShownRunSession, a_threshold_that_is_looked_at_of_a_run_that_keeps_none_names_its_usual_one) {
  set_.write("Forget", [&](db::Transaction& t) { app::keep_threshold(t, old_, std::nullopt); });
  OpenSession open(set_.workspace);
  show(open, old_);
  open.commands.apply(app::SetThreshold{0.95F, old_, false});
  const auto seen = app::looked_at(open.models());
  ASSERT_TRUE(seen);
  EXPECT_EQ(app::looked_at_words(*seen), "looked at; the run decides at 0.50");
}

TEST_F(ShownRunSession, a_threshold_that_is_moved_beside_a_chosen_one_is_only_looked_at) {
  set_.write("Choose", [&](db::Transaction& t) {
    db::set_run_threshold(t, old_, 0.25, R"({"rule":{"kind":"cost","miss_to_false_alarm":5}})");
  });
  OpenSession open(set_.workspace);
  show(open, old_);
  open.commands.apply(app::SetThreshold{0.5F, old_});
  const auto seen = app::looked_at(open.models());
  ASSERT_TRUE(seen);
  EXPECT_EQ(app::looked_at_words(*seen), "looked at; the run keeps 0.25");
}

TEST_F(ShownRunSession, a_threshold_that_another_program_keeps_or_forgets_is_shown) {
  OpenSession open(set_.workspace);
  show(open, old_);
  set_.write("Keep", [&](db::Transaction& t) { app::keep_threshold(t, old_, 0.375); });
  EXPECT_TRUE(open.wait_for([&] { return open.models().run.evaluation.threshold == 0.375F; }));
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.375);
  open.commands.apply(app::SetThreshold{0.625F, old_});
  ASSERT_EQ(kept(old_), 0.625);
  open.wait_for([&] { return open.models().run.runs.back().threshold == 0.625; });
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.625F);
  set_.write("Forget", [&](db::Transaction& t) { app::keep_threshold(t, old_, std::nullopt); });
  EXPECT_TRUE(open.wait_for([&] { return open.models().run.evaluation.threshold == 0.5F; }));
  EXPECT_DOUBLE_EQ(seen_threshold(open), 0.5);
}

TEST_F(ShownRunSession, a_threshold_that_is_looked_at_stays_while_something_else_of_the_run_changes) {
  OpenSession open(set_.workspace);
  show(open, old_);
  open.commands.apply(app::SetThreshold{0.875F, old_, false});
  open.commands.apply(app::EditRun{.what = app::EditRun::What::Rename, .run = old_, .text = "older"});
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.runs.back().name == "older"; }));
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.phase.starts_with("older"); }));
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.875F);
}

TEST_F(ShownRunSession, a_filter_loses_what_it_says_of_groups_that_are_not_shown_any_more_which_is_said) {
  OpenSession open(set_.workspace);
  show(open, new_);
  app::Filter without, filter;
  without.text = filter.text = "1";
  filter.true_groups = {1};
  filter.predicted_groups = {0};
  filter.score = app::ScoreRange{1, 0.2, 0.4};
  filter.pairs = {{1, 0}};
  open.commands.apply(app::SetFilter{filter});
  open.commands.apply(app::SetTarget{"biopsy"});
  EXPECT_EQ(open.models().gallery.filter(), filter) << "its groups are the same";
  open.commands.apply(app::SetTarget{"diagnosis"});
  EXPECT_EQ(open.models().gallery.filter(), without);
  EXPECT_THAT(open.messages.last,
              HasSubstr("labelled malignant, predicted benign, false negatives, probabilities of malignant"));
}

TEST_F(ShownRunSession, a_filter_that_was_taken_away_is_offered_until_other_groups_are_shown) {
  OpenSession open(set_.workspace);
  app::ActionTable actions;
  open.session.enter_actions(actions);
  const app::Action& as_before = *actions.find("filter-as-before");
  show(open, new_);
  app::Filter malignant;
  malignant.true_groups = {1};
  open.commands.apply(app::SetFilter{malignant});
  open.commands.apply(app::SelectImages{{0}, 0});  // a benign one
  ASSERT_TRUE(app::is_offered(as_before));
  as_before.run();
  EXPECT_EQ(open.models().gallery.filter().true_groups, std::vector<int>{1});
  EXPECT_EQ(open.messages.withdrawn, "filter");
  open.commands.apply(app::SelectImages{{0}, 0});
  ASSERT_TRUE(app::is_offered(as_before));
  open.messages.withdrawn.clear();
  open.commands.apply(app::SetTarget{"diagnosis"});
  EXPECT_FALSE(app::is_offered(as_before));
  EXPECT_EQ(open.messages.withdrawn, "filter");
}

}  // namespace
