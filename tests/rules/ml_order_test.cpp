// The rooms of ml stand in one order, and a room includes only those before it. ml/README.md states the same order.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {
namespace fs = std::filesystem;

using Strings = std::vector<std::string>;

const Strings kOrder = {"runtime", "tensor",   "random",      "kernels", "data",    "loss",  "metrics", "optim", "arch",
                        "model",   "features", "familiarity", "layers",  "network", "infer", "explain", "train"};

// Place in the order; beyond the last for a name that is not in it.
std::ptrdiff_t place_of(const std::string& room) {
  return std::find(kOrder.begin(), kOrder.end(), room) - kOrder.begin();
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> sources_of_ml() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(NEVUS_SOURCE_DIR) / "ml"))
    if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp") files.push_back(entry.path());
  return files;
}

TEST(MlOrder, EveryRoomIncludesOnlyRoomsBeforeIt) {
  static const std::regex pattern("#include \"ml/([a-z_]+)/([a-z0-9_]+\\.h)\"");
  Strings offences;
  std::size_t includes = 0;
  for (const fs::path& file : sources_of_ml()) {
    const std::string room = file.parent_path().filename().string(), text = text_of(file);
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match, ++includes)
      if (place_of((*match)[1]) > place_of(room))
        offences.push_back(room + "/" + file.filename().string() + " includes " + match->str(1) + "/" + match->str(2));
  }
  EXPECT_GT(includes, 200U);  // the walk sees the tree
  EXPECT_EQ(offences, Strings{});
}

TEST(MlOrder, EveryRoomHasItsPlaceAndTheReadmeStatesTheOrder) {
  Strings strangers;
  for (const auto& entry : fs::directory_iterator(fs::path(NEVUS_SOURCE_DIR) / "ml")) {
    const std::string room = entry.path().filename().string();
    if (entry.is_directory() && place_of(room) == static_cast<std::ptrdiff_t>(kOrder.size())) strangers.push_back(room);
  }
  EXPECT_EQ(strangers, Strings{});
  const std::string readme = text_of(fs::path(NEVUS_SOURCE_DIR) / "ml" / "README.md");
  std::size_t after = 0;
  for (const std::string& room : kOrder) {
    const std::size_t at = readme.find("`" + room + "`", after);
    ASSERT_NE(at, std::string::npos) << room << " is not named after those before it";
    after = at;
  }
}

// One line a file: `name`, or `name.ext` where the extension is needed to tell two apart.
TEST(MlOrder, EveryFileHasALineInItsRoomsReadme) {
  Strings missing;
  for (const fs::path& file : sources_of_ml()) {
    const std::string readme = text_of(file.parent_path() / "README.md");
    if (readme.find("`" + file.stem().string() + "`") == std::string::npos)
      missing.push_back(file.parent_path().filename().string() + "/" + file.filename().string());
  }
  EXPECT_EQ(missing, Strings{});
}

}  // namespace
