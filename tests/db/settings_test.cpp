#include "db/settings.h"

#include <gmock/gmock.h>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;

TEST(Settings, AreKeptAndReplaced) {
  Workspace workspace;
  EXPECT_FALSE(setting(workspace.reader(), "target"));
  const auto changes = workspace.write("Set", [](Transaction& t) { set_setting(t, "target", "malignant"); });
  EXPECT_THAT(changes.settings, ElementsAre("target"));
  workspace.write("Set", [](Transaction& t) { set_setting(t, "target", "diagnosis"); });
  workspace.reopen();
  EXPECT_EQ(setting(workspace.reader(), "target"), "diagnosis");
}

TEST(ImportReports, KeepEveryFailureWithItsReason) {
  Workspace workspace;
  ImportReport report;
  report.source = "/pictures";
  report.added = 3;
  report.known = 2;
  report.relinked = 1;
  report.duplicates = 4;
  report.failures = {{"/pictures/a \"b\".jpg", "truncated"}, {"/pictures/\xff.jpg", "not an image"}};
  const auto changes = workspace.write("Import", [&](Transaction& t) { add_import_report(t, report); });
  EXPECT_TRUE(changes.import_reports);
  workspace.write("Import", [](Transaction& t) { add_import_report(t, {}); });
  const auto all = import_reports(workspace.reader());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_GT(all[0].id, all[1].id);
  const ImportReport& read = all[1];
  EXPECT_EQ(read.source, "/pictures");
  EXPECT_EQ(read.added, 3);
  EXPECT_EQ(read.known, 2);
  EXPECT_EQ(read.relinked, 1);
  EXPECT_EQ(read.duplicates, 4);
  ASSERT_EQ(read.failures.size(), 2U);
  EXPECT_EQ(read.failures[0].path, "/pictures/a \"b\".jpg");
  EXPECT_EQ(read.failures[0].reason, "truncated");
  EXPECT_EQ(read.failures[1].reason, "not an image");
}

}  // namespace
}  // namespace db::test
