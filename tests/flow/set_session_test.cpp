// The window and the set: the leak meter, moves between splits, removal, splits by group and changes of classes, each
// taken back by Undo.
#include <cstdlib>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "db/classes.h"
#include "db/edits.h"
#include "db/labels.h"
#include "tests/flow/open_session.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;

class SetSession : public ::testing::Test {
 protected:
  SetSession() {
    const auto report = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(report.index_file), {}, {});
  }
  // Two images of one lesion, on both sides of the split.
  void make_leak() {
    std::vector<app::ImageId> pair;
    for (const db::Split split : {db::Split::Train, db::Split::Val})
      for (const db::Image& image : db::images(workspace_->reader())) {
        if (image.split != split) continue;
        pair.push_back(image.id);
        break;
      }
    workspace_->writer().transact_and_wait("Group", [&](db::Transaction& t) { db::set_image_group(t, pair, "same"); });
  }
  void play(const std::string& script) {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("keys.txt", script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }
  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(SetSession, knows_a_leak_and_forgets_it_when_a_split_ends_it) {
  make_leak();
  test::OpenSession open(*workspace_);
  const app::WorkspaceView& seen = open.models().workspace;
  ASSERT_TRUE(open.wait_for([&] { return !seen.leak.empty(); }));
  EXPECT_EQ(seen.leak, "1 group of look-alikes in train and val");
  EXPECT_GE(open.models().gallery.table().leaking_rows().count(), 2U);
  open.session.set_filter({.only_leaking = true});
  EXPECT_EQ(open.models().gallery.rows().size(), open.models().gallery.table().leaking_rows().count());
  const app::SplitPlan plan = app::plan_split(workspace_->reader(), {});
  open.commands.apply(app::ApplySplit{std::make_shared<const app::SplitPlan>(plan)});
  EXPECT_TRUE(open.wait_for([&] { return seen.leak_known && seen.leak.empty(); }));
  EXPECT_TRUE(open.models().gallery.rows().empty());
}

TEST_F(SetSession, takes_removed_images_out_of_sight_and_undo_brings_them_back) {
  test::OpenSession open(*workspace_);
  const std::size_t before = open.models().gallery.rows().size();
  const app::Row row = open.models().gallery.rows()[3];
  open.commands.apply(app::MoveImages{{row}, app::SetPlace::Removed});
  ASSERT_TRUE(open.wait_for([&] { return open.models().gallery.rows().size() == before - 1; }));
  EXPECT_TRUE(open.models().gallery.table().removed(row));
  EXPECT_EQ(open.models().gallery.table().count(), before - 1);
  ASSERT_TRUE(open.wait_for([&] { return open.models().workspace.undo_name == "Remove 1 image from the set"; }));
  workspace_->writer().transact_and_wait("Undo", [](db::Transaction& t) { db::undo(t); });
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.rows().size() == before; }));
}

TEST_F(SetSession, moves_images_between_splits) {
  test::OpenSession open(*workspace_);
  const app::Row row = open.models().gallery.rows()[0];
  open.commands.apply(app::MoveImages{{row}, app::SetPlace::Test});
  EXPECT_TRUE(open.wait_for([&] { return open.models().gallery.table().split(row) == app::Split::Test; }));
  EXPECT_EQ(open.messages.last, "Move 1 image to test");
}

TEST_F(SetSession, changes_classes_and_says_why_not) {
  test::OpenSession open(*workspace_);
  const auto classes = [&]() -> const std::vector<app::ClassFacts>& {
    return open.models().gallery.table().class_list().classes;
  };
  const std::size_t before = classes().size();
  open.commands.apply(app::ClassChange{app::ClassChange::What::Add, "spitz", {}});
  ASSERT_TRUE(open.wait_for([&] { return classes().size() == before + 1; }));
  open.commands.apply(app::ClassChange{app::ClassChange::What::Up, "spitz", {}});
  ASSERT_TRUE(open.wait_for([&] { return classes()[before - 1].name == "spitz"; }));
  open.commands.apply(app::ClassChange{app::ClassChange::What::Retire, "spitz", {}});
  ASSERT_TRUE(open.wait_for([&] { return classes()[before - 1].retired; }));
  open.commands.apply(app::ClassChange{app::ClassChange::What::Add, "SPITZ", {}});
  EXPECT_TRUE(open.wait_for([&] { return open.messages.last == "Not done: Add class SPITZ"; }));
}

