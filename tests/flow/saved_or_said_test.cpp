// Decisions are shown at once; what could not be saved goes back, is said, and has the cursor on it.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/run_lock.h"
#include "db/classes.h"
#include "db/images.h"
#include "db/labels.h"
#include "tests/flow/open_session.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::Row;
using test::OpenSession;

class SavedOrSaid : public ::testing::Test {
 protected:
  SavedOrSaid() : workspace_(folder_ / "ws", app::Workspace::Open::OrCreate) {
    workspace_.writer().transact_and_wait("Import", [](db::Transaction& t) {
      const db::ClassId nv = db::add_class(t, {.name = "nv"});
      db::add_class(t, {.name = "mel"});
      std::vector<db::LabelChange> labels;
      for (int i = 0; i < 9; ++i) {
        db::Image image{.path = "/set/" + std::to_string(i) + ".jpg"};
        image.sha256 = std::string(63, '0') + std::to_string(i);
        labels.push_back({db::add_image(t, image).image, nv});
      }
      db::set_labels(t, labels, {.source = db::LabelSource::Import});
    });
  }
  // From here on nothing can be saved: the file is no longer where it was.
  void take_the_file_away() { fs::rename(folder_ / "ws" / "nevus.db", folder_ / "ws" / "away.db"); }
  void bring_it_back() { fs::rename(folder_ / "ws" / "away.db", folder_ / "ws" / "nevus.db"); }

  static void label_focused(OpenSession& open, int class_index) {
    const app::Gallery& gallery = open.models().gallery;
    const auto& classes = gallery.table().class_list().classes;
    open.commands.apply(
        app::RelabelImages{gallery.label_candidates(), classes[static_cast<std::size_t>(class_index)].id, true});
  }

  test_support::TempFolder folder_;
  app::Workspace workspace_;
};

TEST_F(SavedOrSaid, a_decision_is_seen_before_it_is_saved_and_marked_until_then) {
  OpenSession open(workspace_);
  open.commands.apply(app::SelectImages{{2}, Row{2}});
  label_focused(open, 1);
  EXPECT_EQ(open.models().gallery.table().class_index(2), 1);
  EXPECT_TRUE(open.models().gallery.table().unsaved(2));
  EXPECT_EQ(open.models().gallery.focus(), Row{3});
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().unsaved_count() == 0; }));
  EXPECT_EQ(open.models().gallery.table().class_index(2), 1);
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().label_revision() == 10; }));
}

TEST_F(SavedOrSaid, what_is_not_saved_goes_back_and_the_cursor_stops_at_the_first) {
  OpenSession open(workspace_);
  open.commands.apply(app::SelectImages{{4}, Row{4}});
  take_the_file_away();
  for (int key = 0; key < 3; ++key) label_focused(open, 1);  // quicker than the disk can say no
  EXPECT_EQ(open.models().gallery.focus(), Row{7});
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().unsaved_count() == 0; }));
  for (const Row row : {4U, 5U, 6U}) EXPECT_EQ(open.models().gallery.table().class_index(row), 0) << row;
  EXPECT_EQ(open.models().gallery.focus(), Row{4});
  EXPECT_THAT(open.messages.all, testing::Contains("Not saved: Label 1 image as mel"));
  bring_it_back();
  label_focused(open, 1);
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().unsaved_count() == 0; }));
  EXPECT_EQ(open.models().gallery.table().class_index(4), 1);
}

TEST_F(SavedOrSaid, undo_takes_back_ones_own_decision_and_says_whose_the_last_one_is) {
  OpenSession open(workspace_);
  open.commands.apply(app::SelectImages{{0}, Row{0}});
  label_focused(open, 1);
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().unsaved_count() == 0; }));
  {
    app::Workspace other(folder_ / "ws", app::Workspace::Open::MustExist);
    app::relabel(other, {{open.models().gallery.table().id(5)}, db::class_named(other.reader(), "mel")->id, "mel"});
  }
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().class_index(5) == 1; }));
  app::ActionTable actions;
  open.session.enter_actions(actions);
  actions.find("undo")->run();
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().class_index(0) == 0; }));
  EXPECT_EQ(open.models().gallery.table().class_index(5), 1);  // the other window's stays
  actions.find("undo")->run();
  EXPECT_TRUE(open.wait_for([&] { return open.messages.last == "Nothing to undo"; }));
}

TEST_F(SavedOrSaid, a_run_that_another_window_trains_is_known_by_its_lock) {
  const fs::path run = workspace_.run_folder(3);
  EXPECT_FALSE(app::RunLock::is_held(run));
  {
    const app::RunLock lock(run);
    EXPECT_TRUE(app::RunLock::is_held(run));
    EXPECT_THROW(app::RunLock{run}, std::runtime_error);
  }
  EXPECT_FALSE(app::RunLock::is_held(run));
}

}  // namespace
