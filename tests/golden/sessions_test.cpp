// Sessions on a generated workspace, each ending in a picture that is compared with the one beside its script.
// NEVUS_RECORD_GOLDEN=1 (tests/golden/record.sh) writes the pictures instead. What failed is left in
// golden_failures/ of the working folder: NAME_actual.png, NAME_expected.png, NAME_differences.png.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/image/image_io.h"
#include "engine/image/resize.h"
#include "tests/golden/picture_comparison.h"

namespace golden {
namespace {
namespace fs = std::filesystem;

const fs::path kHere = fs::path(NEVUS_TESTS_DIR) / "golden";
constexpr int kWidth_px = 1280, kHeight_px = 800, kSmaller = 2;  // stored at half the size

struct Session {
  std::string name;
  bool trained = false;  // the workspace has a small run
};

// Each on a workspace of its own, so that they can run alone and in any order.
class GoldenSession : public testing::TestWithParam<Session> {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    ::setenv("OMP_WAIT_POLICY", "passive", 1);
    const fs::path home = fs::temp_directory_path() / "nevus_golden_home";  // the import dialog shows it
    for (int i = 0; i < 12; ++i) write_picture(home / "pictures", i);
    ::setenv("HOME", home.c_str(), 1);
    ASSERT_TRUE(nevus("demo '" + workspace() + "' --images 120 --seed 7"));
    if (GetParam().trained) {
      ASSERT_TRUE(nevus("train '" + workspace() + "' --depth head --epochs 3 --seed 1"));
    }
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Of three classes, with one that is there twice and one that cannot be read.
  static void write_picture(const fs::path& folder, int number) {
    const fs::path place = folder / (number % 3 == 0 ? "mel" : number % 3 == 1 ? "nv" : "bkl");
    fs::create_directories(place);
    engine::Image image = engine::Image::blank(32, 32, 3);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      image.pixels[i] = static_cast<std::uint8_t>(i * static_cast<std::size_t>(number % 11 + 1));
    engine::save_png(image, place / (std::to_string(number) + ".png"));
    if (number == 0) std::ofstream(place / "broken.png") << "no picture";
  }

  std::string workspace() const { return (folder_ / "demo").string(); }
  bool nevus(const std::string& arguments) const { return std::system((NEVUS_PROGRAM " " + arguments).c_str()) == 0; }

  engine::Image play(const std::string& name) {
    const fs::path output = folder_ / "out";
    const std::string size = std::to_string(kWidth_px) + "x" + std::to_string(kHeight_px);
    EXPECT_TRUE(nevus("open '" + workspace() + "' --headless --script '" + (kHere / (name + ".txt")).string() +
                      "' --size " + size + " --output '" + output.string() + "'"))
        << name;
    return engine::resize(engine::load_image(output / (name + ".png")), kWidth_px / kSmaller, kHeight_px / kSmaller);
  }

  const fs::path folder_ = fs::temp_directory_path() / ("nevus_golden_" + std::to_string(getpid()));
};

void PrintTo(const Session& session, std::ostream* out) { *out << session.name; }

TEST_P(GoldenSession, looks_as_recorded) {
  const std::string& name = GetParam().name;
  const engine::Image actual = play(name);
  const fs::path recorded = kHere / (name + ".png");
  if (std::getenv("NEVUS_RECORD_GOLDEN") != nullptr) return engine::save_png(actual, recorded);
  const engine::Image expected = engine::load_image(recorded);
  const Comparison comparison = compare(actual, expected);
  if (comparison.same) return;
  const fs::path left = fs::absolute("golden_failures");
  fs::create_directories(left);
  engine::save_png(actual, left / (name + "_actual.png"));
  engine::save_png(expected, left / (name + "_expected.png"));
  engine::save_png(comparison.differences, left / (name + "_differences.png"));
  FAIL() << comparison.report << "; pictures in " << left << "; record anew with tests/golden/record.sh";
}

INSTANTIATE_TEST_SUITE_P(Sessions, GoldenSession,
                         testing::Values(Session{"library"}, Session{"library_filtered"}, Session{"palette"},
                                         Session{"import_dialog"}, Session{"import_plan"}, Session{"train", true},
                                         Session{"inspect_heat", true}),
                         [](const auto& session) { return session.param.name; });

}  // namespace
}  // namespace golden
