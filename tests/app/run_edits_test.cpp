// Runs as things: names, notes, putting away, files; settings as people read them.
#include "app/workspace/run_edits.h"

#include <fstream>

#include <gmock/gmock.h>

#include "app/cli/find_run.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_settings.h"
#include "tests/app/two_runs.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::failure_of;
using test_support::mostly_right;
using test_support::TwoRuns;
using ::testing::HasSubstr;

struct RunEdits : ::testing::Test {
  db::Run row(RunId id) { return *db::run(set.reader(), id); }
  TwoRuns set;
  RunId first = set.add_run("first", mostly_right(5)), second = set.add_run("second", mostly_right(4));
};

TEST_F(RunEdits, rename_but_never_to_the_name_of_another) {
  rename_run(set.workspace, first, "  starter, head ");
  EXPECT_EQ(row(first).name, "starter, head");
  EXPECT_THAT(failure_of([&] { rename_run(set.workspace, first, "second"); }), HasSubstr("has this name"));
  EXPECT_THAT(failure_of([&] { rename_run(set.workspace, first, "  "); }), HasSubstr("empty"));
  note_run(set.workspace, first, "rate too high\n");
  EXPECT_EQ(row(first).note, "rate too high");
}

TEST_F(RunEdits, put_away_a_run_which_nothing_chooses_by_itself_until_it_is_back) {
  put_run_away(set.workspace, second);
  EXPECT_EQ(evaluate_split(set.workspace, {}, {}).evaluation.from.run, "run:" + std::to_string(first));
  EXPECT_EQ(cli::find_run(set.reader(), "second").id, second) << "by its name it is still found";
  bring_run_back(set.workspace, second);
  EXPECT_EQ(evaluate_split(set.workspace, {}, {}).evaluation.from.run, "run:" + std::to_string(second));
}

TEST_F(RunEdits, refuse_a_run_that_is_being_trained) {
  const RunLock lock(set.workspace.run_folder(first));
  EXPECT_THAT(failure_of([&] { put_run_away(set.workspace, first); }), HasSubstr("being trained"));
  EXPECT_FALSE(row(first).deleted);
}

TEST_F(RunEdits, remove_files_of_a_deleted_run_only_and_say_how_much) {
  std::filesystem::create_directories(set.workspace.run_folder(first));
  std::ofstream(set.workspace.run_folder(first) / "best.safetensors") << std::string(1000, 'x');
  EXPECT_THAT(failure_of([&] { remove_run_files(set.workspace, first); }), HasSubstr("delete it first"));
  put_run_away(set.workspace, first);
  EXPECT_EQ(run_files(set.workspace, first).bytes, 1000) << "putting away takes nothing";
  const RunFiles gone = remove_run_files(set.workspace, first);
  EXPECT_EQ(gone.count, 1);
  EXPECT_EQ(gone.bytes, 1000);
  EXPECT_FALSE(std::filesystem::exists(set.workspace.run_folder(first)));
  EXPECT_EQ(run_files(set.workspace, first).count, 0);
  EXPECT_TRUE(db::prediction(set.reader(), first, 1, db::Split::Val)) << "its numbers stay";
}

TEST(RunSettings, AreReadableAndSideBySide) {
  db::Run a;
  a.target = "malignant";
  a.depth = "head";
  a.seed = 7;
  a.classes_json = R"(["benign","malignant"])";
  a.config_json = R"({"model":"","epochs":20,"learning_rate":0.001,"augment":true,"settings":[["clip_norm","1"]]})";
  db::Run b = a;
  b.depth = "tail";
  b.config_json = R"({"model":"","epochs":20,"learning_rate":0.0001,"augment":true,"settings":[]})";
  std::vector<std::string> differing;
  for (const SettingPair& pair : side_by_side(run_settings(a), run_settings(b)))
    if (pair.differs()) differing.push_back(pair.title + ": " + pair.a + " | " + pair.b);
  EXPECT_THAT(differing,
              ::testing::ElementsAre("depth: head | tail", "learning rate: 0.001 | 0.0001", "clip_norm: 1 | "));
  const auto settings = run_settings(a);
  EXPECT_THAT(settings, ::testing::Contains(RunSetting{"augment", "augmentation", "yes"}));
  EXPECT_THAT(settings, ::testing::Contains(RunSetting{"model", "starts from", "the usual model"}));
}

TEST(RunSettings, TellASettingOfTheFormOnceHoweverItWasGiven) {
  db::Run form, named;
  form.config_json = R"({"epochs":3,"learning_rate":0.001,"class_weights":false,"settings":[]})";
  named.config_json =
      R"({"epochs":20,"learning_rate":0.01,"class_weights":true,
          "settings":[["epochs","3"],["learning_rate","1e-3"],["class_weights","false"]]})";
  for (const SettingPair& pair : side_by_side(run_settings(form), run_settings(named)))
    EXPECT_FALSE(pair.differs()) << pair.title << ": " << pair.a << " | " << pair.b;
  const auto settings = run_settings(named);
  EXPECT_THAT(settings, ::testing::Contains(RunSetting{"epochs", "epochs", "3"}));
  EXPECT_THAT(settings, ::testing::Contains(RunSetting{"class_weights", "weigh classes", "no"}));
  EXPECT_THAT(settings, ::testing::Not(::testing::Contains(RunSetting{"settings.epochs", "epochs", "3"})));
}

TEST(RunSettings, NameWhatARunWentOnWithAndWhatItBeganWith) {
  db::Run run, of_recipe;
  run.config_json = R"({"epochs":20,"patience":5})";
  of_recipe.config_json = R"({"preset":"ham","epochs":20})";
  const std::vector<db::RunEvent> events = {{.kind = "epochs", .json = R"({"old":20,"new":30})"},
                                            {.kind = "learning_rate", .json = R"({"old":0.1,"new":0.2})"},
                                            {.kind = "epochs", .json = R"({"old":30,"new":40})"},
                                            {.kind = "patience", .json = R"({"new":9,"refused":"no"})"}};
  const ChangedSettings changed = changed_settings(events);
  EXPECT_THAT(run_settings(run, changed), ::testing::Contains(RunSetting{"epochs", "epochs", "40, begun with 20"}));
  EXPECT_THAT(run_settings(run, changed), ::testing::Contains(RunSetting{"patience", "patience (epochs)", "5"}));
  EXPECT_THAT(run_settings(of_recipe, changed),
              ::testing::Contains(RunSetting{"epochs", "epochs", "40, given as it went on"}));
  EXPECT_EQ(run_settings(run, changed_settings_from_json(to_json(changed))), run_settings(run, changed));
  EXPECT_TRUE(changed_settings_from_json(Json()).none());
}

TEST(RunSettings, DoNotTellTheFormThatARecipeReplaced) {
  db::Run run;
  run.config_json = R"({"preset":"ham","epochs":20})";
  EXPECT_THAT(run_settings(run), ::testing::Contains(RunSetting{"epochs", "epochs", ""}));
}

}  // namespace
}  // namespace app
