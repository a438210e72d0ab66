#include "db/writer.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "db/changes_since.h"
#include "db/edits.h"
#include "db/runs.h"
#include "db/settings.h"
#include "db/sqlite/connection.h"
#include "tests/db/child.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Writer, GivesTheSetOfChangesSortedAndOnce) {
  Workspace workspace;
  const auto ids = workspace.add_images(3);
  const ClassId mel = workspace.add("mel");
  const auto changes = workspace.write("Label 2 images as mel", [&](Transaction& t) {
    move_to_split(t, std::vector{ids[2], ids[0]}, Split::Val);
    set_labels(t, std::vector<LabelChange>{{ids[2], mel, {}}, {ids[0], mel, {}}});
  });
  EXPECT_EQ(changes.name, "Label 2 images as mel");
  EXPECT_THAT(changes.images_edited, ElementsAre(ids[0], ids[2]));
  EXPECT_THAT(changes.images(), ElementsAre(ids[0], ids[2]));
  ASSERT_EQ(changes.labels.size(), 2U);
  EXPECT_EQ(changes.labels[0].image, ids[0]);
  EXPECT_EQ(changes.labels[0].from, std::nullopt);
  EXPECT_EQ(changes.labels[0].to, mel);
  EXPECT_EQ(changes.undo_names->undo, "Label 2 images as mel");
  EXPECT_EQ(changes.batches.size(), 1U);
  EXPECT_EQ(changes.label_revision, 2);
}

TEST(Writer, RollsBackAllOfAFailedPieceAndGoesOnWithTheNext) {
  Workspace workspace;
  auto failed = workspace.writer().transact("Bad", [](Transaction& t) {
    set_setting(t, "a", "1");
    throw std::runtime_error("cancelled");
  });
  auto done = workspace.writer().transact("Good", [](Transaction& t) { set_setting(t, "b", "2"); });
  try {
    failed.get();
    ADD_FAILURE();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "cancelled");
  }
  done.get();
  EXPECT_FALSE(setting(workspace.reader(), "a"));
  EXPECT_EQ(setting(workspace.reader(), "b"), "2");
}

TEST(Writer, FoldsSeveralChangesOfOneImageIntoOneMove) {
  Workspace workspace;
  const auto ids = workspace.add_images(1);
  const ClassId nv = workspace.add("nv"), mel = workspace.add("mel"), bcc = workspace.add("bcc");
  workspace.label(ids, nv, LabelSource::Import);
  const auto changes = workspace.write("Twice", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[0], mel, {}}, {ids[0], bcc, {}}});
    add_image(t, image_row(7));
  });
  ASSERT_EQ(changes.labels.size(), 1U);
  EXPECT_EQ(changes.labels[0].from, nv);
  EXPECT_EQ(changes.labels[0].to, bcc);
  EXPECT_TRUE(changes.labels[0].relabelled);
  EXPECT_EQ(changes.images_added.size(), 1U);
  EXPECT_TRUE(changes.images_edited.empty());
}

TEST(Writer, TellsWhoSubmittedWhatBecameOfItAndDoesNotLetHimWait) {
  Workspace workspace;
  std::vector<std::string> heard;
  workspace.writer().set_subscriber([&](const ChangeSet& changes) { heard.push_back("all: " + changes.name); });
  std::promise<void> open;
  workspace.writer().submit(
      "First", [&](Transaction&) { open.get_future().wait(); }, [](const Outcome&) {});
  std::promise<Outcome> saved, refused;
  workspace.writer().submit(
      "Good", [](Transaction& t) { set_setting(t, "a", "1"); },
      [&](const Outcome& outcome) {
        heard.push_back("own: " + outcome.name);
        saved.set_value(outcome);
      });
  workspace.writer().submit(
      "Bad", [](Transaction& t) { set_run_state(t, 99, RunState::Finished); },
      [&](const Outcome& outcome) { refused.set_value(outcome); });
  open.set_value();  // only now can the first end: nobody waited for it
  const Outcome good = saved.get_future().get(), bad = refused.get_future().get();
  EXPECT_TRUE(good.saved());
  EXPECT_THAT(good.changes.settings, ElementsAre("a"));
  EXPECT_THAT(heard, ElementsAre("all: Good", "own: Good"));
  ASSERT_TRUE(bad.failure);
  EXPECT_EQ(bad.name, "Bad");
  EXPECT_EQ(bad.failure->kind, ErrorKind::NotFound);
  EXPECT_THAT(bad.failure->text, HasSubstr("run 99"));
  EXPECT_TRUE(bad.changes.empty());
}

