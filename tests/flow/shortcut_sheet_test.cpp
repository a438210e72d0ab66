// The sheet of keys names the classes by what they are called now.
#include "app/shell/shortcut_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/classes.h"
#include "db/images.h"
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

}  // namespace
