// A run without validation: no epoch is called the best, and why nothing judges it is said with what to do.
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "tests/flow/open_session.h"
#include "tests/flow/session_run.h"
#include "tests/temp_folder.h"

namespace {
using test::OpenSession;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class WithoutValidation : public ::testing::Test {
 protected:
  WithoutValidation() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  // Both streams of `nevus ARGUMENTS`.
  static std::string said(const std::string& arguments) {
    FILE* pipe = ::popen((NEVUS_PROGRAM " " + arguments + " 2>&1").c_str(), "r");
    std::string text;
    for (int letter = 0; (letter = std::fgetc(pipe)) != EOF;) text += static_cast<char>(letter);
    ::pclose(pipe);
    return text;
  }

  TempFolder folder_;
};

TEST_F(WithoutValidation, the_last_epoch_is_kept_and_none_is_called_the_best) {
  const std::string ws = "'" + (folder_ / "ws").string() + "'";
  said("demo " + ws + " --images 40");
  said("split " + ws + " --val 0");
  const std::string text = said("train " + ws + " --preset nevus --epochs 2 --model starter --target malignant");
  EXPECT_THAT(text, HasSubstr("Last epoch 2, kept: there was no validation to choose one by"));
  EXPECT_THAT(text, HasSubstr("weights of epoch 2 (last)"));
  EXPECT_THAT(text, HasSubstr("val loss –  val AUC –"));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("best")), Not(HasSubstr("Best")), Not(HasSubstr(" nan"))));
}

TEST_F(WithoutValidation, why_nothing_judges_the_run_is_said_with_what_to_do) {
  const auto demo = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 40));
  app::Workspace workspace(folder_ / "ws", app::Workspace::Open::OrCreate);
  app::import_images(workspace, app::read_index_table(demo.index_file), {}, {});
  workspace.writer().transact_and_wait("Split", [](db::Transaction& t) {
    std::vector<db::ImageId> all;
    for (const db::Image& image : db::images(t)) all.push_back(image.id);
    db::move_to_split(t, all, db::Split::Train);
  });
  const app::TrainOutcome outcome = flow_test::trained_head(workspace, 2);
  EXPECT_FALSE(outcome.validated);
  flow_test::let_most_validate(workspace);  // afterwards
  OpenSession open(workspace);
  ASSERT_TRUE(open.wait_for([&] { return !open.models().run.not_measurable.empty(); }));
  EXPECT_THAT(open.models().run.not_measurable,
              AllOf(HasSubstr("no labelled image was in the split val when the run was trained"),
                    HasSubstr("nevus split WORKSPACE")));
  EXPECT_FALSE(chose_best(open.models().run));
}

}  // namespace
