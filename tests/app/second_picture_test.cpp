// Which run sees the second picture of Inspect, at which threshold, and whose evidence it shows.
#include "app/pages/inspect/second_picture.h"

#include <gtest/gtest.h>

#include "app/pages/inspect/dropped_card.h"

namespace app {
namespace {

RunRow run_row(RunId id, int best_epoch, const std::string& groups) {
  RunRow row{.id = id, .name = "run " + std::to_string(id), .summary = "", .best_epoch = best_epoch, .when = ""};
  row.groups_json = groups;
  return row;
}

FocusedImage answered(std::initializer_list<const char*> groups, int evidence) {
  FocusedImage image;
  for (const char* group : groups) image.probabilities.push_back({group, 0.5F});
  image.heat.group = evidence;
  image.heat.state = HeatState::Ready;
  return image;
}

TEST(SecondPicture, is_seen_by_the_newest_other_run_of_the_same_groups_until_one_is_chosen) {
  const std::vector<RunRow> runs = {run_row(5, 0, "two"), run_row(4, 2, "seven"), run_row(3, 2, "two"),
                                    run_row(2, 2, "two"), run_row(1, 2, "two")};
  EXPECT_EQ(run_to_compare(runs, "run:3", 0), 2);
  EXPECT_EQ(run_to_compare(runs, "run:2", 0), 3) << "not the shown one, which is the second that could be";
  EXPECT_EQ(run_to_compare(runs, "run:3", 1), 1) << "chosen";
  EXPECT_EQ(run_to_compare(runs, "run:3", 4), 4) << "chosen, of other groups";
  EXPECT_EQ(run_to_compare(runs, "run:1", 1), 3) << "what was chosen is the shown one by now";
  EXPECT_EQ(run_to_compare(runs, "run:4", 0), 3) << "no other knows its groups";
  EXPECT_EQ(run_to_compare({run_row(3, 2, "two")}, "run:3", 0), 0);
}

TEST(SecondPicture, is_judged_at_the_threshold_of_the_run_that_sees_it) {
  RunRow row = run_row(1, 2, "two");
  FocusedImage image;
  image.model_threshold = 0.275F;
  EXPECT_FLOAT_EQ(threshold_of(row, image), 0.275F) << "none is kept: what 0.5 became by its calibration";
  row.threshold = 0.348;
  EXPECT_FLOAT_EQ(threshold_of(row, image), 0.348F);
}

TEST(SecondPicture, finds_the_group_of_the_evidence_by_name) {
  const FocusedImage first = answered({"benign", "malignant"}, 1);
  EXPECT_EQ(place_of_group(answered({"akiec", "malignant", "mel"}, 0), first.evidence_group()), 1);
  EXPECT_EQ(place_of_group(answered({"malignant", "benign"}, 0), first.evidence_group()), 0);
  EXPECT_EQ(place_of_group(answered({"akiec", "bcc", "mel"}, 0), first.evidence_group()), -1);
}

TEST(DroppedCard, names_whose_evidence_the_colours_are) {
  FocusedImage image = answered({"benign", "malignant"}, 1);
  image.predicted_group = 0;
  EXPECT_EQ(colours_in_words(image), "Colours (key H): evidence for malignant.");
  image.heat.state = HeatState::NoEvidence;
  image.heat.message = "No place in the image speaks for this class";
  EXPECT_EQ(colours_in_words(image),
            "No colours: evidence for malignant. No place in the image speaks for this class.");
  image.heat.state = HeatState::Computing;
  EXPECT_EQ(colours_in_words(image), "");
  EXPECT_EQ(colours_in_words({}), "");
}

}  // namespace
}  // namespace app
