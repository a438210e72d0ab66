// A workspace that cannot be written is still looked at; one that is damaged is called that; the log stays short.
#include <cstdlib>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "db/check.h"
#include "db/sqlite/file_system.h"
#include "tests/content_of.h"
#include "tests/db/child.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

namespace fs = std::filesystem;
using test_support::content_of;
using testing::HasSubstr;
using testing::IsEmpty;

fs::path log_of(const fs::path& file) { return file.string() + "-wal"; }

std::string journal_mode(const fs::path& file) {
  return SQLite::Database(file.string()).execAndGet("PRAGMA journal_mode").getString();
}

TEST(DatabaseView, OfAFileHeldExclusivelyShowsWhatWasCommitted) {
  Workspace workspace;
  workspace.add_images(3);
  workspace.close();
  SQLite::Database other(workspace.file().string(), SQLite::OPEN_READWRITE);
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM image WHERE id = 1");
  const OpenOptions soon{.busy_timeout_ms = 20};
  EXPECT_EQ(caught([&] { Database::open(workspace.file(), OpenMode::MustExist, soon); }).kind, ErrorKind::Locked);
  const Database view = Database::open_to_view(workspace.file(), soon);
  EXPECT_EQ(images(Reader(view)).size(), 3U);
  EXPECT_NE(view.file(), workspace.file());
  struct stat found {};
  ASSERT_EQ(::stat(view.file().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 077U, 0U);
  other.exec("ROLLBACK");
}

TEST(DatabaseView, WithoutAFolderOfTemporaryFilesNamesWhatToSet) {
  Workspace workspace;
  workspace.close();
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "";
  ::setenv("TMPDIR", "/no/such/folder", 1);
  const auto failure = caught([&] { Database::open_to_view(workspace.file(), {.on_network = true}); });
  before != nullptr ? ::setenv("TMPDIR", kept.c_str(), 1) : ::unsetenv("TMPDIR");
  EXPECT_EQ(failure.kind, ErrorKind::InputOutput);
  EXPECT_THAT(failure.text, HasSubstr("Set TMPDIR to a folder"));
  EXPECT_THAT(failure.text, HasSubstr("/no/such/folder"));
}

TEST(DatabaseView, ThatWasCopiedLeavesNothingBehind) {
  Workspace workspace;
  workspace.close();
  fs::path copy;
  {
    const Database view = Database::open_to_view(workspace.file(), {.on_network = true});
    copy = view.file();
    EXPECT_TRUE(fs::exists(copy));
  }
  EXPECT_FALSE(fs::exists(copy.parent_path()));
}

TEST(DatabaseView, WhileAnotherProgramWritesIsReadInPlaceAndFollowsIt) {
  Workspace workspace;
  workspace.add_images(2);
  EXPECT_TRUE(workspace.database().can_be_written_within(20));
  SQLite::Database other(workspace.file().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  EXPECT_FALSE(workspace.database().can_be_written_within(20));
  const Database view = Database::open_to_view(workspace.file());
  const Reader reader(view);
  EXPECT_EQ(view.file(), workspace.file());
  other.exec("ROLLBACK");
  workspace.add_images(1, 5);
  EXPECT_EQ(images(reader).size(), 3U);
}

TEST(DatabaseView, InAFolderWithoutRightsHasAlsoWhatIsStillInTheLog) {
  Workspace workspace;
  workspace.add_images(4);  // in the log, the writer is still open
  const TempFolder place;
  const fs::path file = place.path() / "nevus.db";
  fs::copy_file(workspace.file(), file);
  fs::copy_file(log_of(workspace.file()), log_of(file));
  const std::string before = content_of(file);
  fs::permissions(file, fs::perms(0444));
  fs::permissions(log_of(file), fs::perms(0444));
  fs::permissions(place.path(), fs::perms(0555));
  Child child([&](int pipe) {
    if (geteuid() == 0 && setuid(65534) != 0) return;
    std::string said;
    try {
      said = std::to_string(images(Reader(Database::open_to_view(file))).size()) + " images";
    } catch (const std::exception& error) {
      said = error.what();
    }
    if (write(pipe, said.data(), said.size()) < 0) _exit(1);
  });
  EXPECT_EQ(child.read_all(), "4 images");
  fs::permissions(place.path(), fs::perms(0755));
  EXPECT_EQ(content_of(file), before);
}

TEST(DamagedDatabase, OfZeroBytesIsCalledThatAndNotWrittenOver) {
  const TempFolder folder;
  const fs::path file = folder.path() / "nevus.db";
  write_file(file, "");
  for (const OpenMode mode : {OpenMode::CreateIfMissing, OpenMode::MustExist}) {
    const auto failure = caught([&] { Database::open(file, mode); });
    EXPECT_EQ(failure.kind, ErrorKind::Damaged);
    EXPECT_THAT(failure.text, HasSubstr("0 bytes"));
    EXPECT_EQ(fs::file_size(file), 0U);
  }
}

TEST(DamagedDatabase, WhoseBeginningIsZerosIsCalledThatAndLeft) {
  Workspace workspace;
  workspace.close();
  const std::string whole = content_of(workspace.file());
  for (const std::size_t zeros : {std::size_t{4096}, whole.size()}) {
    const std::string zeroed = std::string(zeros, '\0') + whole.substr(zeros);
    write_file(workspace.file(), zeroed);
    const auto failure = caught([&] { Database::open(workspace.file()); });
    EXPECT_EQ(failure.kind, ErrorKind::Damaged) << failure.text;
    EXPECT_THAT(failure.text, HasSubstr("zeros"));
    EXPECT_EQ(content_of(workspace.file()), zeroed);
  }
}

TEST(NetworkFolder, IsKnownByTheNumberOfItsFileSystem) {
  for (const std::uint64_t type : {0x6969UL, 0x517BUL, 0xFF534D42UL, 0xFE534D42UL, 0x65735546UL, 0x01021997UL})
    EXPECT_TRUE(is_network_type(type)) << type;
  for (const std::uint64_t type : {0xEF53UL, 0x9123683EUL, 0x58465342UL, 0x01021994UL, 0x794C7630UL})
    EXPECT_FALSE(is_network_type(type)) << type;  // ext4, btrfs, xfs, tmpfs, overlay
}

TEST(NetworkFolder, GetsARollbackJournalAlsoWhereThereWasALogAndALocalOneALogAgain) {
  Workspace workspace;
  workspace.add_images(2);
  workspace.close();
  ASSERT_EQ(journal_mode(workspace.file()), "wal");
  const OpenOptions network{.on_network = true};
  {
    const auto database = Database::open(workspace.file(), OpenMode::MustExist, network);
    Writer writer(database, fixed_writer());
    writer.transact_and_wait("Import", [](Transaction& t) { add_image(t, image_row(7)); });
    EXPECT_EQ(images(Reader(database)).size(), 3U);
    EXPECT_FALSE(fs::exists(log_of(workspace.file())));
  }
  EXPECT_EQ(journal_mode(workspace.file()), "delete");
  workspace.open();
  EXPECT_EQ(journal_mode(workspace.file()), "wal");
}

TEST(WriteAheadLog, IsEmptiedWhenTheWriterEndsThoughOthersGoOnReading) {
  Workspace workspace;
  workspace.add_images(50);
  const Reader other(workspace.database());
  EXPECT_EQ(images(other).size(), 50U);
  ASSERT_GT(fs::file_size(log_of(workspace.file())), 0U);
  workspace.close();
  EXPECT_EQ(fs::file_size(log_of(workspace.file())), 0U);
}

TEST(WriteAheadLog, StaysShortOnceALongReaderIsDoneAndIsNotLetGrowWithoutEnd) {
  constexpr std::uintmax_t kSoft = 200'000, kHard = 600'000;
  Workspace workspace({.write_timeout_ms = 50, .log_soft_bytes = kSoft, .log_hard_bytes = kHard});
  const Reader other(workspace.database());
  {
    const Reader::Snapshot old_state(other);
    int number = 0;
    Caught full;
    for (; number < 500 && !full.kind; ++number) full = caught([&] { workspace.add_images(20, number * 20); });
    EXPECT_EQ(full.kind, ErrorKind::Locked);
    EXPECT_THAT(full.text, HasSubstr("old state"));
    EXPECT_LT(fs::file_size(log_of(workspace.file())), 2 * kHard);
    EXPECT_EQ(images(other).size(), 0U);
  }
  workspace.add_images(20, 100'000);
  EXPECT_LT(fs::file_size(log_of(workspace.file())), kSoft);
}

TEST(NewDatabase, IsItsOwnersAloneWhateverTheMask) {
  const mode_t before = ::umask(0);
  Workspace workspace;
  workspace.add("mel");
  ::umask(before);
  for (const fs::path& file : {workspace.file(), log_of(workspace.file())}) {
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0) << file;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << file;
  }
}

TEST(CheckOfTheFile, FindsPagesThatWereOverwrittenAndRowsThatReferToNone) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  workspace.label(workspace.add_images(300), mel);
  EXPECT_THAT(integrity_problems(workspace.reader()), IsEmpty());
  EXPECT_THAT(reference_problems(workspace.reader()), IsEmpty());
  workspace.close();
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  raw.exec("INSERT INTO epoch VALUES (99, 1, 0, 0, 0, 0, 0, 0, '{}')");
  EXPECT_THAT(reference_problems(Reader(Database::open(workspace.file()))),
              testing::Contains(HasSubstr("table epoch refers to a row of run")));
  std::string bytes = content_of(workspace.file());
  bytes.replace(bytes.size() - 3 * 4096, 4096, 4096, '\x55');
  write_file(workspace.file(), bytes);
  EXPECT_FALSE(integrity_problems(Reader(Database::open(workspace.file()))).empty());
}

}  // namespace
}  // namespace db::test