TEST_F(SetSession, asks_before_a_merge_with_the_number_of_all_images_that_it_moves) {
  const db::Class gone = db::classes(workspace_->reader()).back(), kept = db::classes(workspace_->reader()).front();
  std::vector<app::ImageId> images;
  for (const db::Image& image : db::images(workspace_->reader()))
    if (image.label == gone.id) images.push_back(image.id);
  ASSERT_FALSE(images.empty());
  workspace_->writer().transact_and_wait("Remove", [&](db::Transaction& t) { db::remove_from_set(t, images); });
  test::OpenSession open(*workspace_);
  open.commands.apply(app::ClassChange{app::ClassChange::What::Merge, gone.name, kept.name});
  const std::string count = std::to_string(images.size());
  EXPECT_TRUE(open.messages.asked.starts_with(count + " image")) << open.messages.asked;
  EXPECT_NE(open.messages.asked.find(kept.name + " (of which " + count + " removed from the set), and " + gone.name),
            std::string::npos)
      << open.messages.asked;
}

// The program's own window, by its keys.
TEST_F(SetSession, a_class_is_chosen_by_its_letters_and_the_keys_move_and_remove) {
  const std::string other = db::classes(workspace_->reader()).back().name;
  const std::string script =
      "wait until thumbnails.missing == 0 timeout 120\nclick @library.tile.0\nkey l\nwait 3\ntext " + other +
      "\nwait 3\nkey enter\nwait until unsaved == 0 timeout 20\nwait 3\n"
      "expect focus.position == 1\nkey p\nwait 3\nexpect focus.class == " +
      other + R"(
key shift+e
wait until undo == Move 1 image to test timeout 20
key delete
wait until undo == Remove 1 image from the set timeout 20
key ctrl+z
wait until undo == Move 1 image to test timeout 20
wait until leak != unknown timeout 20
)";
  const int images = static_cast<int>(db::images(workspace_->reader()).size());
  play(script);
  EXPECT_EQ(static_cast<int>(db::images(workspace_->reader()).size()), images);
  EXPECT_TRUE(db::verify_log(workspace_->reader()).sound());
}

TEST_F(SetSession, of_forty_classes_the_first_have_chips_and_buttons_and_the_others_are_one_click_away) {
  workspace_->writer().transact_and_wait("Add", [](db::Transaction& t) {
    for (int i = 10; i < 50; ++i) db::add_class(t, {.name = "kind" + std::to_string(i), .position = i});
  });
  play(R"(
wait until thumbnails.missing == 0 timeout 120
click @library.tile.0
click @label.more
wait 3
text kind49
wait 3
key enter
wait until unsaved == 0 timeout 20
wait 3
key p
wait 3
expect focus.class == kind49
click @library.all_classes
wait 3
click @library.class.kind49
wait 3
click @library.all_classes
wait 3
click @library.class.kind49
wait 3
)");
}

TEST_F(SetSession, classes_with_a_sentence_as_their_name_leave_the_pictures_half_of_a_small_window) {
  workspace_->writer().transact_and_wait("Add", [](db::Transaction& t) {
    for (int i = 10; i < 50; ++i)
      db::add_class(t, {.name = std::to_string(i) + " a rare kind of lesion whose name is as long as a whole sentence",
                        .position = i});
  });
  play(R"(
resize 1024 640
wait until thumbnails.missing == 0 timeout 120
key p
wait 5
click @library.tile.1
wait 3
expect focus.position == 1
click @library.all_classes
wait 5
click @library.tile.2
wait 3
expect focus.position == 2
)");
}

}  // namespace
