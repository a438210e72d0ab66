// What the import dialog lists of a folder.
#include "app/shell/folder_browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace app {
namespace {

std::vector<std::string> names(const ImportView& view) {
  std::vector<std::string> result;
  for (const FolderEntry& entry : view.entries) result.push_back(entry.name);
  return result;
}

TEST(FolderBrowser, lists_folders_then_tables_then_weights) {
  test_support::TempFolder folder;
  folder.write("b.tsv", "x");
  folder.write("weights.SAFETENSORS", "x");
  folder.write("one.JPG", "x");
  folder.write("two.png", "x");
  folder.write("notes.txt", "x");
  folder.write(".hidden/x.jpg", "x");
  folder.write("z class/three.jpg", "x");
  folder.write("ä/four.jpg", "x");
  ImportView view;
  list_folder(folder.path(), view);
  EXPECT_THAT(names(view), testing::ElementsAre("z class", "ä", "b.tsv", "weights.SAFETENSORS"));
  EXPECT_EQ(view.message, "");
  EXPECT_EQ(view.path, view.folder);
}

TEST(FolderBrowser, keeps_the_listing_when_a_folder_cannot_be_read) {
  test_support::TempFolder folder;
  folder.write("b.tsv", "x");
  ImportView view;
  list_folder(folder.path(), view);
  const std::string before = view.folder;
  list_folder(folder / "missing", view);
  EXPECT_EQ(view.folder, before);
  EXPECT_THAT(names(view), testing::ElementsAre("b.tsv"));
  EXPECT_THAT(view.message, testing::HasSubstr("No such file"));
}

TEST(FolderBrowser, starts_somewhere_that_exists) { EXPECT_TRUE(std::filesystem::is_directory(start_folder())); }

}  // namespace
}  // namespace app
