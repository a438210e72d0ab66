// engine's folders include only what stands before them, so that there is no circle.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {
namespace fs = std::filesystem;

using Strings = std::vector<std::string>;

constexpr std::array kOrder = {"base", "text", "image", "input", "script", "vulkan", "passes", "ui", "host"};

std::ptrdiff_t place_of(const std::string& folder) {
  const auto found = std::ranges::find(kOrder, folder);
  return found == kOrder.end() ? -1 : found - kOrder.begin();
}

Strings engine_folders() {
  Strings names;
  for (const auto& entry : fs::directory_iterator(fs::path(NEVUS_SOURCE_DIR) / "engine")) {
    if (fs::exists(entry.path() / "CMakeLists.txt")) names.push_back(entry.path().filename().string());
  }
  return names;
}

// Calls use(folder, included folder or third-party header, "file includes header") for every include below engine/.
template <typename Use>
void for_each_include(Use use) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*[<"](?:engine/([a-z]+)/)?([^>"]+)[>"])re");
  const fs::path root = NEVUS_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / "engine")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    const std::string folder = fs::relative(entry.path(), root / "engine").begin()->string();
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (std::regex_search(line, match, pattern))
        use(folder, match[1].str(), match[2].str(), fs::relative(entry.path(), root).string() + ": " + line);
    }
  }
}

TEST(EngineOrder, every_folder_has_its_place) {
  for (const std::string& folder : engine_folders()) EXPECT_GE(place_of(folder), 0) << folder;
  EXPECT_EQ(engine_folders().size(), kOrder.size());
}

TEST(EngineOrder, a_folder_includes_only_itself_and_what_stands_before_it) {
  Strings offences;
  int seen = 0;
  for_each_include([&](const std::string& from, const std::string& to, const std::string&, const std::string& line) {
    if (to.empty()) return;
    ++seen;
    if (place_of(to) < 0 || place_of(to) > place_of(from)) offences.push_back(line);
  });
  EXPECT_EQ(offences, Strings{});
  EXPECT_GT(seen, 100);  // the walk saw the folder
}

TEST(EngineOrder, third_party_headers_stay_in_their_folders) {
  Strings offences;
  const std::regex vulkan("^vulkan/"), imgui("imgui"), sdl("^SDL2/"), icu("^unicode/");
  for_each_include(
      [&](const std::string& from, const std::string& to, const std::string& header, const std::string& line) {
        if (!to.empty()) return;
        const bool draws = from == "vulkan" || from == "passes" || from == "host";
        const bool builds = from == "passes" || from == "ui" || from == "host";
        if ((std::regex_search(header, vulkan) && !draws) || (std::regex_search(header, imgui) && !builds) ||
            (std::regex_search(header, sdl) && from != "host") || (std::regex_search(header, icu) && from != "text"))
          offences.push_back(line);
      });
  EXPECT_EQ(offences, Strings{});
}

}  // namespace
