// The sheet of keys names the classes by what they are called now.
#include "app/shell/shortcut_sheet.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/pages/duplicates/duplicates_page.h"
#include "app/pages/wall/wall_page.h"
#include "db/classes.h"
#include "tests/flow/open_session.h"
#include "tests/temp_folder.h"

namespace {
using test::OpenSession;
using ::testing::Contains;
using ::testing::Not;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> labels_on_sheet(const app::ActionTable& actions) {
  for (const app::ShortcutGroup& group : app::shortcut_groups(actions))
    if (group.title.starts_with("Label")) return group.rows;
  return {};
}

TEST(ShortcutSheet, names_the_keys_of_classes_by_the_classes) {
  const test_support::TempFolder folder;
  app::Workspace workspace(folder / "ws", app::Workspace::Open::OrCreate);
  workspace.writer().transact_and_wait("Classes", [](db::Transaction& t) {
    db::add_class(t, {.name = "nv", .full_name = "naevus"});
    db::add_class(t, {.name = "basal cell", .full_name = ""});
  });
  OpenSession open(workspace);
  app::ActionTable actions;
  open.session.enter_actions(actions);
  ASSERT_TRUE(open.wait_for([&] { return open.models().gallery.table().class_list().classes.size() == 2; }));
  const auto named = [](const char* key, const char* what) { return Contains(Pair(key, what)); };
  EXPECT_THAT(labels_on_sheet(actions), named("1", "nv"));
  EXPECT_THAT(labels_on_sheet(actions), named("2", "basal cell"));
  EXPECT_THAT(labels_on_sheet(actions), Not(Contains(Pair("3", testing::_)))) << "there is no third class";
  workspace.writer().transact_and_wait("Class", [](db::Transaction& t) { db::add_class(t, {.name = "mel"}); });
  ASSERT_TRUE(open.wait_for([&] { return open.models().gallery.table().class_list().classes.size() == 3; }));
  EXPECT_THAT(labels_on_sheet(actions), named("3", "mel"));
}

// What the sheet of the whole table says of a group.
class SheetOfPages : public ::testing::Test {
 protected:
  SheetOfPages() {
    for (const auto& [id, title] : {std::pair{"library", "Library"}, {"inspect", "Inspect"}, {"wall", "Wall"}})
      actions_.add({.id = id, .menu = "View", .title = title, .shortcut = "f1", .run = [] {}});
    open_.session.enter_actions(actions_);
    wall_.enter_actions(actions_);
    duplicates_.enter_actions(actions_);
  }
  std::vector<std::pair<std::string, std::string>> rows(const std::string& title) const {
    for (const app::ShortcutGroup& group : app::shortcut_groups(actions_))
      if (group.title == title) return group.rows;
    return {};
  }
  std::ptrdiff_t times(const std::string& what) const {
    std::ptrdiff_t count = 0;
    for (const app::ShortcutGroup& group : app::shortcut_groups(actions_))
      count += std::ranges::count(group.rows, what, &std::pair<std::string, std::string>::second);
    return count;
  }

  test_support::TempFolder folder_;
  app::Workspace workspace_{folder_ / "ws", app::Workspace::Open::OrCreate};
  test::OpenSession open_{workspace_};
  app::WallPage wall_{open_.session, open_.host, open_.numbers, open_.inbox};
  app::DuplicatesPage duplicates_{
      open_.session, open_.host, {open_.pictures, open_.numbers}, open_.inbox, open_.messages};
  app::ActionTable actions_;
};

TEST_F(SheetOfPages, names_an_action_once_however_many_keys_it_has) {
  EXPECT_THAT(rows("Wall page"), Contains(Pair("+", "Zoom in")));
  EXPECT_EQ(times("Zoom in"), 1);
  EXPECT_THAT(rows("duplicates page"), Contains(Pair("Enter", "Group the pair")));
  EXPECT_EQ(times("Group the pair"), 1);
  EXPECT_EQ(times("Group the pair (G)"), 0);
  for (const char* key : {"+", "=", "shift+="}) EXPECT_EQ(actions_.for_key(key, {.page = "wall"})->id, "wall-zoom-in");
  EXPECT_EQ(actions_.for_key("g", {.page = "duplicates"})->id, "pair-group");
}

TEST_F(SheetOfPages, gives_each_page_its_own_keys_and_names_the_pages_of_the_others) {
  EXPECT_THAT(rows("duplicates page"), Contains(Pair("1", testing::StartsWith("Shelf: "))));
  EXPECT_THAT(rows("Edit"), Contains(Pair("Escape", "Select none (Library, Wall)")));
  EXPECT_THAT(rows("Edit"), Contains(Pair("Ctrl Z", "Undo")));
  EXPECT_THAT(rows("View"), Not(Contains(Pair("F", "Fit the wall"))));
  EXPECT_THAT(rows("Wall page"), Contains(Pair("F", "Fit the wall")));
}

TEST_F(SheetOfPages, says_of_arrows_what_they_do_on_each_page) {
  EXPECT_THAT(rows("Library page"), Contains(Pair("Shift Arrows", "Select up to there")));
  EXPECT_THAT(rows("Library page"), Contains(Pair("Page Up / Down", "A page on")));
  EXPECT_THAT(rows("Wall page"), Contains(Pair("Shift Arrows", "Add it; in the grid all up to there")));
  EXPECT_THAT(rows("Wall page"), Not(Contains(Pair("Page Up / Down", testing::_))));
  EXPECT_THAT(rows("Inspect page"), Contains(Pair("Up / Down", "The epoch before, after")));
}

}  // namespace
