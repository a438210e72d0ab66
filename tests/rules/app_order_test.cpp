// The folders of app stand in one order, and a folder includes only those before it; some know less than that.
// Third-party libraries have one home each.
#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/tree.h"

namespace rules {
namespace {

const Strings kOrder = {"core",   "demo",   "table",   "intake", "workspace", "export", "stress",
                        "report", "models", "widgets", "pages",  "shell",     "cli"};

std::ptrdiff_t place_of(const std::string& folder) { return std::ranges::find(kOrder, folder) - kOrder.begin(); }

// "core" of "app/core/types.h"; empty for anything directly in app, or outside it.
std::string folder_of(const std::string& path) {
  static const std::regex pattern("^app/([a-z_]+)/");
  std::smatch match;
  return std::regex_search(path, match, pattern) ? match.str(1) : "";
}

Strings offences(const char* in, const char* header, const std::set<std::string>& homes = {}) {
  const std::regex file_pattern(in), header_pattern(header);
  Strings list;
  for (const Include& include : includes_of(product_sources()))
    if (std::regex_search(include.file, file_pattern) && std::regex_search(include.header, header_pattern) &&
        !homes.contains(include.file))
      list.push_back(include.file + " includes " + include.header);
  return list;
}

TEST(AppOrder, every_folder_includes_only_those_before_it) {
  Strings wrong;
  for (const Include& include : includes_of(product_sources())) {
    const std::string from = folder_of(include.file), to = folder_of(include.header);
    if (!from.empty() && !to.empty() && place_of(to) > place_of(from))
      wrong.push_back(include.file + " includes " + include.header);
  }
  EXPECT_EQ(wrong, Strings{});
}

TEST(AppOrder, every_folder_has_its_place) {
  Strings strangers;
  for (const auto& entry : fs::directory_iterator(fs::path(NEVUS_SOURCE_DIR) / "app"))
    if (entry.is_directory() && !std::ranges::count(kOrder, entry.path().filename().string()))
      strangers.push_back(entry.path().filename().string());
  EXPECT_EQ(strangers, Strings{});
}

TEST(AppOrder, core_knows_the_standard_library_only) {
  EXPECT_EQ(offences("^app/core/", "^(engine|ml|db)/"), Strings{});
}

TEST(AppOrder, the_table_knows_neither_screen_nor_database_nor_network) {
  EXPECT_EQ(offences("^app/table/", "imgui|vulkan|^SDL|sqlite|dnnl|^db/(writer|reader|database|sqlite)"), Strings{});
}

TEST(AppOrder, intake_reads_what_there_is_and_knows_nothing_of_workspaces) {
  EXPECT_EQ(offences("^app/intake/", "^(ml|db|engine)/|^app/(?!core/|intake/)"), Strings{});
}

TEST(AppOrder, the_libraries_of_containers_are_seen_in_one_file_each) {
  EXPECT_EQ(offences("", "^archive(_entry)?\\.h$", {"app/intake/zip_archive.cpp"}), Strings{});
  EXPECT_EQ(offences("", "^expat\\.h$", {"app/intake/xml_reader.cpp"}), Strings{});
  EXPECT_EQ(offences("", "^hdf5\\.h$", {"app/intake/hdf5_file.cpp"}), Strings{});
  EXPECT_EQ(offences("", "^dcmtk/", {"app/intake/dicom_file.cpp"}), Strings{});
  EXPECT_EQ(offences("", "^(librsvg|cairo)", {"app/report/figure_png.cpp"}), Strings{});
}

TEST(AppOrder, the_demo_generator_knows_images_only) {
  EXPECT_EQ(offences("^app/demo/", "^(ml|db)/|^engine/(?!image/)"), Strings{});
}

TEST(AppOrder, the_command_line_and_json_libraries_are_parsed_in_one_file_each) {
  EXPECT_EQ(offences("", "^CLI/", {"app/cli/command_line.cpp"}), Strings{});
  EXPECT_EQ(offences("^(app|engine)/", "^nlohmann/", {"app/core/json.cpp"}), Strings{});
  EXPECT_EQ(offences("^(ml|db)/.*\\.h$", "^nlohmann/"), Strings{});
}

}  // namespace
}  // namespace rules