TEST(Writer, TellsItsSubscriberBeforeTheFutureIsReadyAndOnlyOfRealChanges) {
  Workspace workspace;
  std::vector<std::string> heard;
  workspace.writer().set_subscriber([&](const ChangeSet& changes) { heard.push_back(changes.name); });
  workspace.write("One", [](Transaction& t) { set_setting(t, "a", "1"); });
  workspace.write("Nothing", [](Transaction&) {});
  EXPECT_THROW(workspace.write("Bad",
                               [](Transaction& t) {
                                 set_setting(t, "a", "2");
                                 throw std::runtime_error("no");
                               }),
               std::runtime_error);
  workspace.write("Two", [](Transaction& t) { set_setting(t, "a", "3"); });
  EXPECT_THAT(heard, ElementsAre("One", "Two"));
  workspace.writer().set_subscriber({});
  workspace.write("Three", [](Transaction& t) { set_setting(t, "a", "4"); });
  EXPECT_THAT(heard, ElementsAre("One", "Two"));
}

TEST(Writer, FinishesWhatWasQueuedBeforeItGoes) {
  Workspace workspace;
  for (int i = 0; i < 50; ++i)
    workspace.writer().transact("Set", [i](Transaction& t) { set_setting(t, std::to_string(i), "x"); });
  workspace.reopen();
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(setting(workspace.reader(), std::to_string(i))) << i;
}

TEST(Writer, RefusesToWaitForItself) {
  Workspace workspace;
  EXPECT_THROW(workspace.write("Outer", [&](Transaction&) { workspace.write("Inner", [](Transaction&) {}); }),
               std::logic_error);
}

TEST(Writer, NamesTheAccountWhenNobodyIsNamed) {
  const TempFolder folder;
  const auto database = Database::open(folder.path() / "nevus.db");
  std::string who;
  std::int64_t now_ms = 0;
  Writer(database).transact_and_wait("Look", [&](Transaction& t) {
    who = t.who();
    now_ms = t.now_ms();
  });
  EXPECT_FALSE(who.empty());
  EXPECT_GT(now_ms, 1'600'000'000'000);
}

