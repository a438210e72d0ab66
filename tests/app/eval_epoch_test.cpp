// What `nevus eval` and `nevus predict` do with another epoch, and with several answers to an image.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "app/workspace/kept_models.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
namespace fs = std::filesystem;
using test_support::refused;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::HasSubstr;

TEST(EvalOfAnEpoch, measures_doubt_with_the_weights_of_that_epoch_or_says_that_none_were_kept) {
  const TrainedWorkspace made;
  int other = 0;
  fs::path kept;
  {
    const Workspace workspace = made.open();
    other = db::best_checkpoint(workspace.reader(), made.run)->epoch == 1 ? 2 : 1;
    kept = kept_model_file(workspace, made.run, other);
  }
  fs::remove(kept);
  const std::vector<std::string> words = {"eval", made.place(), "--epoch", std::to_string(other), "--risk-coverage"};
  EXPECT_THAT(refused(cli::add_eval, words), HasSubstr("kept no weights of epoch " + std::to_string(other)));
  fs::copy_file(made.model_file, kept);
  EXPECT_EQ(refused(cli::add_eval, words), "");
  EXPECT_NE(refused(cli::add_eval, {"eval", made.place(), "--model", "starter", "--epoch", "1"}), "");
}

TEST(PredictOfViews, tells_the_spread_of_the_group_it_names_before_calibration) {
  TrainedWorkspace made;
  const std::vector<std::string> words = {"predict", made.place(), made.pictures(1).front(), "--views", "4"};
  EXPECT_THAT(typed(cli::add_predict, words).text, HasSubstr("over the answers, mutual"));
  made.calibrate(1.5, 0.5);
  const cli::Outcome outcome = typed(cli::add_predict, words);
  EXPECT_THAT(outcome.text, HasSubstr("over the answers before calibration, mutual"));
  const Json row = outcome.json.at("predictions").elements()[0];
  EXPECT_THAT(outcome.text, HasSubstr("(" + row.at("predicted").get<std::string>() + " ±"));
  EXPECT_NEAR(row.at("doubt").at("deviation").get<double>(), row.at("doubt").at("positive_deviation").get<double>(),
              1e-6);
}

TEST(OpenRecording, finds_out_before_the_window_opens_that_nothing_can_be_written) {
  const test_support::TempFolder folder;
  const std::string place = (folder / "none").string();
  EXPECT_THAT(refused(cli::add_open, {"open", place, "--record", (folder / "no" / "r.txt").string()}),
              HasSubstr("its folder is not there"));
  std::ofstream(folder / "s.txt") << "wait 1\n";
  EXPECT_EQ(refused(cli::add_open, {"open", place, "--headless", "--script", (folder / "s.txt").string(), "--record",
                                    (folder / "r.txt").string()}),
            "not understood");
}

}  // namespace
}  // namespace app
