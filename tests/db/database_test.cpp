#include "db/database.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <gmock/gmock.h>

#include "tests/content_of.h"
#include "tests/db/child.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

namespace fs = std::filesystem;
using test_support::content_of;
using testing::HasSubstr;

Caught opening(const fs::path& file, OpenMode mode = OpenMode::CreateIfMissing, OpenOptions options = {}) {
  return caught([&] { Database::open(file, mode, options); });
}

// A closed workspace with something in it: its whole content is in the one file.
void fill(Workspace& workspace) {
  const ClassId mel = workspace.add("mel");
  workspace.label(workspace.add_images(200), mel);
  workspace.close();
}

TEST(Database, IsMadeWithWalForeignKeysAndTheCurrentVersion) {
  Workspace workspace;
  SQLite::Database raw(workspace.file().string());
  EXPECT_EQ(raw.execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(raw.execAndGet("PRAGMA user_version").getInt(), Database::current_version());
  EXPECT_EQ(raw.execAndGet("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                           "AND sql NOT LIKE '%) STRICT%'")
                .getInt(),
            0);
  EXPECT_FALSE(workspace.database().backup());
}

TEST(Database, OpensInAFolderWithSpacesAndNonAsciiLetters) {
  const TempFolder folder;
  const fs::path place = folder.path() / "Größe und 皮膚 # ?%20";
  fs::create_directory(place);
  const auto database = Database::open(place / "nevus.db");
  Writer(database).transact_and_wait("Set", [](Transaction& t) { add_class(t, {0, "mel", "", 0, 0}); });
  EXPECT_EQ(classes(Reader(Database::open(place / "nevus.db"))).size(), 1U);
}

TEST(Database, ThatMustExistIsNotMade) {
  const TempFolder folder;
  const auto failure = opening(folder.path() / "nevus.db", OpenMode::MustExist);
  EXPECT_EQ(failure.kind, ErrorKind::NotFound);
  EXPECT_THAT(failure.text, HasSubstr("nevus.db"));
  EXPECT_FALSE(fs::exists(folder.path() / "nevus.db"));
}

TEST(Database, InAMissingFolderSaysSo) {
  const TempFolder folder;
  const auto failure = opening(folder.path() / "none" / "nevus.db");
  EXPECT_EQ(failure.kind, ErrorKind::NotFound);
  EXPECT_THAT(failure.text, HasSubstr("folder does not exist"));
}

TEST(Database, RefusesAFileOfAnotherKindAndLeavesIt) {
  const TempFolder folder;
  const fs::path file = folder.path() / "nevus.db";
  for (const std::string& content : {std::string("hello"), std::string(5000, 'x')}) {
    write_file(file, content);
    const auto failure = opening(file);
    EXPECT_EQ(failure.kind, ErrorKind::NotADatabase) << failure.text;
    EXPECT_THAT(failure.text, HasSubstr(file.string()));
    EXPECT_EQ(content_of(file), content);
  }
  EXPECT_EQ(opening(folder.path()).kind, ErrorKind::NotADatabase);
}

TEST(Database, RefusesTheSqliteFileOfAnotherProgramAndLeavesIt) {
  const TempFolder folder;
  const fs::path file = folder.path() / "nevus.db";
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE a (b)");
  const std::string before = content_of(file);
  const auto failure = opening(file);
  EXPECT_EQ(failure.kind, ErrorKind::NotADatabase);
  EXPECT_THAT(failure.text, HasSubstr("another program"));
  EXPECT_EQ(content_of(file), before);
}

TEST(Database, RefusesAFileOfANewerVersionAndNamesBoth) {
  Workspace workspace;
  fill(workspace);
  SQLite::Database(workspace.file().string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 4711");
  const std::string before = content_of(workspace.file());
  const auto failure = opening(workspace.file());
  EXPECT_EQ(failure.kind, ErrorKind::NewerVersion);
  EXPECT_THAT(failure.text, HasSubstr("4711"));
  EXPECT_THAT(failure.text, HasSubstr("up to " + std::to_string(Database::current_version())));
  EXPECT_EQ(content_of(workspace.file()), before);
}

TEST(Database, RefusesATruncatedFileAndLeavesItWhateverItsLength) {
  Workspace workspace;
  fill(workspace);
  const std::string whole = content_of(workspace.file());
  ASSERT_GT(whole.size(), 40'000U);
  for (const std::size_t length : {std::size_t{1}, std::size_t{99}, std::size_t{700}, std::size_t{4096},
                                   std::size_t{10'000}, whole.size() / 2, whole.size() - 1}) {
    const std::string cut = whole.substr(0, length);
    write_file(workspace.file(), cut);
    const auto failure = opening(workspace.file());
    ASSERT_TRUE(failure.kind) << length;
    EXPECT_TRUE(failure.kind == ErrorKind::Damaged || failure.kind == ErrorKind::NotADatabase)
        << length << ": " << failure.text;
    EXPECT_EQ(content_of(workspace.file()), cut) << length;
  }
  write_file(workspace.file(), whole);
  EXPECT_FALSE(opening(workspace.file()).kind);
}

TEST(Database, RefusesAnEmptiedFileWhoseLogIsStillThere) {
  Workspace workspace;
  workspace.add("mel");
  fs::path log = workspace.file();
  log += "-wal";
  const std::string kept = content_of(log);
  ASSERT_FALSE(kept.empty());
  workspace.close();
  write_file(workspace.file(), "");
  write_file(log, kept);
  EXPECT_EQ(opening(workspace.file()).kind, ErrorKind::Damaged);
  fs::remove(workspace.file());
  EXPECT_EQ(opening(workspace.file()).kind, ErrorKind::Damaged);
  EXPECT_EQ(content_of(log), kept);
}

TEST(Database, HeldByAnotherProgramSaysSoAfterTheTimeout) {
  Workspace workspace;
  workspace.close();
  SQLite::Database other(workspace.file().string(), SQLite::OPEN_READWRITE);
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y)");
  const auto failure = opening(workspace.file(), OpenMode::MustExist, {.busy_timeout_ms = 20});
  EXPECT_EQ(failure.kind, ErrorKind::Locked);
  EXPECT_THAT(failure.text, HasSubstr("another program"));
  other.exec("COMMIT");
}

// Root may write everywhere, so the rights are given up in a child.
std::string message_without_rights(const fs::path& file) {
  Child child([&](int pipe) {
    if (geteuid() == 0 && setuid(65534) != 0) return;
    const std::string text = opening(file).text;
    if (write(pipe, text.data(), text.size()) < 0) _exit(1);
  });
  return child.read_all();
}

TEST(Database, InAReadOnlyFolderOrFileSaysSoAndLosesNothing) {
  Workspace workspace;
  fill(workspace);
  const std::string before = content_of(workspace.file());
  fs::permissions(workspace.file(), fs::perms(0666));
  fs::permissions(workspace.folder(), fs::perms(0555));
  EXPECT_THAT(message_without_rights(workspace.file()), HasSubstr("may not be written"));
  EXPECT_THAT(message_without_rights(workspace.folder() / "new.db"), HasSubstr("may not be written"));
  fs::permissions(workspace.file(), fs::perms(0444));
  fs::permissions(workspace.folder(), fs::perms(0777));
  EXPECT_THAT(message_without_rights(workspace.file()), HasSubstr("may not be written"));
  fs::permissions(workspace.file(), fs::perms(0000));
  EXPECT_THAT(message_without_rights(workspace.file()), HasSubstr("may not be written"));
  EXPECT_EQ(content_of(workspace.file()), before);
}

}  // namespace
}  // namespace db::test
