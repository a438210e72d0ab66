// A run asked about worse pictures: what is measured, kept, drawn, and said where it cannot be.
#include <chrono>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "app/cli/cli.h"
#include "app/demo/demo_writer.h"
#include "app/report/figures.h"
#include "app/report/model_card.h"
#include "app/stress/corruption.h"
#include "app/stress/stress_run.h"
#include "app/stress/stress_text.h"
#include "app/workspace/import.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "tests/app/typed.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
using test_support::refused;
using test_support::typed;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class StressRun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test_support::TempFolder>();
    const auto index = demo::write_demo(*made_ / "images", demo::for_images({}, 60)).index_file;
    Workspace workspace(*made_ / "ws", Workspace::Open::OrCreate);
    import_images(workspace, read_index_table(index), {}, {});
    TrainRequest request;
    request.model = "starter";
    request.epochs = 2;
    ml::TrainControl control;
    run_ = run_training(workspace, request, control, {}, 1).run;
  }
  static void TearDownTestSuite() { made_.reset(); }
  StressRun() : workspace_(*made_ / "ws", Workspace::Open::MustExist) {
    std::filesystem::remove(workspace_.run_folder(run_) / "robustness-val.json");
  }

  static StressRequest some(std::vector<std::string> names) {
    return {.run = run_, .limit = 8, .views = 1, .names = std::move(names)};
  }

  static inline std::unique_ptr<test_support::TempFolder> made_;
  static inline RunId run_ = 0;
  Workspace workspace_;
};

TEST_F(StressRun, MeasuresEveryStrengthOnWholeLesionsAndTheSameAgain) {
  const StressResult first = run_stress(workspace_, some({"blur", "hair"}), {});
  ASSERT_EQ(first.cells.size(), 1U + 2 * kStrengths);
  EXPECT_TRUE(first.complete);
  EXPECT_EQ(first.cells[0].name, "clean");
  EXPECT_LE(first.cells[0].n, 8);
  EXPECT_THAT(first.drawn, HasSubstr("whole patients and lesions drawn with seed 1"));
  for (const StressCell& cell : first.cells) EXPECT_EQ(cell.n, first.cells[0].n);
  const StressResult again = run_stress(workspace_, some({"blur", "hair"}), {});
  for (std::size_t i = 0; i < first.cells.size(); ++i) EXPECT_EQ(first.cells[i].metrics, again.cells[i].metrics) << i;
}

TEST_F(StressRun, TheCleanCellOfTheWholeSplitIsWhatEvalSays) {
  StressRequest request = some({"jpeg"});
  request.limit = request.views = 0;
  const StressResult result = run_stress(workspace_, request, {});
  const EvaluateOutcome judged = evaluate_split(workspace_, {.run = run_}, {});
  EXPECT_EQ(result.cells[0].n, judged.evaluation.n);
  EXPECT_NEAR(*result.cells[0].metrics[Metric::Auc], *judged.evaluation.metrics[Metric::Auc], 1e-9);
  EXPECT_EQ(result.cells[0].metrics[Metric::Accuracy], judged.evaluation.metrics[Metric::Accuracy]);
  const std::size_t groups = result.groups.size();
  for (std::size_t group = 0; group < groups; ++group)
    EXPECT_TRUE(result.cells[0].sensitivity[group]) << "of each group";
}

TEST_F(StressRun, AttacksAreComparedWithThePlainView) {
  StressRequest request = some({"jpeg"});
  request.views = 2;
  request.limit = 4;
  request.attack = true;
  const StressResult result = run_stress(workspace_, request, {});
  EXPECT_EQ(result.cells.size(), 2U + 3 * kStrengths);
  const StressCell& attacked = result.cells.back();
  EXPECT_EQ(attacked.name, "pgd");
  EXPECT_EQ(attacked.amount, 16);
  EXPECT_EQ(clean_of(result, attacked)->name, "clean, plain view");
  EXPECT_EQ(clean_of(result, result.cells[1])->name, "clean");
  EXPECT_EQ(mean_corruption_drop(result)->corruptions, 1) << "attacks are no part of the mean";
}