TEST(Writer, SaysWhenAnotherProgramHoldsTheFileAndCanTryAgain) {
  Workspace workspace({.write_timeout_ms = 20});
  SQLite::Database other(workspace.file().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const auto save = [&] { workspace.write("Label 3 images", [](Transaction& t) { set_setting(t, "a", "1"); }); };
  const auto failure = caught(save);
  EXPECT_EQ(failure.kind, ErrorKind::Locked);
  EXPECT_THAT(failure.text, HasSubstr("save 'Label 3 images'"));
  EXPECT_THAT(failure.text, HasSubstr(workspace.file().string()));
  other.exec("ROLLBACK");
  EXPECT_FALSE(caught(save).kind);
}

TEST(Writer, WaitsForAnotherProgramLongerThanReadersDoAndThenSaves) {
  Workspace workspace({.busy_timeout_ms = 20, .write_timeout_ms = 10'000});
  SQLite::Database other(workspace.file().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  auto done = workspace.writer().transact("Label 3 images", [](Transaction& t) { set_setting(t, "a", "1"); });
  EXPECT_EQ(done.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
  EXPECT_FALSE(setting(workspace.reader(), "a")) << "reading goes on meanwhile";
  other.exec("ROLLBACK");
  EXPECT_NO_THROW(done.get());
  EXPECT_EQ(setting(workspace.reader(), "a"), "1");
}

// SQLite would write on into the file without a name and call that saved.
TEST(Writer, SaysWhenTheFileIsGoneAndServesAgainWhenItIsBack) {
  Workspace workspace;
  const auto aside = workspace.folder() / "aside.db";
  const auto save = [&](const std::string& value) {
    std::promise<Outcome> done;
    workspace.writer().submit(
        "Label 3 images", [&](Transaction& t) { set_setting(t, "a", value); },
        [&](const Outcome& outcome) { done.set_value(outcome); });
    return done.get_future().get();
  };
  EXPECT_TRUE(save("1").saved());
  std::filesystem::rename(workspace.file(), aside);
  const Outcome gone = save("2");
  ASSERT_TRUE(gone.failure);
  EXPECT_EQ(gone.failure->kind, ErrorKind::Gone);
  EXPECT_THAT(gone.failure->text, HasSubstr("Cannot save 'Label 3 images': the file was deleted, moved or replaced"));
  write_file(workspace.file(), "another file");
  EXPECT_EQ(save("3").failure->kind, ErrorKind::Gone);
  std::filesystem::rename(aside, workspace.file());
  EXPECT_TRUE(save("4").saved());
  EXPECT_EQ(setting(workspace.reader(), "a"), "4");
}

// Such a reader would tell that the file cannot be opened, or read another one beside those that are open.
TEST(Reader, OfAFileThatIsGoneOrAnotherIsRefusedUntilItIsBack) {
  Workspace workspace;
  workspace.write("Set", [](Transaction& t) { set_setting(t, "a", "1"); });
  const auto aside = workspace.folder() / "aside.db";
  const auto refusal = [&] {
    try {
      const Reader reader(workspace.database());
    } catch (const Error& error) {
      return error.kind() == ErrorKind::Gone ? std::string(error.what()) : "of another kind";
    }
    return std::string();
  };
  std::filesystem::rename(workspace.file(), aside);
  EXPECT_THAT(refusal(), HasSubstr("Cannot read the workspace: the file was deleted, moved or replaced"));
  write_file(workspace.file(), "another file");
  EXPECT_THAT(refusal(), HasSubstr("put the file back"));
  std::filesystem::rename(aside, workspace.file());
  EXPECT_EQ(refusal(), "");
}

TEST(Reader, CannotWrite) {
  Workspace workspace;
  SQLite::Database& raw = workspace.reader().connection().database();
  EXPECT_THROW(raw.exec("INSERT INTO setting VALUES ('a', 'b')"), SQLite::Exception);
}

TEST(Reader, SeesOneStateForAsLongAsASnapshotIsHeld) {
  Workspace workspace;
  workspace.write("Set", [](Transaction& t) { set_setting(t, "a", "1"); });
  {
    const Reader::Snapshot snapshot(workspace.reader());
    workspace.write("Set", [](Transaction& t) { set_setting(t, "a", "2"); });
    EXPECT_EQ(setting(workspace.reader(), "a"), "1");
  }
  EXPECT_EQ(setting(workspace.reader(), "a"), "2");
}

// Every committed batch labels all images alike, so a reader that ever saw half of one would see two.
TEST(Reader, NeverSeesHalfATransactionWhileTheWriterWrites) {
  Workspace workspace;
  const ClassId a = workspace.add("a"), b = workspace.add("b");
  const auto ids = workspace.add_images(40);
  workspace.label(ids, a);
  std::atomic<bool> stop = false;
  std::atomic<int> reads = 0, mixed = 0;
  const auto read = [&] {
    const Reader reader(workspace.database());
    while (!stop) {
      std::optional<ClassId> first;
      for (const Image& row : images(reader)) {
        if (!first) first = row.label;
        if (row.label != first) ++mixed;
      }
      ++reads;
    }
  };
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back(read);
  for (int i = 0; i < 40 || reads < 30; ++i) workspace.label(ids, i % 2 == 0 ? b : a);
  stop = true;
  readers.clear();
  EXPECT_EQ(mixed, 0);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

// What belongs together is read from one state: a check that takes the events of one moment and the
// labels of a later one calls a sound log tampered with.
TEST(Reader, FindsTheLogSoundAndTheChangesWholeWhileSomebodyLabels) {
  Workspace workspace;
  const ClassId a = workspace.add("a"), b = workspace.add("b");
  const auto ids = workspace.add_images(300);
  workspace.label(ids, a, LabelSource::Import);
  std::atomic<bool> stop = false;
  std::jthread labelling([&] {
    for (int i = 0; !stop; ++i) workspace.label({ids[static_cast<std::size_t>(i) % 300]}, i / 300 % 2 == 0 ? b : a);
  });
  for (int i = 0; i < 60; ++i) {
    const LogCheck check = verify_log(workspace.reader());
    EXPECT_TRUE(check.sound()) << check.problems[0];
    const auto learnt = changes_since(workspace.reader(), {});
    EXPECT_EQ(learnt.label_revision, 300 + static_cast<EventId>(learnt.batches.size()) - 3)
        << "two classes and an import";
  }
  stop = true;
}

TEST(Reader, KeepsTheOuterOfTwoSnapshots) {
  Workspace workspace;
  workspace.write("Set", [](Transaction& t) { set_setting(t, "a", "1"); });
  {
    const Reader::Snapshot outer(workspace.reader());
    { const Reader::Snapshot inner(workspace.reader()); }
    workspace.write("Set", [](Transaction& t) { set_setting(t, "a", "2"); });
    EXPECT_EQ(setting(workspace.reader(), "a"), "1");
  }
  EXPECT_EQ(setting(workspace.reader(), "a"), "2");
}

TEST(Writer, TakesWorkFromManyThreads) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(40);
  std::atomic<int> heard = 0;
  workspace.writer().set_subscriber(
      [&](const ChangeSet& changes) { heard += static_cast<int>(changes.labels.size()); });
  {
    std::vector<std::jthread> threads;
    for (std::size_t first = 0; first < 4; ++first)
      threads.emplace_back([&, first] {
        for (std::size_t i = first; i < ids.size(); i += 4) workspace.label({ids[i]}, mel);
      });
  }
  EXPECT_EQ(heard, 40);
  EXPECT_EQ(label_revision(workspace.reader()), 40);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

// The child reports each batch after its commit and is killed in the middle of a later one.
TEST(Writer, KilledInTheMiddleLeavesExactlyTheCommittedBatches) {
  for (const int reports_before_kill : {1, 4, 9}) {
    const TempFolder folder;
    const auto file = folder.path() / "nevus.db";
    Child child([&](int pipe) {
      const auto database = Database::open(file);
      Writer writer(database, fixed_writer());
      std::vector<LabelChange> changes;
      writer.transact_and_wait("Import", [&](Transaction& t) {
        const ClassId mel = add_class(t, {0, "mel", "", 0, 0});
        for (int i = 0; i < 100; ++i) changes.push_back({add_image(t, image_row(i)).image, mel, {}});
      });
      for (int round = 0;; ++round) {
        for (auto& change : changes) change.to = round % 2 == 0 ? std::optional<ClassId>(1) : std::nullopt;
        writer.transact_and_wait("Round", [&](Transaction& t) { set_labels(t, changes); });
        if (write(pipe, "x", 1) != 1) _exit(1);
      }
    });
    for (int i = 0; i < reports_before_kill; ++i) ASSERT_TRUE(child.read_byte());
    child.kill_now();
    int more = 0;
    while (child.read_byte()) ++more;
    const int reported = reports_before_kill + more;

    const auto database = Database::open(file, OpenMode::MustExist);
    const Reader reader(database);
    const auto all = label_batches(reader, 100'000);
    const auto batches = static_cast<int>(
        std::ranges::count_if(all, [](const LabelBatch& batch) { return batch.source == LabelSource::User; }));
    EXPECT_GE(batches, reported) << "a reported batch is never lost";
    EXPECT_LE(batches, reported + 1) << "at most the one between its commit and its report";
    EXPECT_EQ(label_revision(reader), batches * 100) << "whole batches only";
    const auto check = verify_log(reader);
    EXPECT_TRUE(check.sound()) << check.problems[0];
    Writer writer(database, fixed_writer());
    ASSERT_TRUE(undoable(reader, writer.session()));
    writer.transact_and_wait("Undo", [](Transaction& t) { undo(t); });
    EXPECT_TRUE(verify_log(reader).sound());
  }
}

}  // namespace
}  // namespace db::test
