// Files that changed their names among themselves: every image is found at the place that holds it now.
#include "app/workspace/content_check.h"
#include "app/workspace/import_history.h"
#include "app/workspace/labelling.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ImportMoves : public ImportPictures {
 protected:
  void rename(const std::string& from, const std::string& to) const { fs::rename(folder_ / from, folder_ / to); }
  std::map<db::ImageId, std::string> places() const {
    std::map<db::ImageId, std::string> all;
    for (const db::Image& image : db::images(*workspace_.make_reader())) all[image.id] = image.path;
    return all;
  }
  // Every image of the set stands at a file of its own, which holds it.
  void expect_whole(std::size_t images) const {
    const auto reader = workspace_.make_reader();
    const std::vector<db::Image> all = db::images(*reader);
    std::map<std::string, int> places;
    for (const db::Image& image : all) ++places[image.path];
    EXPECT_EQ(all.size(), images);
    EXPECT_EQ(places.size(), images);
    EXPECT_EQ(check_content(all, {}, {.every_hash = true}).text(), "");
  }
};

TEST_F(ImportMoves, two_files_that_were_swapped_are_found_again) {
  picture("set/nv/0.png", 1);
  picture("set/nv/1.png", 2);
  import(folder_ / "set");
  rename("set/nv/0.png", "set/nv/x.png");
  rename("set/nv/1.png", "set/nv/0.png");
  rename("set/nv/x.png", "set/nv/1.png");
  const ImportPlan made = plan(folder_ / "set");
  EXPECT_EQ(made.count(Planned::Relink), 2);
  EXPECT_THAT(made.conflicts, IsEmpty());
  EXPECT_EQ(import(folder_ / "set").relinked, 2);
  expect_whole(2);
  EXPECT_EQ(import(folder_ / "set").known, 2);
}

TEST_F(ImportMoves, numbers_that_shifted_by_one_make_room_for_a_new_picture) {
  for (int i = 0; i < 3; ++i) picture("set/mel/" + std::to_string(i) + ".png", i);
  import(folder_ / "set");
  for (int i = 2; i >= 0; --i)
    rename("set/mel/" + std::to_string(i) + ".png", "set/mel/" + std::to_string(i + 1) + ".png");
  picture("set/mel/0.png", 100);
  const ImportReport report = import(folder_ / "set", {ConflictKind::Content});
  EXPECT_EQ(report.relinked, 3);
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(report.duplicates, 0);
  EXPECT_EQ(report.changed, 0) << "the image that stood there has moved on and is none that changed";
  expect_whole(4);
}

TEST_F(ImportMoves, places_that_changed_hands_are_taken_back_with_the_import) {
  for (int i = 0; i < 3; ++i) picture("set/mel/" + std::to_string(i) + ".png", i);
  import(folder_ / "set");
  const auto before = places();
  for (int i = 2; i >= 0; --i)
    rename("set/mel/" + std::to_string(i) + ".png", "set/mel/" + std::to_string(i + 1) + ".png");
  picture("set/mel/0.png", 100);
  const ImportReport report = import(folder_ / "set");
  const auto after = places();
  ASSERT_EQ(after.size(), 4U);
  EXPECT_EQ(undo_import(workspace_, report.id).kept, 0U);
  EXPECT_EQ(places(), before);
  ASSERT_TRUE(redo_label(workspace_));
  EXPECT_EQ(places(), after);
  expect_whole(4);
}

TEST_F(ImportMoves, a_former_place_that_is_another_images_by_now_is_not_taken_back) {
  picture("set/0.png", 1);
  picture("set/1.png", 2);
  import(folder_ / "set");
  rename("set", "moved");
  const ImportReport report = import(folder_ / "moved");
  ASSERT_EQ(report.relinked, 2);
  picture("set/0.png", 7);
  ASSERT_EQ(import(folder_ / "set").added, 1);
  const LabelChange undone = undo_import(workspace_, report.id);
  EXPECT_EQ(undone.changed, 1U);
  EXPECT_EQ(undone.kept, 1U);
  rename("moved/1.png", "set/1.png");
  expect_whole(3);
}

TEST_F(ImportMoves, a_place_that_holds_another_picture_now_is_looked_into_where_it_is_no_part_of_the_import) {
  picture("a/0.png", 1);
  import(folder_ / "a");
  fs::copy_file(folder_ / "a/0.png", fs::path(folder_ / "moved.png"));
  picture("a/0.png", 7);
  EXPECT_EQ(import(folder_ / "moved.png").relinked, 1);
  expect_whole(1);
}

TEST_F(ImportMoves, a_second_copy_of_a_picture_that_stands_is_counted_as_before) {
  picture("set/nv/0.png", 1);
  import(folder_ / "set");
  fs::copy_file(folder_ / "set/nv/0.png", fs::path(folder_ / "set/nv/a.png"));
  const ImportReport report = import(folder_ / "set");
  EXPECT_EQ(report.known, 1);
  EXPECT_EQ(report.duplicates, 1);
  expect_whole(1);
}

}  // namespace
}  // namespace app::test