TEST_F(StressRun, IsKeptBesideTheRunDrawnAndToldInTheCard) {
  const FigureRequest asked{.run = run_, .split = "val"};
  EXPECT_THAT(make_figure("robustness", read_figure_source(workspace_, asked, {})).panels[0].missing,
              HasSubstr("nevus stress"));
  EXPECT_THAT(card_markdown(make_card(workspace_, {.figures = asked}, {})), HasSubstr("Robustness: not measured"));
  const StressResult result = run_stress(workspace_, some({"noise"}), {});
  ASSERT_TRUE(keep_stress(workspace_, result));
  const auto kept = kept_stress(workspace_.run_folder(run_), "val");
  EXPECT_EQ(stress_json(*kept), stress_json(result));
  const Figure figure = make_figure("robustness", read_figure_source(workspace_, asked, {}));
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_THAT(figure.panels[0].series[0].x, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(figure.panels[1].missing, HasSubstr("--attack"));
  EXPECT_THAT(card_markdown(make_card(workspace_, {.figures = asked}, {})), HasSubstr("| noise |"));
}

TEST_F(StressRun, WhatWasStoppedKeepsWhatIsDoneAndReplacesNothingWhole) {
  ASSERT_TRUE(keep_stress(workspace_, run_stress(workspace_, some({"noise"}), {})));
  std::stop_source stop;
  const StressResult cut = run_stress(
      workspace_, some({"noise", "jpeg"}),
      [&](const ProgressReport& report) {
        if (report.what != "Asking about worse pictures") return;
        std::this_thread::sleep_for(std::chrono::milliseconds(110));  // what comes sooner is not told
        if (report.done > 8) stop.request_stop();
      },
      stop.get_token());
  EXPECT_FALSE(cut.complete);
  EXPECT_GE(cut.cells.size(), 1U);
  EXPECT_LT(cut.cells.size(), 11U);
  EXPECT_THAT(stress_text(cut), HasSubstr("Stopped or cut short"));
  EXPECT_FALSE(keep_stress(workspace_, cut));
  EXPECT_TRUE(kept_stress(workspace_.run_folder(run_), "val")->complete);
}

TEST_F(StressRun, ADamagedKeptFileIsNamedAndCostsNothingElse) {
  std::ofstream(workspace_.run_folder(run_) / "robustness-val.json") << "{\"format\":\"nevus-stress-1\"";
  const FigureSource source = read_figure_source(workspace_, {.run = run_, .split = "val"}, {});
  EXPECT_THAT(source.stress_problem, HasSubstr("robustness-val.json"));
  EXPECT_TRUE(source.problem.empty());
  EXPECT_THAT(card_markdown(make_card(workspace_, {.figures = {.run = run_}}, {})), HasSubstr("robustness-val.json"));
}

TEST_F(StressRun, ATableANumberAndARowForEachCell) {
  const StressResult result = run_stress(workspace_, some({"rotation"}), {});
  const std::string text = stress_text(result);
  EXPECT_THAT(text, HasSubstr("AUC                    clean       1       2"));
  EXPECT_THAT(text,
              HasSubstr("rotation: turned one way or the other, the border mirrored; degrees 10, 20, 30, 40, 45"));
  EXPECT_THAT(text, AllOf(HasSubstr("\n\nsensitivity "), Not(HasSubstr("recall of"))));
  EXPECT_THAT(text, HasSubstr("Not a medical device"));
  const std::string csv = stress_csv(result);
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 1 + kStrengths);
}

TEST_F(StressRun, OneClassAmongTheDrawnHasNoAucAndIsStillMeasured) {
  StressRequest request = some({"blur"});
  request.limit = 1;
  const StressResult result = run_stress(workspace_, request, {});
  ASSERT_EQ(result.cells[0].n, 1);
  EXPECT_FALSE(result.cells[0].metrics[Metric::Auc]);
  EXPECT_FALSE(mean_corruption_drop(result));
  EXPECT_THAT(stress_text(result), HasSubstr("As they are: AUC –"));
  EXPECT_THAT(result.notes, ::testing::Contains(HasSubstr("every image that was drawn is")));
  EXPECT_THAT(robustness_of(result, {}).panels[0].missing, HasSubstr("of one class"));
}

TEST_F(StressRun, SaysWhatIsWrongBeforeAnythingIsRead) {
  EXPECT_THAT([&] { run_stress(workspace_, some({"fog"}), {}); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("no corruption \"fog\"; there are brightness")));
  StressRequest request = some({});
  request.run = 99;
  EXPECT_THROW(run_stress(workspace_, request, {}), std::runtime_error);
}

