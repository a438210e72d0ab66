// Calibration is judged by a fit on other lesions only where the answers and labels are those that it was fitted by.
#include "app/workspace/fit_at_hand.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/report/report_check.h"
#include "app/report/report_html.h"
#include "app/table/calibration.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/evaluation_detail.h"
#include "app/workspace/run_scores_reader.h"
#include "db/edits.h"
#include "db/labels.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using test_support::JudgedImage;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::HasSubstr;

// Too sure of itself, and one image in six is the second group.
std::vector<JudgedImage> too_sure(int images) {
  std::vector<std::pair<int, float>> all;
  for (int i = 0; i < images; ++i) {
    const int truth = i % 6 == 0 ? 1 : 0;
    const float wrong = 0.05F + 0.9F * static_cast<float>(i * 7 % 40) / 40;
    all.emplace_back(truth, truth == 1 ? 1 - wrong * wrong : wrong * wrong);
  }
  return test_support::of_two(all);
}

struct FitAtHand : ::testing::Test {
  FitAtHand() { fit_run_calibration(set.workspace, set.reader(), set.run); }
  EvaluateOutcome judged(int epoch = 0) { return evaluate_split(set.workspace, {.run = set.run, .epoch = epoch}, {}); }
  std::vector<db::ImageId> of_first_group(std::size_t most) {
    std::vector<db::ImageId> some;
    for (const db::Image& image : db::images(set.reader()))
      if (image.label == set.nv && some.size() < most) some.push_back(image.id);
    return some;
  }
  void label(const std::vector<db::ImageId>& images, db::ClassId as) {
    std::vector<db::LabelChange> changes;
    for (const db::ImageId image : images) changes.push_back({image, as, {}});
    set.write("Relabel", [&](db::Transaction& t) { db::set_labels(t, changes, {}); });
  }
  // As the figures of the shown probabilities are computed by hand.
  static std::optional<double> shown_ece(const EvaluateOutcome& done) {
    return calibration_of(done.scored.labels, done.scored.probabilities, 2, 1).ece;
  }
  test_support::JudgedWorkspace set{too_sure(150)};
};

TEST_F(FitAtHand, JudgesWhatIsShownAfterRelabellingAndSaysSoEverywhere) {
  ASSERT_FALSE(judged().scored.cross_fitted.empty());
  EXPECT_EQ(judged().scored.why_as_shown, "");
  const std::int64_t at_fit = db::label_revision(set.reader());
  label(of_first_group(25), set.mel);
  const EvaluateOutcome done = judged();
  const std::string why =
      "fitted by the labels of revision " + std::to_string(at_fit) + "; `nevus calibrate` fits again";
  EXPECT_TRUE(done.scored.cross_fitted.empty());
  EXPECT_EQ(done.scored.why_as_shown, why);
  EXPECT_NEAR(*figures_of(done.scored).ece_after, *shown_ece(done), 1e-9);
  EXPECT_THAT(figures_words(done.scored), HasSubstr(" before calibration), judged as shown: " + why));
  EXPECT_EQ(evaluation_detail(done.scored).at("judged_by"), Json("calibrated as shown: " + why));
  fit_run_calibration(set.workspace, set.reader(), set.run);
  EXPECT_FALSE(judged().scored.cross_fitted.empty()) << "fitted again";
}

TEST_F(FitAtHand, OtherLabelsThanThoseOfTheJudgedImagesChangeNothing) {
  db::Image image = set.row(900);
  image.split = db::Split::Train;
  label({set.add(image, set.nv)}, set.mel);
  EXPECT_FALSE(judged().scored.cross_fitted.empty());
  const std::vector<db::ImageId> one = of_first_group(1);
  label(one, set.mel);
  EXPECT_TRUE(judged().scored.cross_fitted.empty());
  label(one, set.nv);
  EXPECT_FALSE(judged().scored.cross_fitted.empty()) << "as it was";
}

TEST_F(FitAtHand, CountsImagesThatJoinedValidationSince) {
  const std::vector<db::ImageId> three = of_first_group(3);
  const auto move = [&](db::Split split) {
    set.write("Split", [&](db::Transaction& t) { db::move_to_split(t, three, split); });
  };
  move(db::Split::Train);
  fit_run_calibration(set.workspace, set.reader(), set.run);
  EXPECT_EQ(judged().scored.why_as_shown, "");
  move(db::Split::Val);
  const EvaluateOutcome done = judged();
  EXPECT_TRUE(done.scored.cross_fitted.empty());
  EXPECT_EQ(done.scored.why_as_shown, "fitted without 3 of these images; `nevus calibrate` fits again");
  std::vector<ImageId> ids;
  for (const db::Image& image : db::images(set.reader())) ids.push_back(image.id);
  const auto scores = read_run_scores(set.reader(), set.run, ids);
  EXPECT_EQ(std::ranges::count(*scores->groups_of_fit, kNotOfFit), 3) << "the window reads the same";
  fit_run_calibration(set.workspace, set.reader(), set.run);
  EXPECT_EQ(judged().scored.why_as_shown, "");
}

