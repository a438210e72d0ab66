// Caps on the size of files and functions. A reader holds a room in mind only while it is small.
#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/function_scan.h"
#include "tests/rules/tree.h"

namespace rules {
namespace {

constexpr int kFileLines = 400;
constexpr int kFunctionLines = 60;
constexpr int kUsualFunctionLines = 40;  // of 99 in a hundred
constexpr double kUsualShare = 0.99;

// Longer files, each with the reason. Empty is what we want.
const std::map<std::string, std::string> kLongFiles = {};

// Longer functions, each with the reason.
const std::map<std::string, std::string> kLongFunctions = {
    {"void Session::enter_actions(ActionTable& table)", "a table: one entry an action"},
    {"void Workbench::enter_actions()", "a table: one entry an action"}};

int lines_of(const std::string& text) { return static_cast<int>(std::ranges::count(text, '\n')); }

std::string trimmed(const std::string& text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

std::vector<Function> all_functions() {
  std::vector<Function> all;
  for (const SourceFile& file : product_sources())
    for (Function function : functions_of(file.text)) {
      if (kLongFunctions.contains(trimmed(function.signature))) continue;
      function.signature = file.path + ":" + std::to_string(function.first_line) + " " + function.signature;
      all.push_back(function);
    }
  return all;
}

TEST(FunctionScan, functions_are_found_with_their_lines_and_scopes_are_no_functions) {
  const std::vector<Function> found = functions_of(R"text(
namespace a {
struct Point { int x; };
const int table[] = {1, 2};  // } in a comment
class Room : public House {
 public:
  Room(int size) : size_{size}, name_("}") {
    grow();
  }
  int size() const { return size_; }
};
template <class T>
T twice(T value) {
  const auto add = [&](T more) {
    return value + more;
  };
  if (value > 0) {
    return add('}');
  }
  return R"(})";
}
}  // namespace a
)text");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].lines, 3);
  EXPECT_EQ(found[0].first_line, 7);
  EXPECT_EQ(found[1].lines, 1);
  EXPECT_EQ(found[2].first_line, 12);
  EXPECT_EQ(found[2].lines, 10);
}

TEST(SizeRules, no_file_is_longer_than_the_cap) {
  Strings longer, no_longer_needed;
  for (const SourceFile& file : product_sources()) {
    const bool is_long = lines_of(file.text) > kFileLines;
    if (is_long && !kLongFiles.contains(file.path))
      longer.push_back(file.path + ": " + std::to_string(lines_of(file.text)));
    if (!is_long && kLongFiles.contains(file.path)) no_longer_needed.push_back(file.path);
  }
  EXPECT_EQ(longer, Strings{});
  EXPECT_EQ(no_longer_needed, Strings{});
}

TEST(SizeRules, no_function_is_longer_than_the_cap) {
  Strings longer;
  for (const Function& function : all_functions())
    if (function.lines > kFunctionLines)
      longer.push_back(function.signature + ": " + std::to_string(function.lines) + " lines");
  EXPECT_EQ(longer, Strings{});
}

TEST(SizeRules, nearly_all_functions_are_shorter_still) {
  const std::vector<Function> all = all_functions();
  ASSERT_GT(all.size(), 1500U);  // the scan sees the tree
  Strings longer;
  for (const Function& function : all)
    if (function.lines > kUsualFunctionLines)
      longer.push_back(function.signature + ": " + std::to_string(function.lines) + " lines");
  EXPECT_LE(static_cast<double>(longer.size()), (1 - kUsualShare) * static_cast<double>(all.size()))
      << ::testing::PrintToString(longer);
}

}  // namespace
}  // namespace rules
