// A folder whose table seems to be of its pictures and cannot be used: nothing is taken of it until a person chose.
#include "app/intake/two_readings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/intake/account.h"
#include "tests/temp_folder.h"

namespace {
using app::ColumnRole;
using app::ImportSource;
using app::read_import_source;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct ReadInTwoWays : ::testing::Test {
  ReadInTwoWays() {
    for (const char* file : {"mel/a.jpg", "nv/b.jpg", "nv/c.jpg"}) folder.write(file, "");
  }
  ImportSource read(const app::SourceChoices& choices = {}) const { return read_import_source(folder.path(), choices); }
  void expect_asked(const std::string& why) const {
    const ImportSource source = read();
    EXPECT_TRUE(source.needs_mapping) << why;
    EXPECT_THAT(source.items, IsEmpty()) << why;
    ASSERT_EQ(source.readings.size(), 1U) << why;
    EXPECT_THAT(source.readings[0].by_table, HasSubstr(why));
    EXPECT_EQ(source.readings[0].by_folders, "3 pictures, 2 classes: mel (1), nv (2)");
    EXPECT_FALSE(source.readings[0].by_folders_chosen);
  }
  test_support::TempFolder folder;
};

TEST_F(ReadInTwoWays, by_a_table_that_names_no_picture_here_or_by_its_folders) {
  folder.write("labels.csv", "image_id,dx\nX1,nv\nX2,mel\n");
  expect_asked("labels.csv: its first rows name no picture that is here (columns image_id, dx)");
}

TEST_F(ReadInTwoWays, by_a_table_without_a_column_of_pictures_or_by_its_folders) {
  folder.write("labels.csv", "number,diagnosis\n1,nv\n2,mel\n");
  expect_asked("labels.csv: no column is known to name the pictures (columns number, diagnosis)");
}

TEST_F(ReadInTwoWays, by_a_table_that_cannot_be_read_or_by_its_folders) {
  folder.write("labels.xlsx", "no workbook");
  expect_asked("labels.xlsx cannot be read (");
}

TEST_F(ReadInTwoWays, by_a_spreadsheet_in_a_format_that_is_not_read_or_by_its_folders) {
  folder.write("labels.xls", "old");
  expect_asked("labels.xls is in a format that is not read: save it as CSV or XLSX");
}

TEST_F(ReadInTwoWays, by_an_empty_table_or_by_its_folders) {
  folder.write("labels.csv", "");
  expect_asked("labels.csv");
}

TEST_F(ReadInTwoWays, by_its_folders_where_a_person_says_so) {
  folder.write("labels.csv", "image_id,dx\nX1,nv\nX2,mel\n");
  const ImportSource source = read({.by_folders = true});
  EXPECT_FALSE(source.needs_mapping);
  EXPECT_EQ(source.layout, "folder tree");
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(source.items[0].label, "mel");
  ASSERT_EQ(source.readings.size(), 1U);
  EXPECT_TRUE(source.readings[0].by_folders_chosen);
  EXPECT_THAT(source.notes, Contains(StartsWith("the table labels.csv was not used")));
}

TEST_F(ReadInTwoWays, by_its_table_where_a_person_says_which_column_names_the_pictures) {
  std::string rows = "number,photo,dx\n";
  for (int i = 0; i < 40; ++i) rows += std::to_string(i) + ",gone_" + std::to_string(i) + ".jpg,nv\n";
  folder.write("labels.csv", rows + "40,a.jpg,mel\n");
  expect_asked("labels.csv: no column is known to name the pictures");
  const ImportSource source = read({.roles = {{"photo", ColumnRole::Path}}});
  EXPECT_FALSE(source.needs_mapping);
  EXPECT_THAT(source.readings, IsEmpty());
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].label, "mel");
}

TEST_F(ReadInTwoWays, and_a_good_table_gives_way_to_the_folders_only_where_a_person_says_so) {
  folder.write("labels.csv", "path,label\nmel/a.jpg,other\n");
  EXPECT_EQ(read().items.at(0).label, "other");
  EXPECT_THAT(read().readings, IsEmpty());
  const ImportSource source = read({.by_folders = true});
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(source.items[0].label, "mel");
}

TEST_F(ReadInTwoWays, or_is_a_folder_without_pictures_and_has_nothing_to_ask) {
  test_support::TempFolder bare;
  bare.write("labels.csv", "image_id,dx\nX1,nv\n");
  EXPECT_THAT(read_import_source(bare.path()).readings, IsEmpty());
}

TEST_F(ReadInTwoWays, among_several_folders_is_named) {
  folder.write("labels.csv", "image_id,dx\nX1,nv\n");
  test_support::TempFolder other;
  other.write("bcc/d.jpg", "");
  const ImportSource source = app::gather({other.path(), folder.path()});
  EXPECT_TRUE(source.needs_mapping);
  ASSERT_EQ(source.readings.size(), 1U);
  EXPECT_EQ(source.readings[0].folder, folder.path().filename().string());
}

}  // namespace
