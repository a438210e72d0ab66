// A run asked about another workspace: what it was trained on is found there by content, and marked.
#include "app/workspace/evaluate_elsewhere.h"

#include <gmock/gmock.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "tests/failure_of.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
using ::testing::HasSubstr;

struct EvaluateElsewhere : ::testing::Test {
  EvaluateElsewhere() {
    const auto report = demo::write_demo(folder / "images", demo::for_images({}, 60));
    for (const char* name : {"home", "other"}) {
      Workspace workspace(folder / name, Workspace::Open::OrCreate);
      import_images(workspace, read_index_table(report.index_file), {}, {});
    }
  }
  RunId train(Workspace& home) {
    TrainRequest request;
    request.model = "starter";
    request.epochs = 1;
    ml::TrainControl control;
    return run_training(home, request, control, {}, 1).run;
  }
  test_support::TempFolder folder;
};

TEST_F(EvaluateElsewhere, GivesTheNumbersOfHomeOnTheSameImagesAndMarksWhatItWasTrainedOn) {
  Workspace home(folder / "home", Workspace::Open::MustExist);
  const RunId run = train(home);
  const EvaluateOutcome here = evaluate_split(home, {.run = run}, {});
  const EvaluateOutcome there =
      evaluate_elsewhere(home, home.reader(), {.run = run, .workspace = folder / "other"}, {});
  EXPECT_EQ(there.evaluation.n, here.evaluation.n);
  EXPECT_EQ(there.evaluation.confusion, here.evaluation.confusion);
  const EvaluateOutcome trained =
      evaluate_elsewhere(home, home.reader(), {.run = run, .workspace = folder / "other", .split = "train"}, {});
  EXPECT_EQ(trained.leak.images.size(), trained.images.size());
  EXPECT_THAT(trained.leak.text, HasSubstr("it was trained on themselves"));
  EXPECT_FALSE(trained.without_leak) << "no other image is left";
}

TEST_F(EvaluateElsewhere, RefusesItsOwnWorkspaceAndARunWithoutAModel) {
  Workspace home(folder / "home", Workspace::Open::MustExist);
  const RunId run = train(home);
  const auto refused = [&](const ElsewhereRequest& request) -> std::string {
    try {
      evaluate_elsewhere(home, home.reader(), request, {});
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refused({.run = run, .workspace = folder / "home"}), HasSubstr("own workspace"));
  std::filesystem::remove_all(home.run_folder(run));
  EXPECT_THAT(refused({.run = run, .workspace = folder / "other"}), HasSubstr("no model file"));
  EXPECT_THAT(refused({.run = 99, .workspace = folder / "other"}), HasSubstr("no run 99"));
}

TEST_F(EvaluateElsewhere, AsksAsItIsAskedToAndWithTheBestEpochOnly) {
  Workspace home(folder / "home", Workspace::Open::MustExist);
  const RunId run = train(home);
  ElsewhereRequest request{.run = run, .workspace = folder / "other"};
  request.questions.views = 2;
  EXPECT_EQ(evaluate_elsewhere(home, home.reader(), request, {}).views, 2);
  request.epoch = 1;
  EXPECT_EQ(evaluate_elsewhere(home, home.reader(), request, {}).views, 2);
  const auto refused = [&] {
    return test_support::failure_of([&] { evaluate_elsewhere(home, home.reader(), request, {}); });
  };
  request.epoch = 7;
  EXPECT_THAT(refused(), HasSubstr("with the best epoch of"));
  request.epoch = 0;
  request.target = "diagnosis";
  EXPECT_THAT(refused(), HasSubstr("choose the target it was trained for"));
}

TEST_F(EvaluateElsewhere, WritesALookAtTheOtherTestSplitDownThere) {
  Workspace home(folder / "home", Workspace::Open::MustExist);
  const RunId run = train(home);
  const EvaluateOutcome outcome =
      evaluate_elsewhere(home, home.reader(), {.run = run, .workspace = folder / "other", .split = "test"}, {});
  EXPECT_EQ(outcome.looks->in_all, 1);
  EXPECT_EQ(db::test_looks(Workspace(folder / "other", Workspace::Open::MustExist).reader()).size(), 1U);
  EXPECT_TRUE(db::test_looks(home.reader()).empty());
}

}  // namespace
}  // namespace app