int nevus(std::vector<std::string> words) {
  words.insert(words.begin(), "nevus");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return cli::run(static_cast<int>(arguments.size()), arguments.data());
}

TEST_F(StressRun, TheVerbWritesTheFilesItIsAskedForAndRefusesOtherEndings) {
  const std::string folder = (*made_ / "ws").string(), out = (*made_ / "out").string();
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(nevus({"stress", folder, "--only", "jpeg", "--limit", "6", "--views", "1", "-o", out + ".csv", "-o",
                   out + ".json", "-o", out + ".svg"}),
            0);
  EXPECT_THAT(::testing::internal::GetCapturedStdout(), HasSubstr("Kept beside the run"));
  for (const char* ending : {".csv", ".json", ".svg"})
    EXPECT_GT(std::filesystem::file_size(out + ending), 300U) << ending;
  EXPECT_EQ(nevus({"stress", folder, "-o", out + ".txt"}), 1);
  EXPECT_FALSE(std::filesystem::exists(out + ".txt"));
}

TEST_F(StressRun, WhatWasMeasuredIsKeptAlsoWhereItsFileCannotBeWritten) {
  const std::string folder = (*made_ / "ws").string();
  const std::filesystem::path out = *made_ / "full.csv";
  std::filesystem::create_directory(out.string() + ".tmp" + std::to_string(::getpid()));  // in the way of the new file
  EXPECT_EQ(nevus({"stress", folder, "--only", "jpeg", "--limit", "4", "--views", "1", "-o", out}), 1);
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_TRUE(kept_stress(workspace_.run_folder(run_), "val"));
}

TEST_F(StressRun, SomeOfTheCorruptionsAreSaidToBeSomeInTextCardAndFigure) {
  const StressResult some_of = run_stress(workspace_, some({"blur", "hair"}), {});
  EXPECT_EQ(measured_text(some_of), "blur, hair: 2 of 7 corruptions; no attacks");
  EXPECT_THAT(stress_text(some_of), HasSubstr("Measured: blur, hair: 2 of 7 corruptions; no attacks"));
  EXPECT_THAT(stress_text(some_of), HasSubstr("images, whole patients and lesions drawn with seed 1"));
  ASSERT_TRUE(keep_stress(workspace_, some_of));
  EXPECT_THAT(card_markdown(make_card(workspace_, {.figures = {.run = run_, .split = "val"}}, {})),
              HasSubstr("Measured: blur, hair: 2 of 7 corruptions"));
}

TEST_F(StressRun, WhatIsKeptIsNotReplacedByLessOfItAndWhyIsSaid) {
  ASSERT_TRUE(keep_stress(workspace_, run_stress(workspace_, some({"noise", "jpeg"}), {})));
  const StressResult one = run_stress(workspace_, some({"noise"}), {});
  EXPECT_FALSE(keep_stress(workspace_, one));
  EXPECT_EQ(why_not_kept(workspace_, one), "what is kept there also has jpeg");
  StressRequest fewer = some({"noise", "jpeg"});
  fewer.limit = 3;
  EXPECT_THAT(why_not_kept(workspace_, run_stress(workspace_, fewer, {})), HasSubstr("this of 3"));
  EXPECT_TRUE(keep_stress(workspace_, run_stress(workspace_, some({"noise", "jpeg", "blur"}), {})));
  EXPECT_EQ(kept_stress(workspace_.run_folder(run_), "val")->cells.size(), 1U + 3 * kStrengths);
}

TEST_F(StressRun, TheVerbDrawsFourHundredImagesWhereNoLimitIsGivenAndHasATableOfAttacks) {
  const std::string folder = (*made_ / "ws").string();
  EXPECT_EQ(StressRequest().limit, 400);
  const Json small = typed(cli::add_stress, {"stress", folder, "--only", "jpeg", "--views", "1"}).json;
  EXPECT_EQ(small.at("drawn").get<std::string>(), "all " + std::to_string(small.at("of").get<int>()) + " images");
  const cli::Outcome attacked =
      typed(cli::add_stress, {"stress", folder, "--only", "jpeg", "--limit", "4", "--views", "2", "--attack"});
  EXPECT_THAT(attacked.text, HasSubstr("Measured: jpeg: 1 of 7 corruptions; fgsm, pgd"));
  for (const char* row : {"\n  fgsm ", "\n  pgd ", "in 255ths, 1, 2, 4, 8, 16"})
    EXPECT_THAT(attacked.text, HasSubstr(row));
  EXPECT_THAT(attacked.text, HasSubstr("4 of "));
  EXPECT_EQ(attacked.json.at("cells").size(), 2U + 3 * kStrengths);
}

