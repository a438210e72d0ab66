// The dialogs and messages of the workbench, drawn without a renderer: what they show, and what they ask for.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <imgui.h>

#include "engine/ui/imgui_input.h"
#include "tests/app/drawn_workbench.h"

namespace app {
namespace {

class WorkbenchDialogs : public test_support::DrawnWorkbench {};

TEST_F(WorkbenchDialogs, the_import_dialog_walks_folders_and_imports) {
  ImportView& import = shell_.import;
  import.open = true;
  import.folder = import.path = "/pictures";
  import.entries = {{EntryKind::Folder, "nv"},
                    {EntryKind::Table, "index.tsv"},
                    { EntryKind::Weights,
                      "w.safetensors" }};
  for (int i = 0; i < 3; ++i) frame();  // until the path field has the keyboard
  click("import.entry.nv");
  const auto* browse = asked_for<BrowseFolder>();
  ASSERT_NE(browse, nullptr);
  EXPECT_EQ(browse->folder, "/pictures/nv");
  click("import.up");
  browse = asked_for<BrowseFolder>();
  ASSERT_NE(browse, nullptr);
  EXPECT_EQ(browse->folder, "/");
  click("import.entry.index.tsv");
  const auto* table = asked_for<PlanImport>();
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->paths.front(), "/pictures/index.tsv");
  click("import.entry.w.safetensors");
  const auto* weights = asked_for<ImportWeights>();
  ASSERT_NE(weights, nullptr);
  EXPECT_EQ(weights->file, "/pictures/w.safetensors");
  click("import.folder");
  const auto* folder = asked_for<PlanImport>();
  ASSERT_NE(folder, nullptr);
  EXPECT_EQ(folder->paths.front(), "/pictures");
}

TEST_F(WorkbenchDialogs, a_question_is_answered_with_its_own_words_or_cancelled) {
  fill(10);
  shell_.question =
      Question{"Remove the label of 5,984 images?", "So far they are: 5,984 nv.", "Remove", RunAction{"x"}};
  frame();
  frame();
  EXPECT_EQ(focus_.current(), "question.yes");
  keys_.press = true;
  frame();
  keys_ = {};
  EXPECT_NE(asked_for<AnswerYes>(), nullptr);
  click("question.no");
  EXPECT_FALSE(shell_.question);
}

TEST_F(WorkbenchDialogs, enter_that_was_meant_for_something_else_cancels_a_question_that_comes_late) {
  fill(10);
  shell_.question = Question{"Split by group?", "240 images move.", "Split the images", RunAction{"x"}, true};
  frame();
  frame();
  EXPECT_EQ(focus_.current(), "question.no");
  keys_.press = true;
  frame();
  keys_ = {};
  EXPECT_EQ(asked_for<AnswerYes>(), nullptr);
  EXPECT_FALSE(shell_.question);
}

TEST_F(WorkbenchDialogs, a_folder_that_cannot_be_read_or_holds_nothing_is_not_imported) {
  ImportView& import = shell_.import;
  import.open = true;
  import.folder = import.path = "/pictures";
  import.message = "Cannot look into this folder";
  click("import.folder");
  EXPECT_EQ(asked_for<PlanImport>(), nullptr);
  import.message.clear();
  import.something = false;
  click("import.folder");
  EXPECT_EQ(asked_for<PlanImport>(), nullptr);
  import.something = true;
  import.path = "/pictures/other";
  click("import.folder");
  EXPECT_EQ(asked_for<PlanImport>(), nullptr) << "another path was typed than is listed";
}

TEST_F(WorkbenchDialogs, every_part_of_a_plan_is_shown_and_asks_for_what_is_chosen) {
  shell_.import.open = true;
  PlanView& plan = shell_.import.plan;
  plan.state = PlanState::Ready;
  plan.parts = {{PlanPart::Summary, "summary", "Summary", "", false},
                {PlanPart::Columns, "columns", "Columns", "1", false},
                {PlanPart::Classes, "classes", "Classes", "1", false},
                {PlanPart::Conflicts, "conflicts", "Conflicts", "3", true}};
  plan.roles = {"path", "label"};
  plan.columns = {{"dx", 1, true}};
  plan.classes = {{"mel", "12", true, true}};
  plan.can_choose_malignant = true;
  plan.spellings = {{"Mel", "mel", "3", false}};
  plan.conflicts = {
      {"label", "3 images have another label", {"a: nv → mel", "b", "c", "d", "e", "f", "g"}, false, false}};
  plan.button = "Import 12 images";
  plan.can_import = true;
  click("plan.part.classes");
  click("plan.malignant.mel");
  const auto* malignant = asked_for<ChooseMalignant>();
  ASSERT_NE(malignant, nullptr);
  EXPECT_FALSE(malignant->malignant);
  click("plan.spelling.Mel.Keep apart");
  ASSERT_NE(asked_for<KeepApart>(), nullptr);
  click("plan.part.conflicts");
  click("plan.update.label");
  const auto* update = asked_for<ChooseUpdate>();
  ASSERT_NE(update, nullptr);
  EXPECT_EQ(update->kind, "label");
  EXPECT_TRUE(update->on);
  click("plan.whole.label");
  EXPECT_TRUE(plan.conflicts.front().whole);
  click("plan.import");
  EXPECT_NE(asked_for<ImportPlanned>(), nullptr);
  plan.working = true;
  click("plan.import");
  EXPECT_EQ(asked_for<ImportPlanned>(), nullptr) << "it is being looked at again";
}

TEST_F(WorkbenchDialogs, imports_are_shown_by_themselves_among_the_messages_and_offer_to_be_undone) {
  shell_.messages_open = true;
  shell_.messages = {{MessageKind::Info, "now", "Something else", "", 0, false},
                     {MessageKind::Success, "now", "Imported 3 images", "", 7, true}};
  click("messages.show.Imports");
  EXPECT_TRUE(shell_.only_imports);
  click("messages.undo.7");
  const auto* undo = asked_for<UndoImport>();
  ASSERT_NE(undo, nullptr);
  EXPECT_EQ(undo->import, 7);
}

TEST_F(WorkbenchDialogs, a_message_offers_only_what_there_is_to_do) {
  bool any = true;
  actions_.add(
      {.id = "filter-as-before", .title = "Filter as before", .offered = [&any] { return any; }, .run = [] {}});
  shell_.messages_open = true;
  shell_.messages = {
      {MessageKind::Info, "now", "The filter was taken away", "", 0, false, "filter-as-before", "As before"}};
  frame();
  frame();
  EXPECT_TRUE(landmarks_.find("messages.action.0"));
  any = false;
  frame();
  EXPECT_FALSE(landmarks_.find("messages.action.0"));
}

TEST_F(WorkbenchDialogs, a_click_beside_a_dialog_closes_it) {
  shell_.shortcuts_open = true;
  frame();
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = {5, 500};
  for (const bool down : {false, true, false}) {
    io.MouseDown[0] = down;
    frame();
  }
  EXPECT_FALSE(shell_.shortcuts_open);
}

}  // namespace
}  // namespace app
