// Where pictures of a container are put in the workspace.
#include "app/workspace/import_copies.h"

#include <chrono>
#include <fstream>
#include <span>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace app {
namespace {
namespace fs = std::filesystem;

ImportItem entry(const std::string& name) {
  ImportItem item;
  item.path = "/somewhere/set.zip";
  item.entry = name;
  return item;
}

std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ImportCopies, an_entry_keeps_its_folders_below_the_name_of_the_source) {
  EXPECT_EQ(copy_path("/ws", "set", entry("a/b/c.jpg"), ".png"), fs::path("/ws/images/set/a/b/c.jpg"));
}

TEST(ImportCopies, no_name_leads_out_of_the_folder_of_the_source) {
  for (const char* name :
       {"../../c.jpg", "/etc/c.jpg", "a/../../../c.jpg", "..\\..\\c.jpg", "C:\\c.jpg", "./c.jpg", "..", ""}) {
    const fs::path path = copy_path("/ws", "../set", entry(name), ".png");
    EXPECT_TRUE(path.string().starts_with("/ws/images/")) << name << ": " << path;
    EXPECT_EQ(path.string().find(".."), path.string().find("..", path.string().size() - 1)) << name << ": " << path;
  }
}

TEST(ImportCopies, control_signs_and_long_names_are_made_harmless_and_stay_different) {
  const std::string path = copy_path("/ws", "set", entry("a\nb\x1b[31m.jpg"), ".png").filename().string();
  EXPECT_EQ(path, "a_b_[31m.jpg");
  const std::string one = copy_path("/ws", "set", entry(std::string(400, 'x') + "1.jpg"), ".png").filename().string();
  const std::string two = copy_path("/ws", "set", entry(std::string(400, 'x') + "2.jpg"), ".png").filename().string();
  EXPECT_LE(one.size(), 120U);
  EXPECT_NE(one, two);
  EXPECT_TRUE(one.ends_with(".jpg"));
}

TEST(ImportCopies, a_file_of_the_same_content_is_used_again_and_another_one_left_alone) {
  const test_support::TempFolder folder;
  const fs::path wanted = folder / "images/set/a.jpg";
  EXPECT_EQ(write_copy(wanted, bytes("one")), wanted);
  EXPECT_EQ(write_copy(wanted, bytes("one")), wanted);
  const fs::path second = write_copy(wanted, bytes("two"));
  EXPECT_EQ(second.filename(), "a (2).jpg");
  EXPECT_EQ(content(wanted), "one");
  EXPECT_EQ(content(second), "two");
  EXPECT_EQ(write_copy(wanted, bytes("two")), second);
}

TEST(ImportCopies, what_another_import_is_writing_is_left_alone) {
  const test_support::TempFolder folder;
  fs::create_directories(folder / "images");
  folder.write("images/a.jpg.partial", "theirs");
  EXPECT_EQ(write_copy(folder / "images/a.jpg", bytes("mine")), folder / "images/a.jpg");
  EXPECT_EQ(content(folder / "images/a.jpg.partial"), "theirs");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "images"), {}), 2) << "nothing else is left behind";
}

TEST(ImportCopies, only_what_was_left_half_written_for_a_day_is_removed) {
  const test_support::TempFolder folder;
  fs::create_directories(folder / "images/set");
  const auto now = fs::file_time_type::clock::now();
  const auto file = [&](const std::string& name, int hours) {
    const fs::path path = folder.write("images/set/" + name, "half");
    fs::last_write_time(path, now - std::chrono::hours(hours));
    return path;
  };
  const fs::path left = file("a.jpg.77-123.partial", 25), young = file("b.jpg.77-124.partial", 23);
  const fs::path theirs = file("c.jpg.partial", 25), picture = file("d.77-123.jpg", 25);
  remove_left_partials(folder.path(), now);
  EXPECT_FALSE(fs::exists(left));
  for (const fs::path& stays : {young, theirs, picture}) EXPECT_TRUE(fs::exists(stays)) << stays;
  remove_left_partials(folder / "nowhere", now);
}

TEST(ImportCopies, two_imports_that_copy_the_same_names_at_once_keep_their_own_pictures) {
  const test_support::TempFolder folder;
  constexpr int kNames = 300;
  const auto copy_all = [&](const std::string& of, std::vector<fs::path>& places) {
    for (int i = 0; i < kNames; ++i)
      places.push_back(write_copy(folder / "images" / (std::to_string(i) + ".jpg"), bytes(of + std::to_string(i))));
  };
  std::vector<fs::path> ones, others;
  {
    const std::jthread other([&] { copy_all("other", others); });
    copy_all("one", ones);
  }
  for (std::size_t i = 0; i < kNames; ++i) {
    EXPECT_EQ(content(ones[i]), "one" + std::to_string(i));
    EXPECT_EQ(content(others[i]), "other" + std::to_string(i));
  }
}

TEST(ImportCopies, a_link_is_not_written_through) {
  const test_support::TempFolder folder;
  folder.write("precious.txt", "mine");
  fs::create_directories(folder / "images");
  fs::create_symlink(folder / "precious.txt", folder / "images/a.jpg");
  EXPECT_NE(write_copy(folder / "images/a.jpg", bytes("theirs")), folder / "images/a.jpg");
  EXPECT_EQ(content(folder / "precious.txt"), "mine");
}

}  // namespace
}  // namespace app
