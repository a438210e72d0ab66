// What eval says of a run's calibration and threshold is what the run's other verbs say, on the scale of its numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/run_threshold.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using cli::Outcome;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Json words_of_calibration(const Outcome& outcome) { return outcome.json.at("calibration").at("words"); }

TEST(EvalWords, predict_says_as_eval_why_nothing_was_calibrated) {
  const TrainedWorkspace made(40);
  const Json words = words_of_calibration(typed(cli::add_eval, {"eval", made.place()}));
  EXPECT_THAT(words.get<std::string>(), AllOf(StartsWith("not calibrated: "), Not(HasSubstr("has no calibration"))));
  EXPECT_EQ(words_of_calibration(typed(cli::add_predict, {"predict", made.place(), made.pictures(1)[0]})), words);
  EXPECT_EQ(words_of_calibration(typed(cli::add_eval, {"eval", made.place(), "--model", "run:1"})), words);
}

TEST(EvalWords, the_recall_of_two_groups_has_the_name_of_the_window) {
  const TrainedWorkspace made(40);
  const Outcome eval = typed(cli::add_eval, {"eval", made.place()});
  EXPECT_THAT(eval.text, AllOf(HasSubstr("\n  sensitivity        "), Not(HasSubstr("recall"))));
  EXPECT_TRUE(eval.json.at("recall").is_number()) << "the key stays";
}

TEST(EvalWords, a_threshold_asked_for_is_named_beside_the_one_that_is_kept) {
  TrainedWorkspace made(40);
  {
    Workspace workspace = made.open();
    keep_threshold(workspace, made.run, 0.4);
  }
  made.calibrate(1.5, -0.8);
  const auto asked = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"eval", made.place()});
    return typed(cli::add_eval, more);
  };
  const Outcome shown = asked({"--threshold", "0.7"}), plain = asked({"--threshold", "0.7", "--uncalibrated"});
  EXPECT_THAT(shown.text, HasSubstr("at 0.7 as asked for, in place of 0."));
  EXPECT_LT(shown.json.at("kept_threshold").at("value").get<double>(), 0.4);
  EXPECT_THAT(plain.text, HasSubstr("at 0.7 as asked for, in place of 0.4, which is kept with the run: set by hand"));
  EXPECT_THAT(asked({"--uncalibrated"}).text,
              HasSubstr("at the threshold that is kept with the run: 0.4, set by hand"));
  EXPECT_THAT(asked({"--model", made.model_file.string(), "--threshold", "0.7"}).text,
              HasSubstr("as asked for, in place of"));
}

TEST(EvalWords, a_file_of_a_run_of_the_workspace_is_judged_as_the_run_is) {
  TrainedWorkspace made(260);
  made.calibrate(1.5, -0.8);
  const auto judged = [&](const std::string& model) {
    return typed(cli::add_eval, {"eval", made.place(), "--model", model}).json.at("calibration");
  };
  const Json of_run = judged("run:1");
  ASSERT_TRUE(of_run.at("cross_fitted").get<bool>());
  EXPECT_EQ(judged(made.model_file.string()), of_run);
  const auto copy = made.folder / "copy.safetensors";
  std::filesystem::copy_file(made.model_file, copy);
  EXPECT_EQ(judged(copy.string()), of_run);
}

// Number, settings and label revision are those of the run here.
TEST(EvalWords, a_file_of_another_workspace_is_not_taken_for_the_run_that_it_names) {
  const TrainedWorkspace made(40);
  const auto judged = [&](const std::filesystem::path& model) {
    return words_of_calibration(typed(cli::add_eval, {"eval", made.place(), "--model", model.string()}));
  };
  constexpr const char* kOfNoRun = "not calibrated: the model has no calibration";
  ml::Model model = ml::load_model(made.model_file);
  const auto copy = made.folder / "copy.safetensors", other = made.folder / "other.safetensors";
  ml::save_model(copy, model);
  model.weights.at(model.weights.tensors().begin()->first).values.front() += 0.5F;
  ml::save_model(other, model);
  EXPECT_EQ(judged(other), kOfNoRun);
  EXPECT_NE(judged(copy), kOfNoRun);
  std::filesystem::rename(made.model_file, made.folder / "moved.safetensors");
  EXPECT_EQ(judged(copy), kOfNoRun) << "the run's weights are gone";
}

}  // namespace
}  // namespace app