TEST_F(FitAtHand, JudgesWhatIsShownAtAnotherEpoch) {
  db::Prediction other = *db::prediction(set.reader(), set.run, 2, db::Split::Val);
  other.epoch = 1;
  set.write("Predictions", [&](db::Transaction& t) { db::save_prediction(t, other); });
  const EvaluateOutcome done = judged(1);
  EXPECT_EQ(done.scored.why_as_shown, "fitted on epoch 2");
  EXPECT_NEAR(*figures_of(done.scored).ece_after, *shown_ece(done), 1e-9);
}

TEST_F(FitAtHand, ReportsOfEarlierEditionsAreVerifiedAsTheyWere) {
  label(of_first_group(25), set.mel);
  for (const int edition : {4, kReportEdition}) {
    const Report made =
        make_report(set.workspace, {.figures = {.run = set.run, .split = "val"}, .edition = edition}, {});
    const std::string judged_by = find_fact(made.block, "results", "judged_by")->get<std::string>();
    EXPECT_THAT(judged_by, HasSubstr(edition < 5 ? "cross-fitting" : "as they are shown: fitted by the labels of"));
    const std::string page = report_html(made);
    EXPECT_EQ(page.find("Judged as shown: fitted by") != std::string::npos, edition >= 5);
    const ReportCheck found = check_report(page, &set.workspace, {});
    EXPECT_TRUE(found.sound()) << edition << describe(found);
  }
}

TEST_F(FitAtHand, TheWindowReadsWhatTheFitWasBy) {
  std::vector<ImageId> ids;
  for (const db::Image& image : db::images(set.reader())) ids.push_back(image.id);
  const auto first = read_run_scores(set.reader(), set.run, ids);
  ASSERT_TRUE(first->groups_of_fit);
  EXPECT_EQ(first->fitted_on.epoch, 2);
  EXPECT_EQ(first->fitted_on.label_revision, db::label_revision(set.reader()));
  EXPECT_EQ(std::vector<int>(first->groups_of_fit->begin(), first->groups_of_fit->end()), judged().scored.labels)
      << "images and rows are in one order here";
  label(of_first_group(25), set.mel);
  const auto later = read_run_scores(set.reader(), set.run, ids, first);
  EXPECT_EQ(*later->groups_of_fit, *first->groups_of_fit);
  EXPECT_NE(std::vector<int>(later->groups_of_fit->begin(), later->groups_of_fit->end()), judged().scored.labels);
}

TEST(FitAtHandOfAModel, OtherViewsOrDropoutAreJudgedAsShownAndAnotherEpochNeedsTheBest) {
  const TrainedWorkspace made(260);
  const auto judged = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"eval", made.place()};
    words.insert(words.end(), more.begin(), more.end());
    return typed(cli::add_eval, words).json;
  };
  const Json usual = judged({});
  ASSERT_TRUE(usual.at("calibration").at("cross_fitted").get<bool>());
  EXPECT_TRUE(usual.at("calibration").at("why_as_shown").is_null());
  const std::string others = usual.at("views").get<int>() == 2 ? "4" : "2";
  for (const std::vector<std::string>& asked : {std::vector<std::string>{"--views", others},
                                                {"--dropout-passes", "3"},
                                                {"--model", "run:1", "--views", others}}) {
    const Json calibration = judged(asked).at("calibration");
    EXPECT_FALSE(calibration.at("cross_fitted").get<bool>()) << asked[0];
    EXPECT_THAT(calibration.at("why_as_shown").get<std::string>(), HasSubstr("fitted ")) << asked[0];
  }
  EXPECT_TRUE(judged({"--model", "run:1"}).at("calibration").at("cross_fitted").get<bool>());
  {
    Workspace workspace = made.open();
    workspace.writer().transact_and_wait("Split", [](db::Transaction& t) {
      std::vector<db::ImageId> one;
      for (const db::Image& image : db::images(t))
        if (image.split == db::Split::Train && image.label && one.empty()) one.push_back(image.id);
      db::move_to_split(t, one, db::Split::Val);
    });
  }
  EXPECT_EQ(judged({"--model", "run:1"}).at("calibration").at("why_as_shown"), Json("fitted without 1 of these images"))
      << "nor has another fit an answer of it";
  const int best = usual.at("epoch").get<int>();
  const std::string said =
      test_support::refused(cli::add_eval, {"eval", made.place(), "--epoch", best == 1 ? "2" : "1", "--views", others});
  EXPECT_THAT(said,
              HasSubstr("as they were asked in training; other views, dropout or precision need its best epoch, " +
                        std::to_string(best)));
  EXPECT_THAT(typed(cli::add_runs, {"runs", made.place()}).text, HasSubstr(", by the labels of training)"));
}

}  // namespace
}  // namespace app
