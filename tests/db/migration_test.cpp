#include <fstream>
#include <map>
#include <sstream>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>

#include "db/changes_since.h"
#include "db/edits.h"
#include "db/embedded_sql.h"
#include "db/image_quality.h"
#include "db/runs.h"
#include "db/settings.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/migrate.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

fs::path stored_version(int version, const fs::path& folder) {
  std::ifstream stream(fs::path(NEVUS_TESTS_DIR) / ("db/files/workspace_v" + std::to_string(version) + ".sql"));
  std::ostringstream text;
  text << stream.rdbuf();
  const fs::path file = folder / "nevus.db";
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(text.str());
  return file;
}

int version_of(const fs::path& file) {
  return SQLite::Database(file.string()).execAndGet("PRAGMA user_version").getInt();
}

std::map<std::string, std::string> schema_of(const fs::path& file) {
  SQLite::Database raw(file.string());
  SQLite::Statement query(raw, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema");
  std::map<std::string, std::string> schema;
  while (query.executeStep()) schema[query.getColumn(0).getString()] = query.getColumn(1).getString();
  return schema;
}

// A file of version `count`, made by the first `count` steps.
fs::path made_by_steps(const fs::path& folder, std::size_t count) {
  const fs::path file = folder / ("step" + std::to_string(count) + ".db");
  Connection connection(file, Access::Create, 100);
  migrate(connection, std::span(sql::kMigrations).first(count));
  return file;
}

TEST(Migration, UpgradesAStoredFileOfVersion1AndKeepsEveryDecision) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(1, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  const auto rows = images(reader);
  ASSERT_EQ(rows.size(), 3U);
  const auto nv = class_named(reader, "nv"), mel = class_named(reader, "mel");
  ASSERT_TRUE(nv && mel);
  EXPECT_EQ(rows[0].label, nv->id);
  EXPECT_EQ(rows[1].label, mel->id);
  EXPECT_EQ(label_revision(reader), 7);
  const auto check = verify_log(reader);
  EXPECT_TRUE(check.sound()) << check.problems[0];
  const Session session = Writer(database, fixed_writer()).session();
  EXPECT_EQ(undoable(reader, session)->name, "Label 2 images as mel");
  EXPECT_EQ(redoable(reader, session)->name, "Unlabel 1 image");
  EXPECT_EQ(target_named(reader, "malignant")->groups.size(), 2U);
  Writer(database, fixed_writer()).transact_and_wait("Train", [](Transaction& t) { add_run(t, {}); });
  EXPECT_EQ(runs(reader).size(), 1U);
}

TEST(Migration, OfAStoredFileOfVersion2KnowsWhatWasRelabelledAndKeepsTheRuns) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(2, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  EXPECT_EQ(relabelled_images(reader), (std::vector<ImageId>{2, 3}));
  const auto check = verify_log(reader);
  EXPECT_TRUE(check.sound()) << check.problems[0];
  EXPECT_EQ(best_checkpoint(reader, 1)->path, "runs/1/best.safetensors");
  EXPECT_EQ(prediction(reader, 1, 1, Split::Val)->images, std::vector<ImageId>{1});
  const Mark before = mark_of(reader);
  Writer writer(database, fixed_writer());
  writer.transact_and_wait("Undo", [](Transaction& t) { undo(t); });
  EXPECT_TRUE(relabelled_images(reader).empty());
  EXPECT_EQ(changes_since(reader, before).labels.size(), 2U);
  EXPECT_TRUE(verify_log(reader).sound());
}

TEST(Migration, OfAStoredFileOfVersion3KeepsItsImagesInTheSetAndItsClassesInUse) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(3, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  const auto rows = images(reader);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_TRUE(rows[2].missing);
  EXPECT_EQ(rows[0].image_group, "");
  EXPECT_EQ(rows[0].import_id, 0);
  for (const Class& known : classes(reader)) EXPECT_FALSE(known.retired);
  EXPECT_FALSE(import_reports(reader)[0].batch) << "what it decided is not known";
  EXPECT_EQ(edit_revision(reader), 0);
  const Mark before = mark_of(reader);
  Writer writer(database, fixed_writer());
  writer.transact_and_wait("Remove 1 image", [&](Transaction& t) { remove_from_set(t, std::vector{rows[0].id}); });
  EXPECT_EQ(changes_since(reader, before).images_edited, std::vector{rows[0].id});
  EXPECT_EQ(images(reader).size(), 2U);
  writer.transact_and_wait("Undo", [](Transaction& t) { undo(t); });
  EXPECT_EQ(images(reader).size(), 3U);
  const auto check = verify_log(reader);
  EXPECT_TRUE(check.sound()) << check.problems[0];
  EXPECT_EQ(check.edits, 2);
}

TEST(Migration, OfAStoredFileOfVersion6KeepsItsRunsWithNothingChosenOrPutAway) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(6, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  const auto rows = runs(reader);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "second");
  EXPECT_EQ(rows[0].state, RunState::Stopped);
  for (const db::Run& row : rows) {
    EXPECT_EQ(row.note, "");
    EXPECT_FALSE(row.deleted || row.threshold || row.parent);
  }
  const auto looks = test_looks(reader);
  ASSERT_EQ(looks.size(), 2U) << "an earlier version counted them as a setting";
  EXPECT_EQ(looks[0].reason, "counted by an earlier version");
  EXPECT_FALSE(looks[0].run || setting(reader, "test_looks"));
  const Mark before = mark_of(reader);
  Writer(database, fixed_writer()).transact_and_wait("Put away", [&](Transaction& t) {
    set_run_deleted(t, rows[1].id, true);
  });
  EXPECT_EQ(changes_since(reader, before).runs, std::vector{rows[1].id}) << "another window is told";
  EXPECT_EQ(prediction(reader, rows[1].id, 1, Split::Val)->images, std::vector<ImageId>{1});
  EXPECT_TRUE(verify_log(reader).sound());
}

