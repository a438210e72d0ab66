#include "db/image_scan.h"

#include <gmock/gmock.h>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;

struct Seen {
  std::vector<ImageId> ids;
  ImageVisit visit() {
    return [this](const ImageLine& line) { ids.push_back(line.id); };
  }
};

TEST(ImageScan, ReadsWhatTheRowsSay) {
  Workspace workspace;
  const ClassId nv = workspace.add("nv"), mel = workspace.add("mel");
  Image row = image_row(1);
  row.path = "/a folder/näevus \xff.jpg";
  row.split = Split::Test;
  row.lesion_id = "HAM_1";
  row.patient_id = "P1";
  row.age_years = 45.5;
  row.sex = "female";
  row.site = "back";
  row.dx_type = "histo";
  row.source = "ham";
  ImageId id = 0;
  workspace.write("Import", [&](Transaction& t) { id = add_image(t, row).image; });
  workspace.label({id}, nv, LabelSource::Import);
  workspace.label({id}, mel);
  workspace.write("Look", [&](Transaction& t) { set_missing(t, std::vector{id}, true); });
  int visits = 0;
  for_each_image(workspace.reader(), 0, [&](const ImageLine& line) {
    ++visits;
    EXPECT_EQ(line.id, id);
    EXPECT_EQ(line.path, row.path);
    EXPECT_EQ(line.sha256, row.sha256);
    EXPECT_EQ(line.split, Split::Test);
    EXPECT_EQ(line.lesion_id, "HAM_1");
    EXPECT_EQ(line.patient_id, "P1");
    EXPECT_EQ(line.age_years, 45.5);
    EXPECT_EQ(line.sex, "female");
    EXPECT_EQ(line.site, "back");
    EXPECT_EQ(line.dx_type, "histo");
    EXPECT_EQ(line.source, "ham");
    EXPECT_EQ(line.width_px, 600);
    EXPECT_EQ(line.height_px, 450);
    EXPECT_EQ(line.label, mel);
    EXPECT_NE(line.imported_label, mel);
    EXPECT_TRUE(line.missing);
  });
  EXPECT_EQ(visits, 1);
}

TEST(ImageScan, KnowsEverySplitAndWhatIsAbsent) {
  Workspace workspace;
  int number = 0;
  for (const Split split : {Split::None, Split::Train, Split::Val, Split::Test})
    workspace.write("Import", [&](Transaction& t) {
      Image row = image_row(number++);
      row.split = split;
      add_image(t, row);
    });
  std::vector<Split> splits;
  for_each_image(workspace.reader(), 0, [&](const ImageLine& line) {
    splits.push_back(line.split);
    EXPECT_FALSE(line.label);
    EXPECT_FALSE(line.age_years);
    EXPECT_FALSE(line.imported_label);
    EXPECT_EQ(line.site, "");
  });
  EXPECT_THAT(splits, ElementsAre(Split::None, Split::Train, Split::Val, Split::Test));
}

TEST(ImageScan, GoesOnAfterAnIdAndReadsAListInItsOrder) {
  Workspace workspace;
  const auto ids = workspace.add_images(4);
  Seen later, listed, none;
  for_each_image(workspace.reader(), ids[1], later.visit());
  EXPECT_THAT(later.ids, ElementsAre(ids[2], ids[3]));
  for_each_image(workspace.reader(), std::vector<ImageId>{ids[3], 99, ids[0]}, listed.visit());
  EXPECT_THAT(listed.ids, ElementsAre(ids[3], ids[0]));
  for_each_image(workspace.reader(), ids[3], none.visit());
  EXPECT_TRUE(none.ids.empty());
}

TEST(ImageScan, EndsWithTheVisitsExceptionAndCanBeginAgain) {
  Workspace workspace;
  workspace.add_images(3);
  int visits = 0;
  const auto stop_at_second = [&](const ImageLine&) {
    if (++visits == 2) throw std::runtime_error("enough");
  };
  EXPECT_THROW(for_each_image(workspace.reader(), 0, stop_at_second), std::runtime_error);
  Seen all;
  for_each_image(workspace.reader(), 0, all.visit());
  EXPECT_EQ(all.ids.size(), 3U);
}

// The visit may ask the same connection, and scan again.
TEST(ImageScan, CanBeNested) {
  Workspace workspace;
  const auto ids = workspace.add_images(3);
  int inner = 0;
  for_each_image(workspace.reader(), 0, [&](const ImageLine& line) {
    for_each_image(workspace.reader(), std::span(&line.id, 1),
                   [&](const ImageLine& same) { inner += same.id == line.id; });
  });
  EXPECT_EQ(inner, 3);
}

}  // namespace
}  // namespace db::test
