// The READMEs of the program name every header, and nothing that is not there. Names are written as `name`, `name.h`
// or, in tables, name.h; they may carry a path.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/tree.h"

namespace rules {
namespace {

const fs::path kRoot = NEVUS_SOURCE_DIR;
const std::string kMadeByTheBuild = "db/embedded_sql.h";

std::string readme_in(const fs::path& folder) {
  std::ifstream in(kRoot / folder / "README.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

// `stem` and `room/stem` in backquotes, or stem.h wherever it stands.
bool names(const std::string& readme, const std::string& stem) {
  return std::regex_search(readme, std::regex("`([a-z0-9_]+/)*" + stem + "`|\\b" + stem + "\\.h\\b"));
}

Strings matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  return {std::sregex_token_iterator(text.begin(), text.end(), regex, 1), {}};
}

// Paths count from the repository, from the top folder (`workspace/lessons.h` in app) or from the folder itself.
bool stands(const fs::path& folder, const std::string& file) {
  const fs::path top = *folder.begin();
  return std::ranges::any_of(std::vector<fs::path>{kRoot, kRoot / top, kRoot / folder},
                             [&](const fs::path& from) { return fs::exists(from / file); });
}

// A name without an ending, in the first column of a table: a file or folder anywhere below.
bool stands_below(const fs::path& folder, const std::string& name) {
  const std::string stem = fs::path(name).filename().string();
  return std::ranges::any_of(fs::recursive_directory_iterator(kRoot / folder),
                             [&](const auto& entry) { return entry.path().stem().string() == stem; });
}

TEST(Readmes, name_every_header_of_their_folder_and_of_those_below_without_one) {
  Strings missing;
  std::size_t headers = 0;
  for (const SourceFile& file : files_in({"app", "db", "engine", "ml"}, std::regex("\\.h$"))) {
    const fs::path path = file.path, folder = path.parent_path();
    const std::string stem = path.stem().string();
    if (!names(readme_in(folder), stem) && !names(readme_in(folder.parent_path()), stem)) missing.push_back(file.path);
    ++headers;
  }
  EXPECT_GT(headers, 500U);  // the walk sees the tree
  EXPECT_EQ(missing, Strings{});
}

TEST(Readmes, name_no_file_that_does_not_exist) {
  Strings ghosts;
  for (const SourceFile& readme : files_in({"app", "db", "engine", "ml"}, std::regex("^README\\.md$"))) {
    const fs::path folder = fs::path(readme.path).parent_path();
    for (const std::string& file : matches(readme.text, "(?:^|[\\s`|(])([A-Za-z0-9_][A-Za-z0-9_/]*\\.(?:h|cpp))\\b"))
      if (file != kMadeByTheBuild && !stands(folder, file)) ghosts.push_back(readme.path + ": " + file);
    for (const std::string& cell : matches(readme.text, "\\n\\|([^|]*)\\|"))
      for (const std::string& name : matches(cell, "`([a-z0-9_/]*[a-z0-9_])`"))
        if (!stands_below(folder, name)) ghosts.push_back(readme.path + ": " + name);
  }
  EXPECT_EQ(ghosts, Strings{});
}

TEST(Readmes, begin_no_two_lines_with_the_same_file) {
  Strings twice;
  for (const SourceFile& readme : files_in({"app", "db", "engine", "ml"}, std::regex("^README\\.md$"))) {
    Strings rows;
    for (std::string& row : matches(readme.text, "\\n(?:- |\\| )(`?[a-z0-9_/]+(?:\\.h)?`?)"))
      if (row.ends_with("`") || row.ends_with(".h")) rows.push_back(row);
    std::ranges::sort(rows);
    for (auto same = rows.begin(); (same = std::adjacent_find(same, rows.end())) != rows.end(); ++same)
      twice.push_back(readme.path + ": " + *same);
  }
  EXPECT_EQ(twice, Strings{});
}

}  // namespace
}  // namespace rules
