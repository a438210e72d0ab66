#include <cerrno>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "db/settings.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/explain.h"
#include "tests/db/failing_disk.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::HasSubstr;

void limit_pages(Workspace& workspace, int pages_more) {
  workspace.write("Limit", [=](Transaction& t) {
    const int pages = t.connection().database().execAndGet("PRAGMA page_count").getInt();
    t.connection().execute("PRAGMA max_page_count = " + std::to_string(pages + pages_more));
  });
}

void lift_limit(Workspace& workspace) {
  workspace.write("Limit", [](Transaction& t) { t.connection().execute("PRAGMA max_page_count = 1000000"); });
}

TEST(FullDisk, SaysSoKeepsNothingOfTheStepAndEverythingBefore) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  const auto ids = workspace.add_images(200);
  workspace.label(ids, nv);
  const auto import = [&] {
    workspace.write("Import 300 images", [&](Transaction& t) {
      std::vector<LabelChange> changes;
      for (int i = 1000; i < 1300; ++i) changes.push_back({add_image(t, image_row(i)).image, mel, {}});
      set_labels(t, changes, {.source = LabelSource::Import});
    });
  };
  for (int pages = 0; pages <= 30; pages += 3) {
    limit_pages(workspace, pages);
    const auto failure = caught(import);
    ASSERT_EQ(failure.kind, ErrorKind::DiskFull) << pages << ": " << failure.text;
    EXPECT_THAT(failure.text, HasSubstr("Cannot save 'Import 300 images': the disk is full"));
    EXPECT_EQ(images(workspace.reader()).size(), 200U);
    EXPECT_EQ(label_revision(workspace.reader()), 200);
    EXPECT_TRUE(verify_log(workspace.reader()).sound());
  }
  lift_limit(workspace);
  EXPECT_FALSE(caught(import).kind);
  workspace.reopen();
  EXPECT_EQ(images(workspace.reader()).size(), 500U);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

// Decisions are queued one after another; those that fit are kept, the others say why not.
TEST(FullDisk, TellsWhoSubmittedAndServesTheNextOnceThereIsSpace) {
  Workspace workspace;
  limit_pages(workspace, 0);
  std::vector<Outcome> outcomes;
  const auto submit = [&](std::size_t bytes) {
    workspace.writer().submit(
        "Set", [bytes](Transaction& t) { set_setting(t, std::to_string(bytes), std::string(bytes, 'x')); },
        [&](const Outcome& outcome) { outcomes.push_back(outcome); });
  };
  submit(100'000);
  submit(10);
  submit(200'000);
  lift_limit(workspace);  // waits for those before it
  submit(100'000);
  workspace.reopen();
  ASSERT_EQ(outcomes.size(), 4U);
  ASSERT_TRUE(outcomes[0].failure && outcomes[2].failure);
  EXPECT_EQ(outcomes[0].failure->kind, ErrorKind::DiskFull) << outcomes[0].failure->text;
  EXPECT_EQ(outcomes[2].failure->kind, ErrorKind::DiskFull);
  EXPECT_TRUE(outcomes[1].saved());
  EXPECT_TRUE(outcomes[3].saved());
  EXPECT_TRUE(setting(workspace.reader(), "10"));
  EXPECT_TRUE(setting(workspace.reader(), "100000"));
  EXPECT_FALSE(setting(workspace.reader(), "200000"));
}

// What the operating system says of a failed write decides what a person can do about it.
TEST(FailedWrite, IsExplainedByTheSystemsReason) {
  const auto kind = [](int code, int system_errno) {
    return explain_failure("save 'x'", {code, system_errno, "disk I/O error"}, "/w/nevus.db").kind();
  };
  EXPECT_EQ(kind(SQLITE_IOERR_WRITE, EROFS), ErrorKind::ReadOnly);
  EXPECT_EQ(kind(SQLITE_IOERR_WRITE, EDQUOT), ErrorKind::DiskFull);
  EXPECT_EQ(kind(SQLITE_IOERR_READ, ESTALE), ErrorKind::Gone);
  EXPECT_EQ(kind(SQLITE_IOERR_FSYNC, EIO), ErrorKind::InputOutput);
  EXPECT_EQ(kind(SQLITE_READONLY_DBMOVED, 0), ErrorKind::Gone);
  EXPECT_EQ(kind(SQLITE_READONLY, 0), ErrorKind::ReadOnly);
  EXPECT_EQ(kind(SQLITE_BUSY, 0), ErrorKind::Locked);
}

// SQLite has ended the transaction by then: what follows would be saved without what came before.
TEST(FullDisk, UndoesAStepThatGoesOnAfterTheFailure) {
  Workspace workspace;
  limit_pages(workspace, 0);
  const auto failure = caught([&] {
    workspace.write("Stubborn", [](Transaction& t) {
      set_setting(t, "before", "1");
      EXPECT_TRUE(caught([&] { set_setting(t, "large", std::string(100'000, 'x')); }).kind);
      set_setting(t, "after", "1");
    });
  });
  EXPECT_TRUE(failure.kind);
  EXPECT_FALSE(setting(workspace.reader(), "before"));
  EXPECT_FALSE(setting(workspace.reader(), "after"));
}

class FailingDiskAtEveryOperation : public testing::TestWithParam<DiskFault> {};

TEST_P(FailingDiskAtEveryOperation, LosesNothingThatWasSavedAndKeepsNoHalves) {
  FailingDisk disk(GetParam());
  bool passed_without_fault = false;
  for (int operation = 0; operation < 400 && !passed_without_fault; ++operation) {
    Workspace workspace;
    const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
    const auto ids = workspace.add_images(20);
    workspace.label(ids, nv);
    disk.fail_from(operation);
    const auto failure = caught([&] { workspace.label(ids, mel, LabelSource::User, "Label 20 images"); });
    const bool failed = disk.has_failed();
    disk.heal();
    const EventId seen = label_revision(workspace.reader());
    EXPECT_EQ(seen, failure.kind ? 20 : 40) << "operation " << operation;
    if (failure.kind) {
      EXPECT_TRUE(failed);
      EXPECT_THAT(failure.text, HasSubstr("Label 20 images"));
    }
    workspace.reopen();
    EXPECT_EQ(label_revision(workspace.reader()), seen) << "operation " << operation;
    EXPECT_TRUE(verify_log(workspace.reader()).sound());
    workspace.label(ids, std::nullopt);
    EXPECT_EQ(label_revision(workspace.reader()), seen + 20) << "the healed disk takes the next decision";
    passed_without_fault = !failed;
    if (operation == 0) {
      EXPECT_TRUE(failure.kind);
    }
  }
  EXPECT_TRUE(passed_without_fault);
}

INSTANTIATE_TEST_SUITE_P(Every, FailingDiskAtEveryOperation,
                         testing::Values(DiskFault::WriteSaysFull, DiskFault::WriteFails, DiskFault::SyncFails));

}  // namespace
}  // namespace db::test
