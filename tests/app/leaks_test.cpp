#include "app/workspace/leaks.h"

#include <gmock/gmock.h>

namespace {
using app::LeakReport;
using app::LeakScan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

db::Image image(db::ImageId id, db::Split split, const std::string& lesion, const std::string& patient = "",
                const std::string& group = "") {
  db::Image row;
  row.id = id;
  row.split = split;
  row.lesion_id = lesion;
  row.patient_id = patient;
  row.image_group = group;
  return row;
}

LeakReport report_of(const std::vector<db::Image>& images) {
  LeakScan scan;
  for (const db::Image& row : images) scan.add(row);
  return scan.report();
}

TEST(Leaks, are_lesions_on_both_sides_counted_by_group_and_image) {
  const auto report =
      report_of({image(1, db::Split::Train, "L1"), image(2, db::Split::Train, "L1"), image(3, db::Split::Val, "L1"),
                 image(4, db::Split::Train, "L2"), image(5, db::Split::Val, "L3"), image(6, db::Split::None, "L3")});
  const auto* found = report.between(db::Split::Train, db::Split::Val);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->groups, 1);
  EXPECT_EQ(found->images_of_one, 2);
  EXPECT_EQ(found->images_of_other, 1);
  EXPECT_EQ(found->count, "1 lesion in train and val");
  EXPECT_THAT(found->text, HasSubstr("L1"));
  EXPECT_THAT(report.images, ElementsAre(1, 2, 3));
  EXPECT_EQ(report.of_training(), found);
}

TEST(Leaks, there_are_none_where_nothing_is_shared) {
  const auto report = report_of({image(1, db::Split::Train, "L1"), image(2, db::Split::Val, "L2"),
                                 image(3, db::Split::Train, ""), image(4, db::Split::Val, "")});
  EXPECT_FALSE(report.found());
  EXPECT_THAT(report.images, IsEmpty());
  EXPECT_EQ(describe(report), "");
}

TEST(Leaks, of_a_patient_with_two_lesions_name_the_patient) {
  const auto report = report_of({image(1, db::Split::Train, "L1", "P1"), image(2, db::Split::Test, "L2", "P1")});
  ASSERT_NE(report.of_training(), nullptr);
  EXPECT_EQ(report.of_training()->count, "1 patient in train and test");
  EXPECT_EQ(report.between(db::Split::Train, db::Split::Val), nullptr);
}

TEST(Leaks, follow_a_chain_of_lesion_patient_and_look_alike) {
  // 1 and 2 share a lesion, 2 and 3 a patient, 3 and 4 look alike.
  const auto report = report_of({image(1, db::Split::Train, "L1"), image(2, db::Split::Train, "L1", "P1"),
                                 image(3, db::Split::Train, "", "P1", "g"), image(4, db::Split::Val, "", "", "g")});
  EXPECT_THAT(report.images, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(report.crossings[0].count, "1 group of look-alikes in train and val");
}

TEST(Leaks, a_lesion_and_a_patient_of_one_name_are_two_things) {
  EXPECT_FALSE(report_of({image(1, db::Split::Train, "A"), image(2, db::Split::Val, "", "A")}).found());
}

TEST(Leaks, removed_images_have_no_part_in_them) {
  db::Image removed = image(2, db::Split::Val, "L1");
  removed.removed = true;
  EXPECT_FALSE(report_of({image(1, db::Split::Train, "L1"), removed}).found());
}

}  // namespace
