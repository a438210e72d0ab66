// Entries of a zip that have one name.
#include <gtest/gtest.h>

#include "app/intake/import_source.h"
#include "app/intake/zip_archive.h"
#include "tests/intake/account.h"
#include "tests/intake/container_writer.h"
#include "tests/temp_folder.h"

namespace intake_tests {
namespace {

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

}  // namespace
}  // namespace intake_tests