TEST(Migration, OfAStoredFileOfVersion7KeepsItsRunsUncalibratedAndTheirPredictionsOfUnknownViews) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(7, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  const auto rows = runs(reader);
  ASSERT_EQ(rows.size(), 2U);
  for (const db::Run& row : rows) EXPECT_EQ(row.calibration_json, "{}");
  EXPECT_EQ(rows[1].threshold, 0.25);
  EXPECT_EQ(prediction(reader, rows[1].id, 1, Split::Val)->views, 0);
  const Mark before = mark_of(reader);
  Writer(database, fixed_writer()).transact_and_wait("Calibrate", [&](Transaction& t) {
    set_run_calibration(t, rows[1].id, R"({"temperature":1.5})");
  });
  EXPECT_EQ(changes_since(reader, before).runs, std::vector{rows[1].id}) << "another window is told";
  EXPECT_EQ(run(reader, rows[1].id)->calibration_json, R"({"temperature":1.5})");
}

TEST(Migration, OfAStoredFileOfVersion8KeepsItsCopiesThoughItIsNotKnownWhichImportMetThem) {
  const TempFolder folder;
  const auto database = Database::open(stored_version(8, folder.path()));
  EXPECT_EQ(version_of(database.file()), Database::current_version());
  const Reader reader(database);
  EXPECT_EQ(run(reader, 1)->calibration_json, R"({"temperature":1.5})");
  const auto copies = image_copies(reader);
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].image, 1);
  EXPECT_EQ(copies[0].path, "/pictures/again/0.jpg");
  EXPECT_TRUE(verify_log(reader).sound());
}

