// Which picture a table's row names, and which only seems to be it.
#include "app/intake/picture_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/import_source.h"
#include "tests/intake/account.h"
#include "tests/temp_folder.h"

namespace {
using app::ImportItem;
using app::ImportSource;
using app::PictureIndex;
using app::read_import_source;
using intake_tests::left_out;
using intake_tests::text_of;
using test_support::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::string found(const PictureIndex& index, const std::string& value) {
  const auto found = index.find(value, "");
  return found.picture ? index.names()[*found.picture] : "";
}

std::vector<std::string> labelled(const ImportSource& source) {
  std::vector<std::string> all;
  for (const ImportItem& item : source.items)
    all.push_back(item.path.parent_path().filename().string() + "/" + item.path.filename().string() + " " + item.label);
  return all;
}

TEST(PictureIndex, a_folder_of_another_computer_does_not_matter) {
  const PictureIndex index({"photos/1.png", "photos/2.png", "3.png"});
  EXPECT_EQ(found(index, "images/1.png"), "photos/1.png");
  EXPECT_EQ(found(index, "/home/other/photos/2.png"), "photos/2.png");
  EXPECT_EQ(found(index, "C:\\sets\\2.png"), "photos/2.png");
  EXPECT_EQ(found(index, "photos/3.png"), "3.png");
  EXPECT_EQ(found(index, "images/1"), "photos/1.png");
  EXPECT_EQ(found(index, "2.png"), "photos/2.png");
}

TEST(PictureIndex, a_folder_that_is_here_and_does_not_hold_the_picture_means_that_it_is_absent) {
  const PictureIndex index({"val/1.png", "val/2.png", "train/3.png", "nv/train/8.png", "mel/train/9.png"});
  for (const char* value : {"train/1.png", "train/2.png", "train/2", "train/2.jpg", "/data/train/1.png", "val/3.png",
                            "mel/train/8.png", "mel/val/9.png"})
    EXPECT_EQ(found(index, value), "") << value;
  EXPECT_EQ(found(index, "TRAIN/3.PNG"), "train/3.png");
  EXPECT_EQ(found(index, "/data/val/1.png"), "val/1.png");
}

TEST(PictureIndex, another_split_is_another_picture_even_where_its_folder_is_not_here) {
  const PictureIndex index({"validation/1.png"});
  EXPECT_EQ(found(index, "train/1.png"), "");
  EXPECT_EQ(found(index, "val/1.png"), "validation/1.png");
}

TEST(PictureIndex, a_folder_around_the_picture_is_no_other_one) {
  const PictureIndex index({"images/part_1/1.png", "images/part_2/2.png"});
  EXPECT_EQ(found(index, "images/2.png"), "images/part_2/2.png");
}

TEST(PicturesOfATable, a_row_whose_picture_is_absent_gets_no_namesake_of_another_folder) {
  TempFolder folder;
  for (const char* file : {"val/1.png", "val/2.png", "train/3.png"}) folder.write(file, "");
  folder.write("table.csv",
               "path,label,split\ntrain/1.png,mel,train\nval/1.png,nv,val\ntrain/2.png,mel,train\n"
               "train/3.png,nv,train\n");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_THAT(labelled(source), UnorderedElementsAre("val/1.png nv", "train/3.png nv"));
  EXPECT_EQ(left_out(source, "rows whose picture is not there"), 2);
  EXPECT_THAT(text_of(source), HasSubstr("train/2.png"));
  EXPECT_EQ(left_out(source, "pictures that rows give different labels"), 0);
}

TEST(PicturesOfATable, a_row_that_names_a_picture_exactly_goes_before_one_that_only_seems_to) {
  TempFolder folder;
  folder.write("photos/1.png", "");
  folder.write("photos/2.png", "");
  for (const char* rows : {"old/1.png,mel,L1\nphotos/1.png,nv,L2\n", "photos/1.png,nv,L2\nold/1.png,mel,L1\n"}) {
    const auto table = folder.write("table.csv", std::string("path,label,lesion_id\n") + rows + "old/2.png,bcc,L3\n");
    for (const auto& path : {table, folder.path()}) {
      const ImportSource source = read_import_source(path);
      EXPECT_THAT(labelled(source), ElementsAre("photos/1.png nv", "photos/2.png bcc"));
      EXPECT_EQ(source.items[0].lesion_id, "L2");
      EXPECT_EQ(left_out(source, "rows whose picture is not there"), 1);
      EXPECT_THAT(text_of(source), HasSubstr("1 pictures were found by the end of the path"));
    }
  }
}

}  // namespace
