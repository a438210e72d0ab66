// What was there stays until the new file is whole, and so do its rights; what is no file is written through.
#include "ml/model/atomic_file.h"

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/content_of.h"
#include "tests/temp_folder.h"

namespace ml {
namespace {
namespace fs = std::filesystem;

void replace_by(const fs::path& file, std::string_view text) {
  write_file_atomically(file, std::array<std::string_view, 2>{text.substr(0, 1), text.substr(1)});
}

TEST(AtomicFile, keeps_the_rights_of_the_file_that_it_replaces) {
  const test_support::TempFolder folder;
  const fs::path file = folder.write("a", "old");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  replace_by(file, "new");
  EXPECT_EQ(test_support::content_of(file), "new");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST(AtomicFile, that_cannot_be_written_leaves_what_was_there_and_says_what_to_do) {
  const test_support::TempFolder folder;
  const fs::path file = folder.write("a", "old");
  fs::create_directory(file.string() + ".tmp" + std::to_string(::getpid()));  // in the way of the new file
  EXPECT_THAT([&] { replace_by(file, "new"); }, ::testing::ThrowsMessage<std::runtime_error>(
                                                    ::testing::HasSubstr("check the folder and its permissions")));
  EXPECT_EQ(test_support::content_of(file), "old");
}

TEST(AtomicFile, of_a_device_is_the_device_but_the_folder_in_memory_is_one_as_any_other) {
  EXPECT_TRUE(is_written_through("/dev/null"));
  EXPECT_TRUE(is_written_through("/proc/self/fd/1"));
  EXPECT_FALSE(is_written_through("/dev/shm/nevus.csv"));
  EXPECT_NO_THROW(replace_by("/dev/null", "gone"));
  EXPECT_THROW(replace_by("/dev/full", "no room"), std::runtime_error);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(AtomicFile, that_stdout_is_sent_to_stands_before_what_is_printed_afterwards) {
  const test_support::TempFolder folder;
  const fs::path file = folder.write("a", "");
  const int stdout_before = ::dup(STDOUT_FILENO), sent_to = ::open(file.c_str(), O_WRONLY);
  ASSERT_EQ(::dup2(sent_to, STDOUT_FILENO), STDOUT_FILENO);
  replace_by("/dev/stdout", "a table\n");
  const auto printed = ::write(STDOUT_FILENO, "said\n", 5);
  ::dup2(stdout_before, STDOUT_FILENO);
  ::close(stdout_before);
  ::close(sent_to);
  EXPECT_EQ(printed, 5);
  EXPECT_EQ(test_support::content_of(file), "a table\nsaid\n");
}

}  // namespace
}  // namespace ml