TEST(Migration, LeavesACopyOfTheOldFileBesideIt) {
  const TempFolder folder;
  const auto file = stored_version(1, folder.path());
  const auto database = Database::open(file);
  ASSERT_TRUE(database.backup());
  EXPECT_EQ(*database.backup(), folder.path() / "nevus.v1.backup.db");
  EXPECT_EQ(version_of(*database.backup()), 1);
  const fs::path restored = folder.path() / "restored.db";
  fs::copy_file(*database.backup(), restored);
  EXPECT_TRUE(verify_log(Reader(Database::open(restored))).sound());
  EXPECT_FALSE(Database::open(file).backup()) << "nothing to upgrade any more";
}

TEST(Migration, NeverOverwritesAnEarlierCopy) {
  const TempFolder folder;
  write_file(folder.path() / "nevus.v1.backup.db", "precious");
  const auto database = Database::open(stored_version(1, folder.path()));
  EXPECT_EQ(*database.backup(), folder.path() / "nevus.v1.backup2.db");
  EXPECT_EQ(fs::file_size(folder.path() / "nevus.v1.backup.db"), 8U);
}

TEST(Migration, FromEveryOlderVersionGivesTheSchemaOfANewFile) {
  const TempFolder folder;
  const auto fresh = schema_of(Database::open(folder.path() / "fresh.db").file());
  for (std::size_t count = 1; count < sql::kMigrations.size(); ++count) {
    const auto file = made_by_steps(folder.path(), count);
    ASSERT_EQ(version_of(file), static_cast<int>(count));
    Database::open(file);
    EXPECT_EQ(schema_of(file), fresh) << "from version " << count;
  }
}

// A step once released never changes: its text would no longer make the files people have.
TEST(Migration, StepsStillMakeTheStoredSchemas) {
  for (const int version : {1, 2, 3, 6, 7, 8}) {
    const TempFolder folder;
    const auto stored = schema_of(stored_version(version, folder.path()));
    EXPECT_EQ(schema_of(made_by_steps(folder.path(), static_cast<std::size_t>(version))), stored) << version;
  }
}

TEST(Migration, ThatFailsInTheMiddleLeavesTheFileAsItWas) {
  const TempFolder folder;
  const auto file = stored_version(1, folder.path());
  const auto before = schema_of(file);
  const std::vector<Migration> steps{sql::kMigrations[0],
                                     sql::kMigrations[1],
                                     {3, "CREATE TABLE extra (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"}};
  const auto failure = caught([&] {
    Connection connection(file, Access::ReadWrite, 100);
    migrate(connection, steps);
  });
  ASSERT_TRUE(failure.kind);
  EXPECT_THAT(failure.text, HasSubstr("version 3"));
  EXPECT_EQ(version_of(file), 1);
  EXPECT_EQ(schema_of(file), before);
}

TEST(Migration, ThatBreaksReferencesIsUndone) {
  const TempFolder folder;
  const auto file = stored_version(1, folder.path());
  const std::vector<Migration> steps{{2, "DELETE FROM class WHERE name = 'mel';"}};
  const auto failure = caught([&] {
    Connection connection(file, Access::ReadWrite, 100);
    connection.execute("PRAGMA foreign_keys = OFF");
    migrate(connection, steps);
  });
  EXPECT_EQ(failure.kind, ErrorKind::Damaged);
  EXPECT_EQ(version_of(file), 1);
  EXPECT_TRUE(class_named(Reader(Database::open(file)), "mel"));
}

TEST(Migration, OnAFullDiskSaysSoAndLeavesTheFileAsItWas) {
  const TempFolder folder;
  const auto file = stored_version(1, folder.path());
  const auto failure = caught([&] {
    Connection connection(file, Access::ReadWrite, 100);
    connection.execute("PRAGMA max_page_count = 1");  // means: no more than there are
    migrate(connection, sql::kMigrations);
  });
  EXPECT_EQ(failure.kind, ErrorKind::DiskFull) << failure.text;
  EXPECT_EQ(version_of(file), 1);
  EXPECT_TRUE(verify_log(Reader(Database::open(file))).sound());
}

}  // namespace
}  // namespace db::test
