// `nevus predict` as typed: files, folders and images of the workspace, what of them cannot be read, and the table.
#include <filesystem>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/predict_table.h"
#include "app/core/disclaimer.h"
#include "app/export/sealed_set.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
namespace fs = std::filesystem;
using cli::Outcome;
using test_support::refused;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PredictInputsOfARun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = std::make_unique<TrainedWorkspace>(); }
  static void TearDownTestSuite() { made_.reset(); }

  // A folder with two pictures, and what is none beside them.
  fs::path folder_of_two() const {
    const fs::path folder = here_ / "new";
    fs::create_directories(folder / "deeper");
    const std::vector<std::string> pictures = made_->pictures(2);
    fs::copy_file(pictures[0], folder / fs::path("a").replace_extension(fs::path(pictures[0]).extension()));
    fs::copy_file(pictures[1], folder / "deeper" / fs::path("b").replace_extension(fs::path(pictures[1]).extension()));
    std::ofstream(folder / "notes.csv") << "a,b\n";
    return folder;
  }
  static std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::vector<std::string> sources() { return {made_->place(), made_->model_file.string()}; }

  static inline std::unique_ptr<TrainedWorkspace> made_;
  test_support::TempFolder here_;
};

TEST_F(PredictInputsOfARun, that_are_not_there_are_failures_and_the_others_are_predicted) {
  const std::string picture = made_->pictures(1)[0];
  for (const std::string& source : sources()) {
    const Outcome outcome = typed(cli::add_predict, {"predict", source, picture, "nothere.jpg"});
    EXPECT_EQ(outcome.exit_code, 1) << source;
    ASSERT_EQ(outcome.json.at("predictions").size(), 1U) << source;
    ASSERT_EQ(outcome.json.at("failures").size(), 1U) << source;
    EXPECT_EQ(outcome.json.at("failures").at(std::size_t{0}).at("image"), "nothere.jpg");
    EXPECT_THAT(outcome.text, AllOf(HasSubstr(picture + "  "), HasSubstr("failed: "), HasSubstr("nothere.jpg")));
    EXPECT_EQ(typed(cli::add_predict, {"predict", source, picture}).exit_code, 0);
    const Outcome none = typed(cli::add_predict, {"predict", source, "nothere.jpg"});
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_EQ(none.json.at("predictions").size(), 0U);
  }
}

TEST_F(PredictInputsOfARun, may_be_a_folder_whose_damaged_pictures_are_named) {
  const fs::path folder = folder_of_two();
  for (const std::string& source : sources()) {
    const Outcome outcome = typed(cli::add_predict, {"predict", source, folder.string()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.text;
    ASSERT_EQ(outcome.json.at("predictions").size(), 2U);
    EXPECT_THAT(outcome.json.at("predictions").at(std::size_t{1}).at("image").get<std::string>(),
                StartsWith((folder / "deeper" / "b").string()));
    EXPECT_THAT(outcome.text, HasSubstr("note: left out of " + folder.string() + ": 1 table"));
  }
  std::ofstream(folder / "broken.jpg") << "no picture";
  const Outcome broken = typed(cli::add_predict, {"predict", made_->place(), folder.string()});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_EQ(broken.json.at("predictions").size(), 2U);
  EXPECT_THAT(broken.text, AllOf(HasSubstr("failed: "), HasSubstr("broken.jpg")));
}

TEST_F(PredictInputsOfARun, that_hold_no_picture_say_what_to_do) {
  const fs::path empty = here_ / "empty";
  fs::create_directories(empty);
  EXPECT_THAT(typed(cli::add_predict, {"predict", made_->place(), empty.string()}).text,
              HasSubstr("failed: reading a folder: it holds no JPEG or PNG picture: " + empty.string()));
  EXPECT_THAT(typed(cli::add_predict, {"predict", made_->place(), "/dev/null"}).text,
              HasSubstr("a pipe or a device; save the picture as a file and name that: /dev/null"));
  EXPECT_THAT(refused(cli::add_explain, {"explain", made_->place(), empty.string(), "--json"}),
              HasSubstr("this is a folder; name a picture in it"));
}

TEST_F(PredictInputsOfARun, become_a_table_with_a_line_an_image) {
  const fs::path folder = folder_of_two(), file = here_ / "said.csv";
  const Outcome outcome = typed(cli::add_predict, {"predict", made_->place(), folder.string(), "-o", file.string()});
  EXPECT_EQ(outcome.json.at("file"), file.string());
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("Predictions of 2 images in " + file.string()), Not(HasSubstr("a.jpg  "))));
  const std::string text = text_of(file);
  EXPECT_THAT(text, StartsWith("image,answer,threshold,most_probable,refer,unlike,views,calibrated,model,p_benign,"
                               "p_malignant\r\n" +
                               (folder / "a").string()));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_THAT(text_of(file.string() + ".NOTICE.txt"),
              AllOf(StartsWith(kDisclaimer), HasSubstr("Predictions of 2 images by run:1: "),
                    HasSubstr("positive at or above")));
  EXPECT_THAT(refused(cli::add_predict, {"predict", made_->place(), folder.string(), "-o", (here_ / "x.txt").string()}),
              HasSubstr("its file ends in .csv"));
  const Outcome none = typed(cli::add_predict, {"predict", made_->place(), "no", "-o", (here_ / "none.csv").string()});
  EXPECT_TRUE(none.json.at("file").is_null());
  EXPECT_FALSE(fs::exists(here_ / "none.csv"));
}

TEST_F(PredictInputsOfARun, of_a_sealed_set_become_answers_that_it_takes) {
  Workspace workspace = made_->open();
  const fs::path set = here_ / "set", key = here_ / "class.key", answers = here_ / "answers.csv";
  const SealedSet made = seal_split(workspace, {.split = "val", .target = "malignant", .folder = set, .key_file = key});
  const Outcome said = typed(
      cli::add_predict, {"predict", made_->model_file.string(), (set / "images").string(), "-o", answers.string()});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const Revealed revealed = reveal(set, key, answers, "the model");
  EXPECT_EQ(revealed.missing, 0);
  EXPECT_EQ(revealed.score.accuracy->of, made.images);
}

TEST(PredictionsTable, is_safe_in_a_spreadsheet_and_leaves_empty_what_is_not_known) {
  const Json image{{"image", "=1+1.jpg"},
                   {"predicted", "b"},
                   {"probabilities", Json{{"a", 0.25}, {"b", 0.75}}},
                   {"refer", true},
                   {"familiarity", Json{{"unlike", Json()}, {"score", 1}}}};
  Json said{
      {"model", "run:1"}, {"threshold", 0.5}, {"views", 8}, {"calibration", Json{{"applied", true}, {"words", ""}}}};
  said["predictions"] = Json::array();
  said["predictions"].push_back(image);
  EXPECT_EQ(cli::predictions_table(said, {"a", "b"}),
            "image,answer,threshold,most_probable,refer,unlike,views,calibrated,model,p_a,p_b\r\n"
            "\t=1+1.jpg,b,0.5,b,1,,8,1,run:1,0.25,0.75\r\n");
}

}  // namespace
}  // namespace app