TEST_F(StressRun, TheVerbRefusesEveryBadValueByName) {
  const std::string folder = (*made_ / "ws").string();
  const auto said = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"stress", folder};
    words.insert(words.end(), more.begin(), more.end());
    return refused(cli::add_stress, words);
  };
  for (const auto& [option, value] : {std::pair{"--limit", "-1"},
                                      {"--limit", "few"},
                                      {"--seed", "x"},
                                      {"--views", "9"},
                                      {"--views", "0"},
                                      {"--threshold", "2"},
                                      {"--split", "none"}}) {
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(said({option, value}), "not understood") << option;
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr(option));
  }
  EXPECT_THAT(said({"--only", "jpeg,fog"}), HasSubstr("no corruption \"fog\"; there are brightness"));
  EXPECT_THAT(said({"--only", ","}), HasSubstr("--only names no corruption"));
  EXPECT_THAT(said({"--run", "9"}), HasSubstr("9"));
  EXPECT_THAT(said({"--model", "nowhere"}), HasSubstr("nowhere"));
  EXPECT_THAT(said({"-o", "x.txt"}), HasSubstr("x.txt"));
  EXPECT_FALSE(std::filesystem::exists(workspace_.run_folder(run_) / "robustness-val.json")) << "nothing was kept";
}

// Calibration moves the most probable group, and no decision.
TEST(StressOfManyGroups, DecidesAsEvalDoesWhereItIsCalibrated) {
  test_support::TempFolder made;
  const auto index = demo::write_demo(made / "images", demo::for_images({}, 80)).index_file;
  Workspace workspace(made / "ws", Workspace::Open::OrCreate);
  import_images(workspace, read_index_table(index), {}, {});
  workspace.writer().transact_and_wait("A target", [](db::Transaction& t) {
    std::vector<db::TargetGroup> groups{{"nevus", {}}, {"melanoma", {}}, {"other", {}}};
    for (const db::Class& one : db::classes(t))
      groups[one.name == "nv" ? 0U : one.name == "mel" ? 1U : 2U].classes.push_back(one.id);
    db::save_target(t, {0, "three", "", groups});
  });
  TrainRequest request;
  request.model = "starter";
  request.target = "three";
  request.epochs = 2;
  ml::TrainControl control;
  const TrainOutcome trained = run_training(workspace, request, control, {}, 1);
  std::vector<double> bias(groups_of_run(*db::run(workspace.reader(), trained.run)).names.size(), -0.5);
  bias.front() = 0.5 * static_cast<double>(bias.size() - 1);
  const ml::FittedCalibration fitted{.temperature = 1.2, .bias = bias, .images = 40, .fitted_on = "val"};
  workspace.writer().transact_and_wait(
      "Calibrate", [&](db::Transaction& t) { keep_calibration(t, trained.run, {.fitted = fitted}); });
  const StressResult result = run_stress(workspace, {.run = trained.run, .threshold = 0.3, .names = {"jpeg"}}, {});
  const Evaluation judged = evaluate_split(workspace, {.run = trained.run}, {}).evaluation;
  EXPECT_EQ(result.cells[0].metrics[Metric::Accuracy], judged.metrics[Metric::Accuracy]);
  EXPECT_EQ(result.cells[0].metrics[Metric::BalancedAccuracy], judged.metrics[Metric::BalancedAccuracy]);
  EXPECT_THAT(result.notes, ::testing::Contains(HasSubstr("the threshold is not used")));
}

TEST_F(StressRun, ASplitWithoutImagesIsSaid) {
  StressRequest request = some({"blur"});
  Workspace empty(*made_ / "empty", Workspace::Open::OrCreate);
  request.run.reset();
  EXPECT_THAT([&] { run_stress(empty, request, {}); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("no run of this workspace")));
}

}  // namespace
}  // namespace app
