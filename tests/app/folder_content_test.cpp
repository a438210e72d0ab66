// What the import dialog says an import would bring.

#include <gtest/gtest.h>

#include "app/shell/folder_browser.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

TEST(FolderContent, counts_images_and_the_folders_that_become_classes) {
  test_support::TempFolder folder;
  for (const char* name : {"train/nv/a.jpg", "train/nv/b.JPG", "val/mel/c.png", "train/d.jpg", "train/nv/notes.txt"})
    folder.write(name, "x");
  EXPECT_EQ(count_folder(folder.path(), {}).text, "4 images in 2 classes");
  EXPECT_EQ(count_folder(folder / "val", {}).text, "1 image in 1 class");
  EXPECT_EQ(count_folder(folder / "val/mel", {}).text, "1 image");
}

TEST(FolderContent, of_a_folder_without_images_is_none) {
  test_support::TempFolder folder;
  folder.write("notes.txt", "x");
  const FolderContent content = count_folder(folder.path(), {});
  EXPECT_EQ(content.images, 0);
  EXPECT_EQ(content.text, "no images");
  EXPECT_EQ(count_folder(folder / "gone", {}).images, 0);
}

TEST(FolderContent, follows_the_index_table_where_there_is_one) {
  test_support::TempFolder folder;
  folder.write("index.tsv", "path\tlabel\na.jpg\tnv\nb.jpg\tmel\n");
  folder.write("a.jpg", "x");
  folder.write("b.jpg", "x");
  folder.write("other.jpg", "x");
  EXPECT_EQ(count_folder(folder.path(), {}).text, "2 images in its index table");
}

}  // namespace
}  // namespace app
