// Pictures out of zips and DICOM files: which are new, what their copies are called, and that none stands for another.
#include <chrono>
#include <fstream>
#include <sstream>

#include "app/workspace/content_check.h"
#include "app/workspace/import_copies.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::string le(std::uint32_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i));
  return text;
}

std::uint32_t crc_of(const std::string& content) {
  std::uint32_t crc = ~0U;
  for (const char c : content) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

// Entries as they are, without packing.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string files, contents;
  for (const auto& [name, content] : entries) {
    const auto size = static_cast<std::uint32_t>(content.size());
    const std::string facts = std::string(8, '\0') + le(crc_of(content), 4) + le(size, 4) + le(size, 4) +
                              le(static_cast<std::uint32_t>(name.size()), 2) + le(0, 2);
    contents += "PK\1\2" + le(20, 2) + le(20, 2) + facts + std::string(10, '\0') +
                le(static_cast<std::uint32_t>(files.size()), 4) + name;
    files += "PK\3\4" + le(20, 2) + facts + name + content;
  }
  const auto count = static_cast<std::uint32_t>(entries.size());
  return files + contents + "PK\5\6" + le(0, 4) + le(count, 2) + le(count, 2) +
         le(static_cast<std::uint32_t>(contents.size()), 4) + le(static_cast<std::uint32_t>(files.size()), 4) +
         le(0, 2);
}

std::string element(std::uint32_t group, std::uint32_t number, const std::string& kind, std::string value) {
  if (value.size() % 2 != 0) value += kind == "UI" || kind == "OB" ? '\0' : ' ';
  const auto size = static_cast<std::uint32_t>(value.size());
  return le(group, 2) + le(number, 2) + kind + (kind == "OB" ? le(0, 2) + le(size, 4) : le(size, 2)) + value;
}

// Flat frames of 2 x 2 pixels, each of its shade.
std::string dicom_of(const std::string& shades) {
  std::string pixels;
  for (const char shade : shades) pixels += std::string(12, shade);
  const std::string syntax = element(2, 0x10, "UI", "1.2.840.10008.1.2.1");
  return std::string(128, '\0') + "DICM" + element(2, 0, "UL", le(static_cast<std::uint32_t>(syntax.size()), 4)) +
         syntax + element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.77.1.4") + element(0x10, 0x40, "CS", "F") +
         element(0x28, 2, "US", le(3, 2)) + element(0x28, 4, "CS", "RGB") + element(0x28, 6, "US", le(0, 2)) +
         element(0x28, 8, "IS", std::to_string(shades.size())) + element(0x28, 0x10, "US", le(2, 2)) +
         element(0x28, 0x11, "US", le(2, 2)) + element(0x28, 0x100, "US", le(8, 2)) +
         element(0x7FE0, 0x10, "OB", pixels);
}

