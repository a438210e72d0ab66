#include "app/intake/folder_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "app/intake/import_source.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::FolderWalk;
using app::ImportSource;
using test_support::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names(const std::vector<app::WalkedFile>& files) {
  std::vector<std::string> list;
  for (const app::WalkedFile& file : files) list.push_back(file.name);
  return list;
}

TEST(FolderWalk, housekeeping_is_skipped_and_counted) {
  TempFolder folder;
  folder.write("nv/a.jpg", "");
  for (const char* name : {".thumbnails/large/x.png", "__MACOSX/nv/._a.jpg", "nv/@eaDir/a.jpg",
                           ".ipynb_checkpoints/x.jpg", "ISIC_1_superpixels/x.png"})
    folder.write(name, "");
  folder.write("nv/._a.jpg", "");
  folder.write("nv/ISIC_2_superpixels.png", "");
  const FolderWalk walk = app::walk_folder(folder.path());
  EXPECT_THAT(names(walk.pictures), ElementsAre("nv/a.jpg"));
  EXPECT_EQ(walk.left_out.count("folders of other programs"), 5);
  EXPECT_EQ(walk.left_out.count("hidden files and files of other programs"), 2);
}

TEST(FolderWalk, linked_folders_are_read_as_folders) {
  TempFolder folder;
  folder.write("store/mel/a.jpg", "");
  folder.write("store/nv/b.jpg", "");
  fs::create_directories(folder / "view");
  fs::create_directory_symlink("../store/mel", folder / "view/mel");
  fs::create_directory_symlink("../store/nv", folder / "view/nv");
  const ImportSource source = app::read_import_source(folder / "view");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_EQ(source.items[1].label, "nv");
}

TEST(FolderWalk, a_link_that_leads_back_is_named_and_read_once) {
  TempFolder folder;
  folder.write("nv/a.jpg", "");
  fs::create_directory_symlink("..", folder / "nv/up");
  fs::create_directory_symlink("nv", folder / "again");
  const FolderWalk walk = app::walk_folder(folder.path());
  EXPECT_THAT(names(walk.pictures), ElementsAre("nv/a.jpg"));
  ASSERT_EQ(walk.left_out.list().size(), 1U);
  EXPECT_EQ(walk.left_out.list()[0].reason, "links to a folder that was read already");
  EXPECT_THAT(walk.left_out.list()[0].examples, UnorderedElementsAre("again", "nv/up"));
}

TEST(FolderWalk, broken_links_are_named_and_the_rest_is_read) {
  TempFolder folder;
  folder.write("nv/b.jpg", "");
  fs::create_symlink("gone.jpg", folder / "nv/a.jpg");
  fs::create_symlink("loop2", folder / "loop1");
  fs::create_symlink("loop1", folder / "loop2");
  const FolderWalk walk = app::walk_folder(folder.path());
  EXPECT_THAT(names(walk.pictures), ElementsAre("nv/b.jpg"));
  EXPECT_EQ(walk.left_out.count("broken links"), 3);
}

// Root may read everything, so that the case takes another user's rights for as long as it reads.
class Unprivileged {
 public:
  Unprivileged() : was_root_(::geteuid() == 0) {
    if (was_root_ && ::seteuid(65534) != 0) std::abort();
  }
  ~Unprivileged() {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool was_root_;
};

TEST(FolderWalk, a_folder_that_cannot_be_read_is_named_and_the_rest_is_read) {
  TempFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  folder.write("closed/a.jpg", "");
  folder.write("nv/b.jpg", "");
  fs::permissions(folder / "closed", fs::perms::none);
  {
    const Unprivileged rights;
    const FolderWalk walk = app::walk_folder(folder.path());
    EXPECT_THAT(names(walk.pictures), ElementsAre("nv/b.jpg"));
    ASSERT_EQ(walk.left_out.list().size(), 1U);
    EXPECT_THAT(walk.left_out.list()[0].reason, HasSubstr("folders that cannot be read"));
    EXPECT_THAT(walk.left_out.list()[0].examples, ElementsAre("closed"));
  }
  fs::permissions(folder / "closed", fs::perms::all);
}

TEST(FolderWalk, masks_are_no_photographs) {
  TempFolder folder;
  folder.write("images/a.jpg", "");
  folder.write("masks/a.png", "");
  folder.write("HAM10000_segmentations_lesion_tschandl/a_segmentation.png", "");
  folder.write("images/b_mask.png", "");
  const FolderWalk walk = app::walk_folder(folder.path());
  EXPECT_THAT(names(walk.pictures), ElementsAre("images/a.jpg"));
  EXPECT_EQ(walk.masks.size(), 3U);
}

TEST(FolderWalk, other_files_are_counted_by_name) {
  TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("readme.txt", "");
  folder.write("scan.tif", "");
  folder.write("t.CSV", "");
  folder.write("release.xlsx", "");
  folder.write("release.ods", "");
  const FolderWalk walk = app::walk_folder(folder.path());
  EXPECT_EQ(walk.left_out.count("files that are not JPEG, PNG, tables or containers by their name"), 2);
  EXPECT_EQ(walk.left_out.count(app::kUnreadSpreadsheets), 1);
  EXPECT_THAT(names(walk.tables), ElementsAre("release.xlsx", "t.CSV"));
}

TEST(FolderWalk, names_of_other_encodings_are_kept_and_shown) {
  TempFolder folder;
  folder.write("n\xE6vus/\xE9.jpg", "");
  const FolderWalk walk = app::walk_folder(folder.path());
  ASSERT_EQ(walk.pictures.size(), 1U);
  EXPECT_EQ(walk.pictures[0].name, "nævus/é.jpg");
  EXPECT_EQ(walk.pictures[0].path, folder / "n\xE6vus/\xE9.jpg");
}

}  // namespace
