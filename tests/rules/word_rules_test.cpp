// Words: things that are said once, and names that mean one thing.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/tree.h"

namespace rules {
namespace {

std::vector<SourceFile> everything_written() {
  static const std::regex name(R"(\.(h|cpp|md|txt|json|cmake|sql|frag|vert|comp|py)$)");
  std::vector<SourceFile> files =
      files_in({"engine", "ml", "db", "app", "shaders", "assets", "docs", "tests", "cmake"}, name);
  for (const char* file : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CMakeLists.txt"}) {
    std::ifstream in(fs::path(NEVUS_SOURCE_DIR) / file, std::ios::binary);
    files.push_back({file, {std::istreambuf_iterator<char>(in), {}}});
  }
  return files;
}

Strings lines_with(const std::vector<SourceFile>& files, const std::regex& word) {
  Strings found;
  for (const SourceFile& file : files) {
    if (file.path.starts_with("tests/rules/")) continue;  // the rules name what they forbid
    std::size_t begin = 0;
    for (int line = 1; begin < file.text.size(); ++line) {
      const std::size_t end = std::min(file.text.find('\n', begin), file.text.size());
      const std::string text = file.text.substr(begin, end - begin);
      if (std::regex_search(text, word)) found.push_back(file.path + ":" + std::to_string(line) + " " + text);
      begin = end + 1;
    }
  }
  return found;
}

TEST(WordRules, a_seed_is_a_random_seed_and_the_reference_project_is_called_that) {
  EXPECT_EQ(
      lines_with(everything_written(), std::regex(R"(\bseed's\b|\b[Tt]he seed (project|recipe|model|head|tail)\b)")),
      Strings{});
}

TEST(WordRules, the_disclaimer_stands_in_one_place_of_the_program) {
  EXPECT_EQ(lines_with(product_sources(), std::regex("[Nn]ot a medical device")).size(), 1U);
}

TEST(WordRules, nothing_is_left_for_later_in_a_comment) {
  EXPECT_EQ(lines_with(product_sources(), std::regex(R"(\b(TODO|FIXME|XXX|HACK)\b)")), Strings{});
}

TEST(WordRules, no_type_is_a_manager_or_a_helper) {
  EXPECT_EQ(lines_with(product_sources(), std::regex(R"(\b(class|struct) \w*(Manager|Helper|Utils?)\b)")), Strings{});
}

// One file a verb; the page of the manual names each.
TEST(WordRules, the_manual_knows_every_verb) {
  std::ifstream in(fs::path(NEVUS_SOURCE_DIR) / "docs/nevus.1", std::ios::binary);
  const std::string manual{std::istreambuf_iterator<char>(in), {}};
  Strings missing;
  for (const SourceFile& file : files_in({"app/cli"}, std::regex(R"(^verb_\w+\.cpp$)"))) {
    const std::string verb = std::regex_replace(file.path, std::regex(R"(^app/cli/verb_(\w+)\.cpp$)"), "$1");
    if (!std::regex_search(manual, std::regex("\n\\.(BI? |B )\"?" + verb + "\\b"))) missing.push_back(verb);
  }
  EXPECT_EQ(missing, Strings{});
}

}  // namespace
}  // namespace rules
