// Whose evidence is shown of an image, by models of two groups and of more; and what a second run says beside it.
#include <algorithm>

#include <gtest/gtest.h>

#include "app/pages/inspect/second_picture.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/trained_workspace.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;

// A run of two groups, and a newer one of seven.
class EvidenceSession : public ::testing::Test {
 protected:
  EvidenceSession() {
    app::Workspace workspace = set_.open();
    app::TrainRequest request;
    request.model = "starter";
    request.target = "diagnosis";
    request.epochs = 2;
    request.allow_leak = true;
    ml::TrainControl control;
    of_seven_ = run_training(workspace, request, control, {}, 1).run;
  }
  void show(OpenSession& open, app::RunId run) {
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.runs.size() == 2 && answered(open.models().image); }));
    open.commands.apply(app::ShowRun{run, 0});
    const std::string model = "run:" + std::to_string(run);
    ASSERT_TRUE(
        open.wait_for([&] { return open.models().image.model_name == model && answered(open.models().image); }));
  }
  static bool answered(const app::FocusedImage& image) {
    return !image.probabilities.empty() && image.heat.state != app::HeatState::Computing;
  }
  // Of each of some images the group of the evidence, and whether it is the predicted one.
  std::vector<std::pair<int, bool>> walk(OpenSession& open) {
    std::vector<std::pair<int, bool>> seen;
    for (int i = 0; i < 12; ++i) {
      const app::FocusedImage& image = open.models().image;
      seen.emplace_back(image.heat.group, image.heat.group == image.predicted_group);
      open.commands.apply(app::MoveFocus{1});
      open.session.follow_focus();
      EXPECT_TRUE(open.wait_for([&] { return answered(image); }));
    }
    return seen;
  }

  test_support::TrainedWorkspace set_;
  app::RunId of_seven_ = 0;
};

TEST_F(EvidenceSession, of_seven_groups_is_that_of_the_predicted_one_of_each_image_until_one_is_chosen) {
  app::Workspace workspace = set_.open();
  OpenSession open(workspace);
  show(open, of_seven_);
  const auto seen = walk(open);
  EXPECT_TRUE(std::ranges::all_of(seen, [](const auto& image) { return image.second; }));
  EXPECT_FALSE(std::ranges::all_of(seen, [](const auto& image) { return image.first == 0; }))
      << "all images are called the first group: they tell nothing";
  open.commands.apply(app::ShowHeat{true, 2});
  EXPECT_TRUE(open.wait_for([&] { return answered(open.models().image) && open.models().image.heat.group == 2; }));
  EXPECT_TRUE(std::ranges::all_of(walk(open), [](const auto& image) { return image.first == 2; }));
}

TEST_F(EvidenceSession, of_two_groups_is_that_of_the_second_and_called_so) {
  app::Workspace workspace = set_.open();
  OpenSession open(workspace);
  show(open, set_.run);
  EXPECT_TRUE(std::ranges::all_of(walk(open), [](const auto& image) { return image.first == 1; }));
  EXPECT_EQ(open.models().image.evidence_group(), "malignant");
}

TEST_F(EvidenceSession, of_a_second_run_is_named_and_its_verdict_is_at_its_own_threshold) {
  app::Workspace workspace = set_.open();
  keep_threshold(workspace, set_.run, 0.015625);
  OpenSession open(workspace);
  show(open, of_seven_);
  app::PairView view;
  view.with = app::CompareWith::Run;
  app::SecondPicture second(open.session, open.host, open.pictures, open.inbox, view);
  ASSERT_TRUE(open.wait_for([&] {
    second.follow();
    return answered(view.other);
  }));
  EXPECT_EQ(view.run, set_.run);
  EXPECT_FLOAT_EQ(view.other.threshold, 0.015625F);
  EXPECT_EQ(view.other.predicted_group, view.other.probabilities[1].probability >= 0.015625F ? 1 : 0);
  EXPECT_EQ(view.other.evidence_group(), "malignant") << "it knows none of the seven";
}

}  // namespace
