// Which run answers where none is named, and epochs that no run has.
#include "app/workspace/run_choice.h"

#include <gmock/gmock.h>

#include "app/cli/predict_source.h"
#include "app/export/export_data.h"
#include "app/workspace/run_edits.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/two_runs.h"
#include "tests/app/typed.h"
#include "tests/content_of.h"

namespace app {
namespace {
using test_support::content_of;
using test_support::JudgedWorkspace;
using test_support::mostly_right;
using test_support::refused;
using test_support::TwoRuns;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::ThrowsMessage;

struct RunChoice : ::testing::Test {
  std::string exported(ExportKind kind, const std::string& run = "") {
    const auto file = set.folder / "out.csv";
    report = export_data(set.workspace, {.kind = kind, .output = file, .run = run});
    return content_of(file);
  }
  TwoRuns set;
  RunId first = set.add_run("first", mostly_right(5)), second = set.add_run("second", mostly_right(4));
  ExportReport report;
};

TEST_F(RunChoice, a_deleted_run_answers_only_where_it_is_named) {
  EXPECT_EQ(newest_run_with_epoch(set.reader())->id, second);
  EXPECT_THAT(exported(ExportKind::Predictions), HasSubstr("run:2"));
  put_run_away(set.workspace, second);
  EXPECT_EQ(newest_run_with_epoch(set.reader())->id, first);
  EXPECT_THAT(exported(ExportKind::Predictions), AllOf(HasSubstr("run:1"), Not(HasSubstr("run:2"))));
  EXPECT_THAT(exported(ExportKind::Predictions, "run:2"), HasSubstr("run:2"));
  put_run_away(set.workspace, first);
  EXPECT_THAT([&] { exported(ExportKind::Predictions); },
              ThrowsMessage<std::runtime_error>(HasSubstr("has a finished epoch")));
  EXPECT_THAT([&] { cli::open_predict_source(set.workspace.folder().string(), ""); },
              ThrowsMessage<std::runtime_error>(HasSubstr("has a finished epoch")));
}

TEST_F(RunChoice, metrics_of_a_deleted_run_are_left_out_which_is_said_unless_it_is_named) {
  put_run_away(set.workspace, second);
  EXPECT_THAT(exported(ExportKind::Metrics), AllOf(HasSubstr("1,first,"), Not(HasSubstr("2,second,"))));
  EXPECT_THAT(report.notes, Contains(HasSubstr("1 deleted run is left out")));
  EXPECT_THAT(exported(ExportKind::Metrics, "run:2"), AllOf(HasSubstr("2,second,"), Not(HasSubstr("1,first,"))));
  EXPECT_THAT(report.notes, Not(Contains(HasSubstr("deleted"))));
}

TEST(RunEpoch, one_that_the_run_has_not_is_refused_with_those_it_has_before_a_file_is_written) {
  const JudgedWorkspace judged(test_support::seven_images());
  const std::string place = judged.workspace.folder().string(), file = (judged.folder / "out").string();
  const auto of_epoch = [&](void (*add)(cli::CommandLine&), std::vector<std::string> words, const char* epoch) {
    words.insert(words.end(), {"--run", "1", "--epoch", epoch});
    return refused(add, words);
  };
  EXPECT_THAT(of_epoch(cli::add_eval, {"eval", place}, "9"), HasSubstr("run 1 has the epochs 1 to 3, and no epoch 9"));
  EXPECT_THAT(of_epoch(cli::add_report, {"report", place, "-o", file + ".html"}, "9"), HasSubstr("no epoch 9"));
  EXPECT_THAT(of_epoch(cli::add_plot, {"plot", place, "roc", "-o", file + ".svg"}, "9"), HasSubstr("no epoch 9"));
  EXPECT_THAT(of_epoch(cli::add_card, {"card", place, "-o", file + ".md"}, "9"), HasSubstr("no epoch 9"));
  for (const char* ending : {".html", ".svg", ".md"}) EXPECT_FALSE(std::filesystem::exists(file + ending)) << ending;
  EXPECT_THAT(of_epoch(cli::add_eval, {"eval", place}, "2"), IsEmpty());
  EXPECT_THAT(of_epoch(cli::add_eval, {"eval", place}, "3"), HasSubstr("kept predictions of epoch 3"));
}

}  // namespace
}  // namespace app
