// Names of the entries of a zip: one of several, and as some programs write them.
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "app/intake/entry_reader.h"
#include "app/intake/import_source.h"
#include "app/intake/zip_archive.h"
#include "tests/intake/account.h"
#include "tests/intake/container_writer.h"
#include "tests/temp_folder.h"

namespace intake_tests {
namespace {

// A link, and then a file of the same name.
void write_link_and_file(const std::filesystem::path& zip, const std::string& name, const std::string& content) {
  const std::unique_ptr<archive, decltype(&archive_write_free)> out(archive_write_new(), archive_write_free);
  archive_write_set_format_zip(out.get());
  ASSERT_EQ(archive_write_open_filename(out.get(), zip.c_str()), ARCHIVE_OK);
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_filetype(entry.get(), AE_IFLNK);
  archive_entry_set_symlink(entry.get(), "elsewhere.jpg");
  ASSERT_EQ(archive_write_header(out.get(), entry.get()), ARCHIVE_OK);
  archive_entry_set_symlink(entry.get(), nullptr);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_size(entry.get(), static_cast<std::int64_t>(content.size()));
  ASSERT_EQ(archive_write_header(out.get(), entry.get()), ARCHIVE_OK);
  archive_write_data(out.get(), content.data(), content.size());
}

TEST(ZipNames, of_two_entries_of_one_name_the_first_is_meant_in_whatever_order_they_are_read) {
  const test_support::TempFolder folder;
  write_zip(folder / "set.zip", {{"a.jpg", "first"}, {"b.jpg", "B"}, {"a.jpg", "second"}});
  const app::ImportSource source = app::read_import_source(folder / "set.zip");
  EXPECT_EQ(source.items.size(), 2U);
  EXPECT_EQ(left_out(source, "entries of a zip with the name of an earlier one"), 1);
  app::ZipArchive zip(folder / "set.zip");
  EXPECT_EQ(zip.read("b.jpg").size(), 1U);
  EXPECT_EQ(zip.read("a.jpg").size(), 5U);
}

TEST(ZipNames, of_two_entries_of_one_name_the_first_that_can_be_read_is_meant) {
  const test_support::TempFolder folder;
  write_link_and_file(folder / "set.zip", "nv/a.jpg", "file");
  const app::ImportSource source = app::read_import_source(folder / "set.zip");
  EXPECT_EQ(left_out(source, "links and devices in a zip"), 1);
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(app::read_entry(source.items[0]).size(), 4U);
}

TEST(ZipNames, that_begin_with_a_point_and_a_slash_are_no_hidden_files) {
  const test_support::TempFolder folder;
  write_zip(folder / "set.zip", {{"./nv/a.jpg", "A"}, {"./mel/b.jpg", "BB"}, {"./nv/.c.jpg", "C"}});
  const app::ImportSource source = app::read_import_source(folder / "set.zip");
  EXPECT_EQ(left_out(source, "hidden files"), 1);
  ASSERT_EQ(source.items.size(), 2U) << text_of(source);
  for (const app::ImportItem& item : source.items)
    EXPECT_EQ(app::read_entry(item).size(), item.label == "nv" ? 1U : 2U) << item.label;
}

}  // namespace
}  // namespace intake_tests
