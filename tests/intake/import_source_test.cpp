#include "app/intake/import_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace {
using app::ImportItem;
using app::ImportSource;
using test_support::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ImportSource, reads_split_and_class_from_the_folders) {
  TempFolder folder;
  folder.write("train/benign/a.jpg", "");
  folder.write("test/malignant/b.JPEG", "");
  folder.write("validation/benign/c.png", "");
  const ImportSource source = app::scan_folder(folder.path());
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(source.items[0].split, "test");
  EXPECT_EQ(source.items[0].label, "malignant");
  EXPECT_EQ(source.items[1].split, "train");
  EXPECT_EQ(source.items[1].label, "benign");
  EXPECT_EQ(source.items[2].split, "val");
}

TEST(ImportSource, reads_classes_without_splits_and_plain_files_without_labels) {
  TempFolder folder;
  folder.write("nævus med mellemrum/ä b.jpg", "");
  folder.write("plain.png", "");
  const ImportSource source = app::scan_folder(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "nævus med mellemrum");
  EXPECT_EQ(source.items[0].split, "");
  EXPECT_EQ(source.items[1].label, "");
}

TEST(ImportSource, counts_files_that_are_no_images_by_name) {
  TempFolder folder;
  folder.write("a.txt", "");
  folder.write("b.jpg", "");
  const ImportSource source = app::scan_folder(folder.path());
  EXPECT_EQ(source.items.size(), 1U);
  ASSERT_EQ(source.notes.size(), 1U);
  EXPECT_THAT(source.notes[0], HasSubstr("1 files are not JPEG or PNG"));
}

TEST(ImportSource, reads_the_columns_of_an_index_table) {
  TempFolder folder;
  const auto table = folder.write("set/index.tsv",
                                  "path\tsplit\tlabel\tmalignant\tlesion_id\tage\tsex\tlocalization\tmask_path\n"
                                  "images/a.jpg\ttrain\tmel\t1\tL1\t45.0\tmale\ttrunk\tmasks/a.png\n"
                                  "images/b.jpg\tval\tnv\t0\tL2\t\t\t\t\n");
  const ImportSource source = app::read_index_table(table);
  EXPECT_EQ(source.name, "set");
  ASSERT_EQ(source.items.size(), 2U);
  const ImportItem& first = source.items[0];
  EXPECT_EQ(first.path, folder / "set" / "images/a.jpg");
  EXPECT_EQ(first.split, "train");
  EXPECT_EQ(first.lesion_id, "L1");
  EXPECT_EQ(first.age, 45.0);
  EXPECT_EQ(first.site, "trunk");
  EXPECT_EQ(first.mask_path, folder / "set" / "masks/a.png");
  EXPECT_EQ(first.extra.at("malignant"), "1");
  EXPECT_FALSE(source.items[1].age.has_value());
  EXPECT_THAT(source.extra_columns, ElementsAre("malignant"));
}

TEST(ImportSource, understands_quotes_in_comma_separated_tables) {
  TempFolder folder;
  const auto table = folder.write("x.csv", "path,label,note\n\"a, b.jpg\",nv,fine\r\n");
  const ImportSource source = app::read_index_table(table);
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].path.filename(), "a, b.jpg");
  EXPECT_EQ(source.items[0].extra.at("note"), "fine");
}

TEST(ImportSource, a_row_with_missing_fields_is_noted_and_the_rest_is_read) {
  TempFolder folder;
  const auto table = folder.write("index.tsv", "path\tlabel\na.jpg\nb.jpg\tnv\n");
  const ImportSource source = app::read_index_table(table);
  EXPECT_EQ(source.items.size(), 1U);
  ASSERT_EQ(source.notes.size(), 1U);
  EXPECT_THAT(source.notes[0], HasSubstr("line 2 has 1 fields"));
}

TEST(ImportSource, a_table_without_a_path_column_is_refused) {
  TempFolder folder;
  const auto table = folder.write("index.tsv", "file\tlabel\na.jpg\tnv\n");
  EXPECT_THROW(
      {
        try {
          app::read_index_table(table);
        } catch (const std::runtime_error& error) {
          EXPECT_THAT(error.what(), HasSubstr("`path`"));
          throw;
        }
      },
      std::runtime_error);
}

TEST(ImportSource, a_folder_that_does_not_exist_is_refused) {
  EXPECT_THROW(app::read_import_source("no such folder"), std::runtime_error);
}

}  // namespace
