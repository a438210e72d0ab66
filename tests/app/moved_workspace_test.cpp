// What a workspace keeps of pictures is found wherever its folder is moved to; a database that goes while it is open is
// missed as such, and none is proposed in its place.
#include <gmock/gmock.h>

#include "app/workspace/check.h"
#include "app/workspace/demo_images.h"
#include "tests/failure_of.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

TEST(MovedWorkspace, KeepsItsDemoImages) {
  const test_support::TempFolder folder;
  {
    Workspace workspace(folder / "first", Workspace::Open::OrCreate);
    add_demo_images(workspace, {.images = 20}, {}, {});
  }
  std::filesystem::rename(folder / "first", folder / "second");
  Workspace workspace(folder / "second", Workspace::Open::MustExist);
  const CheckReport report = check_workspace(workspace, {.hashes = true}, {}, {});
  EXPECT_TRUE(report.sound()) << describe(report);
  EXPECT_THAT(describe(report), testing::Not(testing::HasSubstr("cannot be found")));
  const DemoOutcome again = add_demo_images(workspace, {.images = 20}, {}, {});
  EXPECT_EQ(again.import.added, 0);
  EXPECT_EQ(again.import.relinked, 0);
}

TEST(MovedWorkspace, that_lost_its_database_while_open_is_not_opened_again_for_other_threads) {
  const test_support::TempFolder folder;
  const Workspace workspace(folder / "ws", Workspace::Open::OrCreate);
  EXPECT_EQ(workspace.opened_again().folder(), workspace.folder());
  std::filesystem::rename(folder / "ws" / "nevus.db", folder / "aside.db");
  const auto gone =
      testing::AllOf(testing::HasSubstr("deleted, moved or replaced while it was open"),
                     testing::HasSubstr("put the file back"), testing::Not(testing::HasSubstr("nevus import")));
  EXPECT_THAT(test_support::failure_of([&] { workspace.opened_again(); }), gone);
  EXPECT_THAT(test_support::failure_of([&] { workspace.make_reader(); }), gone);
  std::filesystem::rename(folder / "aside.db", folder / "ws" / "nevus.db");
  EXPECT_NO_THROW(workspace.make_reader());
}

}  // namespace
}  // namespace app
