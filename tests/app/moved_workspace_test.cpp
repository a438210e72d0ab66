// What a workspace keeps of pictures is found wherever its folder is moved to.
#include <gmock/gmock.h>

#include "app/workspace/check.h"
#include "app/workspace/demo_images.h"
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

}  // namespace
}  // namespace app
