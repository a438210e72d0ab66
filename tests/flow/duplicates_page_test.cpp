// The Duplicates page by keyboard alone: verdicts wait, are applied as one decision, and are taken back.
#include <cstdlib>
#include <future>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/duplicates.h"
#include "app/workspace/import.h"
#include "app/workspace/labelling.h"
#include "app/workspace/quality.h"
#include "db/edits.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;
using test_support::TempFolder;

class DuplicatesPage : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 80));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(set.index_file), {}, {});
    images_ = db::images(workspace_->reader()).size();
  }
  void play(const std::string& script) { play_in(*workspace_, script); }
  void play_in(Workspace& workspace, const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt",
                                   "key f4\nwait until duplicates.state == ready timeout 60\n"
                                   "wait until duplicates.pictures == 2 timeout 60\n" +
                                       script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(workspace, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }
  std::size_t grouped() const {
    std::size_t count = 0;
    for (const db::Image& image : db::images(workspace_->reader())) count += image.image_group.empty() ? 0 : 1;
    return count;
  }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
  std::size_t images_ = 0;
};

TEST_F(DuplicatesPage, verdicts_wait_until_they_are_applied_and_one_undo_takes_them_all_back) {
  play(R"(
key 2
key enter
key k
key r
expect duplicates.waiting == 3
expect duplicates.at == 3
key ctrl+z
expect duplicates.waiting == 2
expect duplicates.at == 2
key r
key ctrl+enter
wait until duplicates.waiting == 0 timeout 20
wait until duplicates.state == ready timeout 60
)");
  EXPECT_EQ(grouped(), 2U);
  EXPECT_EQ(db::kept_apart(workspace_->reader()).size(), 1U);
  EXPECT_EQ(db::images(workspace_->reader()).size(), images_ - 1);
  play(R"(
key 2
)");
  ASSERT_TRUE(app::undo_label(*workspace_));
  EXPECT_EQ(grouped(), 0U);
  EXPECT_TRUE(db::kept_apart(workspace_->reader()).empty());
  EXPECT_EQ(db::images(workspace_->reader()).size(), images_);
}

TEST_F(DuplicatesPage, a_verdict_that_is_taken_back_is_seen_whichever_shelf_is_shown) {
  play(R"(
key 2
key enter
key k
expect duplicates.waiting == 2
key 3
wait 2
expect duplicates.shelf == Look-alike
key ctrl+z
wait 2
expect duplicates.waiting == 1
expect duplicates.shelf == Same lesion
expect duplicates.at == 1
)");
}

TEST_F(DuplicatesPage, the_window_does_not_close_over_verdicts_that_wait_without_a_question) {
  play(R"(
key 2
key enter
key ctrl+q
wait 3
expect question == Close without applying?
expect question.detail contains 1 verdict on the Duplicates page was not applied.
key escape
wait 3
expect duplicates.waiting == 1
key ctrl+enter
wait until duplicates.waiting == 0 timeout 20
)");
  EXPECT_EQ(grouped(), 2U);
}

TEST_F(DuplicatesPage, undo_in_the_header_takes_back_the_verdict_as_its_key_does) {
  play(R"(
key 2
key enter
key k
expect duplicates.waiting == 2
click @header.undo
wait 3
expect duplicates.waiting == 1
)");
}

TEST_F(DuplicatesPage, a_verdict_given_while_others_are_written_still_waits) {
  play(R"(
key 2
key enter
key ctrl+enter
key k
wait until duplicates.waiting == 1 timeout 20
wait until duplicates.state == ready timeout 60
expect duplicates.waiting == 1
)");
}

TEST_F(DuplicatesPage, an_undo_from_the_message_brings_the_pairs_back_to_the_list) {
  app::measure_lacking(*workspace_);
  const auto report = app::find_duplicates(workspace_->reader(), {});
  const auto pairs = std::to_string(report.count(app::Shelf::SameLesion));
  play("key 2\nexpect duplicates.pairs == " + pairs + R"(
key enter
key ctrl+enter
wait until duplicates.waiting == 0 timeout 20
wait until duplicates.pairs < )" +
       pairs + R"( timeout 60
wait 3
click @toast.undo
wait until duplicates.pairs == )" +
       pairs + " timeout 60\n");
  EXPECT_EQ(grouped(), 0U);
}

TEST_F(DuplicatesPage, a_pair_kept_apart_comes_back_with_an_undo_that_says_so) {
  app::measure_lacking(*workspace_);
  const auto pairs = std::to_string(app::find_duplicates(workspace_->reader(), {}).count(app::Shelf::SameLesion));
  play("key 2\nexpect duplicates.pairs == " + pairs + R"(
key k
key ctrl+enter
wait until duplicates.waiting == 0 timeout 20
wait until duplicates.pairs < )" +
       pairs + R"( timeout 60
wait 3
key ctrl+z
wait until toast == "Undo: Decide on 1 pair" timeout 20
expect toast.detail == 1 pair to decide on again
wait until duplicates.pairs == )" +
       pairs + " timeout 60\n");
}

TEST_F(DuplicatesPage, where_no_verdict_waits_undo_names_the_decision_that_another_page_takes_back) {
  play(R"(
key f1
wait until thumbnails.missing == 0 timeout 60
click @library.tile.0
click @library.tile.1 ctrl
key 0
wait until unsaved == 0 timeout 20
wait 5
key 1
wait until unsaved == 0 timeout 20
wait 5
click @toast2.undo
wait until toast.detail == "Nothing changed; 2 images decided otherwise since and left" timeout 20
key f4
key ctrl+z
wait 3
expect toast == No verdict waits
expect toast.detail contains Undo in the Library takes it back
)");
}

TEST_F(DuplicatesPage, verdicts_stay_and_are_asked_about_where_the_window_only_views) {
  std::promise<void> held, let_go;
  auto holding = workspace_->writer().transact("Hold", [&](db::Transaction&) {
    held.set_value();
    let_go.get_future().wait();
  });
  held.get_future().wait();
  {
    Workspace viewed(workspace_->folder(), Workspace::Open::ToRead);
    viewed.wait_for_turn(50);
    ASSERT_TRUE(viewed.viewing());
    play_in(viewed, R"(
key 2
key enter
expect duplicates.waiting == 1
key ctrl+enter
wait 3
key ctrl+enter
wait 3
expect toast.detail contains open for viewing only
key ctrl+q
wait 3
expect question == Close without applying?
key escape
wait 3
key ctrl+z
wait 3
expect duplicates.waiting == 0
)");
  }
  let_go.set_value();
  holding.get();
}

TEST_F(DuplicatesPage, the_window_measures_in_the_background_what_was_not_measured) {
  play("wait 2\n");
  std::size_t measured = 0;
  db::for_each_quality(workspace_->reader(), 0,
                       [&](const db::ImageQuality& row) { measured += row.version > 0 ? 1 : 0; });
  EXPECT_EQ(measured, images_);
}

TEST_F(DuplicatesPage, nothing_is_decided_by_looking_and_walking) {
  const auto before = db::edit_revision(workspace_->reader());  // the import's
  play(R"(
key right
key right
key left
expect duplicates.at == 1
key 1
key enter
expect duplicates.waiting == 0
)");
  EXPECT_EQ(db::edit_revision(workspace_->reader()), before);
}

}  // namespace