class ImportContainers : public ImportPictures {
 protected:
  // nv/1.png and mel/2.png, of two shades.
  fs::path zip(const std::string& name, int shade) {
    fs::create_directories((folder_ / name).parent_path());
    return folder_.write(name, zip_of({{"nv/1.png", bytes(shade)}, {"mel/2.png", bytes(shade + 1)}}));
  }
  std::string bytes(int shade) {
    std::ifstream in(picture("made.png", shade), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  // Where the copies are, below images/, with their classes.
  std::vector<std::string> copies() const {
    std::vector<std::string> all;
    const auto reader = workspace_.make_reader();
    for (const db::Image& image : db::images(*reader)) {
      EXPECT_TRUE(fs::exists(image.path)) << image.path;
      all.push_back(fs::path(image.path).lexically_relative(folder_ / "ws/images").string() +
                    (image.label ? "" : " unlabelled"));
    }
    return all;
  }
};

TEST_F(ImportContainers, a_second_zip_of_the_same_names_brings_its_own_pictures) {
  EXPECT_EQ(import(zip("A/photos.zip", 10)).added, 2);
  const auto second = zip("B/photos.zip", 20);
  const ImportPlan made = plan(second);
  EXPECT_EQ(made.count(Planned::Add), 2);
  EXPECT_EQ(made.count(Planned::Changed), 0);
  EXPECT_TRUE(made.conflicts.empty());
  EXPECT_EQ(import(second, {ConflictKind::Content}).added, 2);
  EXPECT_THAT(copies(), UnorderedElementsAre("photos/nv/1.png", "photos/mel/2.png", "photos/nv/1 (2).png",
                                             "photos/mel/2 (2).png"));
}

TEST_F(ImportContainers, what_was_imported_is_known_again) {
  const auto one = zip("A/photos.zip", 10), two = zip("B/photos.zip", 20);
  import(one);
  import(two);
  for (const auto& again : {one, two}) EXPECT_EQ(import(again).known, 2);
  EXPECT_EQ(copies().size(), 4U);
}

TEST_F(ImportContainers, a_copy_that_was_lost_is_made_again_where_it_stood) {
  const auto one = zip("A/photos.zip", 10), two = zip("B/photos.zip", 20);
  import(one);
  import(two);
  const auto before = copies();
  fs::remove_all(folder_ / "ws/images");
  EXPECT_EQ(import(two).known, 2);
  EXPECT_EQ(import(one).known, 2);
  EXPECT_EQ(copies(), before);
}

TEST_F(ImportContainers, a_copy_that_holds_another_picture_is_made_again_beside_it) {
  const auto set = zip("A/photos.zip", 10);
  import(set);
  const fs::path copy = folder_ / "ws/images/photos/nv/1.png";
  fs::copy_file(picture("made.png", 99), copy, fs::copy_options::overwrite_existing);
  EXPECT_EQ(import(set).relinked, 1);
  EXPECT_THAT(copies(), UnorderedElementsAre("photos/nv/1 (2).png", "photos/mel/2.png"));
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(check_content(db::images(*reader), {}, {.every_hash = true}).whole());
  EXPECT_TRUE(fs::exists(copy)) << "whoever wrote it has it still";
  EXPECT_EQ(import(set).known, 2);
}

TEST_F(ImportContainers, a_picture_that_changes_while_it_is_imported_is_left_out_and_named) {
  const auto set = zip("A/photos.zip", 10);
  const ImportPlan made = plan(set);
  zip("A/photos.zip", 11);  // its first picture is the second one of before, its second a new one
  const ImportReport report = apply_plan(workspace_, made, {}, {}, {});
  EXPECT_EQ(report.added, 0);
  EXPECT_EQ(report.failures.size(), 2U);
  EXPECT_THAT(describe(report), HasSubstr("its content changed while it was imported"));
  EXPECT_FALSE(fs::exists(folder_ / "ws/images/photos/nv/1.png"));
}

TEST_F(ImportContainers, of_two_entries_of_one_name_the_first_is_imported_and_the_second_left_out) {
  const auto set =
      folder_.write("twice.zip", zip_of({{"nv/a.png", bytes(10)}, {"nv/b.png", bytes(20)}, {"nv/a.png", bytes(30)}}));
  const ImportReport report = import(set);
  EXPECT_EQ(report.added, 2);
  EXPECT_EQ(report.duplicates, 0);
  EXPECT_THAT(describe(report), HasSubstr("entries of a zip with the name of an earlier one"));
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(check_content(db::images(*reader), {}, {.every_hash = true}).whole());
}

TEST_F(ImportContainers, what_an_import_left_half_copied_is_removed_by_the_next) {
  fs::create_directories(folder_ / "ws/images/old/nv");
  const fs::path left = folder_.write("ws/images/old/nv/1.png.77-123.partial", "half");
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(48));
  import(zip("A/photos.zip", 10));
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(ImportContainers, a_picture_whose_file_is_gone_is_found_in_a_zip_and_copied) {
  import(picture("loose/x.png", 10));
  fs::remove(folder_ / "loose/x.png");
  EXPECT_EQ(import(zip("A/photos.zip", 10)).relinked, 1);
  EXPECT_THAT(copies(), UnorderedElementsAre("photos/nv/1.png unlabelled", "photos/mel/2.png"));
}

TEST_F(ImportContainers, a_picture_that_is_here_as_a_file_is_known_and_not_copied) {
  import(picture("loose/x.png", 10));
  EXPECT_EQ(import(zip("A/photos.zip", 10)).known, 1);
  EXPECT_THAT(copies(), UnorderedElementsAre("../../loose/x.png unlabelled", "photos/mel/2.png"));
  EXPECT_FALSE(fs::exists(folder_ / "ws/images/photos/nv/1.png"));
}

TEST_F(ImportContainers, dicom_files_of_a_second_batch_are_other_pictures_and_copies_keep_their_names) {
  for (const char* name : {"one/visit/x", "two/visit/x"}) fs::create_directories((folder_ / name).parent_path());
  folder_.write("one/visit/a.dcm", dicom_of("A"));
  folder_.write("one/visit/b.dcm", dicom_of("BC"));
  folder_.write("two/visit/a.dcm", dicom_of("D"));
  EXPECT_EQ(import(folder_ / "one/visit").added, 3);
  EXPECT_THAT(copies(), UnorderedElementsAre("visit/a.dcm.png unlabelled", "visit/b.dcm.png unlabelled",
                                             "visit/b.dcm frame 2.png unlabelled"));
  const ImportPlan second = plan(folder_ / "two/visit");
  EXPECT_EQ(second.count(Planned::Add), 1);
  EXPECT_TRUE(second.conflicts.empty());
  EXPECT_EQ(import(folder_ / "two/visit").added, 1);
  EXPECT_EQ(copies().back(), "visit/a.dcm (2).png unlabelled");
  EXPECT_EQ(import(folder_ / "one/visit").known, 3);
}

TEST(EntryName, is_of_a_dicom_file_its_own) {
  EXPECT_EQ(entry_name({.path = "/x/a.dcm", .entry = "frame 1"}), "a.dcm");
  EXPECT_EQ(entry_name({.path = "/x/a.dcm", .entry = "frame 2"}), "a.dcm frame 2");
  EXPECT_EQ(entry_name({.path = "/x/a.zip", .entry = "nv/1.png"}), "nv/1.png");
}

}  // namespace
}  // namespace app::test
