// The sources of the repository, for tests of the tree itself. Any thread; reads files only.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace rules {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

struct SourceFile {
  std::string path;  // relative to the repository
  std::string text;
};

struct Include {
  std::string file;  // relative to the repository
  std::string header;
};

inline std::vector<SourceFile> files_in(std::initializer_list<const char*> folders, const std::regex& name) {
  const fs::path root = NEVUS_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char* folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file() || !std::regex_search(entry.path().filename().string(), name)) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      files.push_back({fs::relative(entry.path(), root).string(), {std::istreambuf_iterator<char>(in), {}}});
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

inline std::vector<SourceFile> product_sources() {
  static const std::regex name(R"(\.(h|cpp)$)");
  return files_in({"engine", "ml", "db", "app", "shaders"}, name);
}

inline std::vector<Include> includes_of(const std::vector<SourceFile>& files) {
  static const std::regex pattern(R"(^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"])", std::regex::multiline);
  std::vector<Include> found;
  for (const SourceFile& file : files)
    for (std::sregex_iterator match(file.text.begin(), file.text.end(), pattern), end; match != end; ++match)
      found.push_back({file.path, (*match)[1]});
  return found;
}

}  // namespace rules
