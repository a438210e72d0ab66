// Masks that no table names find their pictures, or are counted.
#include "app/intake/mask_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/intake/account.h"
#include "tests/temp_folder.h"

namespace {
using app::ImportItem;
using app::ImportSource;
using app::read_import_source;
using intake_tests::left_out;
using intake_tests::text_of;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string mask_of(const ImportSource& source, const std::string& picture, const TempFolder& folder) {
  for (const ImportItem& item : source.items)
    if (item.path == folder / picture) return item.mask_path.lexically_relative(folder.path()).string();
  return "no such picture";
}

TEST(MaskMatch, one_mask_is_never_given_to_two_pictures) {
  TempFolder folder;
  for (const char* file : {"train/nv/1.jpg", "val/nv/1.jpg", "train/nv/2.jpg", "masks/1.png", "masks/2.png"})
    folder.write(file, "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(mask_of(source, "train/nv/1.jpg", folder), "");
  EXPECT_EQ(mask_of(source, "val/nv/1.jpg", folder), "");
  EXPECT_EQ(mask_of(source, "train/nv/2.jpg", folder), "masks/2.png");
  EXPECT_EQ(left_out(source, "masks of which several pictures have the name"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("masks/1.png"));
}

TEST(MaskMatch, the_folders_tell_apart_what_is_called_alike) {
  TempFolder folder;
  for (const char* file : {"images/train/1.jpg", "images/val/1.jpg", "masks/train/1.png", "masks/val/1.png",
                           "images/train/2.jpg", "images/val/2.jpg", "masks/val/2.png"})
    folder.write(file, "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(mask_of(source, "images/train/1.jpg", folder), "masks/train/1.png");
  EXPECT_EQ(mask_of(source, "images/val/1.jpg", folder), "masks/val/1.png");
  EXPECT_EQ(mask_of(source, "images/train/2.jpg", folder), "");
  EXPECT_EQ(mask_of(source, "images/val/2.jpg", folder), "masks/val/2.png");
  EXPECT_THAT(source.left_out, IsEmpty()) << text_of(source);
}

TEST(MaskMatch, a_mask_that_fits_no_picture_is_counted_and_named_unless_a_table_names_it) {
  TempFolder folder;
  for (const char* file : {"images/a.jpg", "masks/b.png", "masks/c_segmentation.png", "masks/other.png"})
    folder.write(file, "");
  folder.write("table.csv", "path,label,mask_path\nimages/a.jpg,nv,masks/other.png\n");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(mask_of(source, "images/a.jpg", folder), "masks/other.png");
  EXPECT_EQ(left_out(source, "masks that fit no picture"), 2);
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("masks/b.png"), HasSubstr("masks/c_segmentation.png")));
}

}  // namespace
