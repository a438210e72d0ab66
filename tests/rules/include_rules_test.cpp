// Walks the tree: who may include whom, and where third-party headers may stand.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace {
namespace fs = std::filesystem;

struct Include {
  std::string file;  // relative to the repository
  std::string header;
};

std::vector<Include> all_includes() {
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  const fs::path root = NEVUS_SOURCE_DIR;
  std::vector<Include> found;
  for (const char* folder : {"engine", "ml", "db", "app"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_search(line, match, pattern))
          found.push_back({fs::relative(entry.path(), root).string(), match[1]});
      }
    }
  }
  return found;
}

// Every include whose file starts with one of `in` and whose header matches `header`, unless allowed.
std::vector<std::string> offences(const std::regex& in, const std::regex& header) {
  std::vector<std::string> list;
  for (const Include& include : all_includes()) {
    if (std::regex_search(include.file, in) && std::regex_search(include.header, header)) {
      list.push_back(include.file + " includes " + include.header);
    }
  }
  return list;
}

using Strings = std::vector<std::string>;

TEST(IncludeRules, the_walk_sees_the_tree) { EXPECT_GT(all_includes().size(), 200U); }

TEST(IncludeRules, siblings_do_not_include_each_other_or_the_app) {
  EXPECT_EQ(offences(std::regex("^engine/"), std::regex("^(ml|db|app)/")), Strings{});
  EXPECT_EQ(offences(std::regex("^ml/"), std::regex("^(engine|db|app)/")), Strings{});
  EXPECT_EQ(offences(std::regex("^db/"), std::regex("^(engine|ml|app)/")), Strings{});
}

TEST(IncludeRules, no_two_folders_include_each_other) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Include& include : all_includes())
    pairs.emplace(fs::path(include.file).parent_path().string(), fs::path(include.header).parent_path().string());
  std::vector<std::string> circles;
  for (const auto& [from, to] : pairs)
    if (from < to && pairs.contains({to, from})) circles.push_back(from + " and " + to);
  EXPECT_EQ(circles, Strings{});
}

TEST(IncludeRules, core_knows_neither_screen_nor_database_nor_trainer) {
  EXPECT_EQ(offences(std::regex("^app/core/"), std::regex("^(engine|ml|db)/|imgui|vulkan|sqlite|SDL")), Strings{});
}

TEST(IncludeRules, models_know_neither_pages_nor_shell) {
  EXPECT_EQ(offences(std::regex("^app/models/"), std::regex("^app/(widgets|pages|shell|cli|demo)/|imgui")), Strings{});
}

TEST(IncludeRules, widgets_know_values_and_style_only) {
  EXPECT_EQ(offences(std::regex("^app/widgets/"), std::regex("^(ml|db)/|^app/(?!core/|widgets/)")), Strings{});
}

TEST(IncludeRules, pages_do_not_know_the_shell) {
  EXPECT_EQ(offences(std::regex("^app/pages/"), std::regex("^app/(shell|cli|demo)/")), Strings{});
}

TEST(IncludeRules, panels_know_neither_trainer_nor_database_nor_workspace) {
  EXPECT_EQ(offences(std::regex("^app/(pages|shell)/.*_(panel|form|grid|filters|evaluation|parts|dialog)\\."),
                     std::regex("^(ml|db)/|^app/workspace/")),
            Strings{});
}

TEST(IncludeRules, pages_do_not_include_pages) {
  const std::vector<std::string> pages = {"library", "inspect", "train", "duplicates", "errors", "compare"};
  for (const std::string& page : pages) {
    std::string others;
    for (const std::string& other : pages)
      if (other != page) others += (others.empty() ? "" : "|") + other;
    EXPECT_EQ(offences(std::regex("^app/pages/" + page + "/"), std::regex("^app/pages/(" + others + ")/")), Strings{});
  }
}

TEST(IncludeRules, third_party_headers_have_one_home_each) {
  EXPECT_EQ(offences(std::regex("^(ml|db|app)/"), std::regex("vulkan|^SDL")), Strings{});
  EXPECT_EQ(offences(std::regex(
                         "^(ml|db|engine/(base|image|input|script|vulkan)|app/(core|table|models|workspace|cli|demo))"),
                     std::regex("imgui")),
            Strings{});
  EXPECT_EQ(offences(std::regex("^(engine|db|app)/"), std::regex("dnnl")), Strings{});
  EXPECT_EQ(offences(std::regex("^(engine|ml|app)/"), std::regex("sqlite|SQLiteCpp", std::regex::icase)), Strings{});
}

}  // namespace
