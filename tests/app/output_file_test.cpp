// Where a named file may be written is found out before anything is computed, and before a look at test is counted.
#include "app/workspace/output_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "app/export/export_data.h"
#include "db/runs.h"
#include "tests/app/two_runs.h"
#include "tests/app/typed.h"
#include "tests/content_of.h"

namespace app {
namespace {
using test_support::mostly_right;
using test_support::refused;
using test_support::TwoRuns;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

TEST(OutputFile, in_a_folder_that_is_not_there_is_refused_before_it_is_written) {
  const test_support::TempFolder folder;
  EXPECT_THAT([&] { OutputFile(folder / "nofolder/x.csv", nullptr); },
              ThrowsMessage<std::runtime_error>(HasSubstr("its folder is not there")));
  EXPECT_THAT([&] { OutputFile(folder.write("file", "x") / "x.csv", nullptr); },
              ThrowsMessage<std::runtime_error>(HasSubstr("its folder is not there")));
  EXPECT_NO_THROW(OutputFile(folder / "x.csv", nullptr));
  EXPECT_NO_THROW(OutputFile("x.csv", nullptr));
  EXPECT_NO_THROW(OutputFile("/dev/null", nullptr));
}

TEST(OutputFile, of_another_ending_is_refused_but_a_device_may_be_called_anything) {
  EXPECT_NO_THROW(require_ending("a.png", ".png", "explaining"));
  EXPECT_NO_THROW(require_ending("/dev/stdout", ".png", "explaining"));
  EXPECT_THAT([] { require_ending("e.jpg", ".png", "explaining"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("explaining: its file ends in .png: e.jpg")));
}

// As /dev/stdout is where a shell sends it to a file.
TEST(OutputFile, that_names_an_open_file_is_written_through_behind_what_is_there_and_has_no_notice_beside_it) {
  TwoRuns set(4, db::Split::Val);
  const auto file = set.folder / "sent_to.csv";
  std::ofstream(file) << "before\n";
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  const std::filesystem::path name = "/proc/self/fd/" + std::to_string(descriptor);
  const ExportReport report = export_data(set.workspace, {.kind = ExportKind::Labels, .output = name});
  ::close(descriptor);
  EXPECT_EQ(report.files, std::vector{name});
  EXPECT_THAT(test_support::content_of(file), ::testing::StartsWith("before\npath,split,label"));
}

// Images of the test split with a run that predicted them.
struct TestSplit : ::testing::Test {
  std::string place() const { return set.workspace.folder().string(); }
  std::vector<db::TestLook> looks() const { return db::test_looks(set.reader()); }
  TwoRuns set{40, db::Split::Test};
  RunId run = set.add_run("first", mostly_right(5), db::Split::Test);
};

TEST_F(TestSplit, is_not_looked_at_where_the_file_could_not_be_written) {
  const std::string lost = (set.folder / "nofolder/x").string();
  EXPECT_THAT(refused(cli::add_report, {"report", place(), "--split", "test", "-o", lost + ".html"}),
              HasSubstr("its folder is not there"));
  const std::string other = (set.folder / "z.pdf").string();
  EXPECT_THAT(refused(cli::add_report, {"report", place(), "--split", "test", "-o", other}),
              HasSubstr("its file ends in .html"));
  EXPECT_THAT(refused(cli::add_plot, {"plot", place(), "roc", "--split", "test", "-o", lost + ".svg"}),
              HasSubstr("its folder is not there"));
  EXPECT_THAT(refused(cli::add_card, {"card", place(), "--split", "test", "-o", lost + ".md"}),
              HasSubstr("its folder is not there"));
  EXPECT_THAT(refused(cli::add_export, {"export", place(), "predictions", "--split", "test", "-o", lost + ".csv"}),
              HasSubstr("its folder is not there"));
  EXPECT_THAT(looks(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(TestSplit, is_looked_at_by_the_run_whose_predictions_are_exported) {
  const auto file = set.folder / "p.csv";
  export_data(set.workspace, {.kind = ExportKind::Predictions, .output = file, .split = "test"});
  ASSERT_EQ(looks().size(), 1U);
  EXPECT_EQ(looks()[0].run, run);
  EXPECT_EQ(looks()[0].epoch, 1);
  EXPECT_EQ(looks()[0].n, 40);
  EXPECT_GT(looks()[0].label_revision, 0);
  EXPECT_THROW(
      export_data(set.workspace, {.kind = ExportKind::Predictions, .output = file, .run = "run:9", .split = "test"}),
      std::runtime_error);
  EXPECT_EQ(looks().size(), 1U) << "nothing was told";
}

}  // namespace
}  // namespace app
