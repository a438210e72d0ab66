#include "app/workspace/dataset.h"

#include <gtest/gtest.h>

#include "tests/app/filled_workspace.h"

namespace {

// What is drawn together when an interval is estimated is what a split keeps together.
TEST(TargetData, groups_images_over_patient_lesion_and_look_alikes) {
  test_support::FilledWorkspace set;
  const auto add = [&](int number, const char* patient, const char* lesion, const char* group) {
    db::Image image = set.row(number);
    image.patient_id = patient;
    image.lesion_id = lesion;
    const auto id = set.add(image, number % 2 == 0 ? set.nv : set.mel);
    if (*group != 0)
      set.write("Group", [&](db::Transaction& t) { db::set_image_group(t, std::vector<db::ImageId>{id}, group, {}); });
  };
  add(0, "P1", "", "");
  add(1, "P1", "L1", "");
  add(2, "", "L1", "");
  add(3, "", "", "G1");
  add(4, "", "L2", "G1");
  add(5, "", "", "");
  add(6, "", "", "");
  const app::TargetData data = app::load_target_data(set.reader(), "malignant");
  const std::vector<int>& group = data.lesion;
  EXPECT_EQ(group[0], group[1]);
  EXPECT_EQ(group[1], group[2]);
  EXPECT_EQ(group[3], group[4]);
  EXPECT_NE(group[0], group[3]);
  EXPECT_NE(group[5], group[6]);
  EXPECT_NE(group[5], group[0]);
}

}  // namespace
