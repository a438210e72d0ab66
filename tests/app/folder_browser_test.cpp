// What the import dialog lists of a folder.
#include "app/shell/folder_browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace app {
namespace {

std::vector<std::string> names(const FolderListing& listing) {
  std::vector<std::string> result;
  for (const FolderEntry& entry : listing.entries) result.push_back(entry.name);
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
  const FolderListing listing = list_folder(folder.path());
  EXPECT_THAT(names(listing), testing::ElementsAre("z class", "ä", "b.tsv", "weights.SAFETENSORS"));
  EXPECT_EQ(listing.message, "");
  EXPECT_EQ(listing.folder, folder.path().string());
}

TEST(FolderBrowser, says_why_a_folder_cannot_be_read) {
  const test_support::TempFolder folder;
  const FolderListing listing = list_folder(folder / "missing");
  EXPECT_TRUE(listing.folder.empty());
  EXPECT_THAT(names(listing), testing::IsEmpty());
  EXPECT_THAT(listing.message, testing::HasSubstr("No such file"));
}

TEST(FolderBrowser, starts_somewhere_that_exists) { EXPECT_TRUE(std::filesystem::is_directory(start_folder())); }

}  // namespace
}  // namespace app
