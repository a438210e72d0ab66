// Classes and files with names in other scripts, from the import to the picture of the window.
#include <array>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "app/shell/open_workbench.h"
#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;

constexpr std::array kNames = {"Меланома",
                               "Δερματοΐνωμα",
                               "痣细胞痣",
                               "基底細胞癌",
                               "ほくろ",
                               "흑색종",
                               "ميلانوما",
                               "מלנומה",
                               "เนื้องอก",
                               "मेलेनोमा",
                               "mole 🔥🧬",
                               "Na\u0308vus (NFD)",
                               "ქართული",
                               "b\xFF"
                               "d"};

class OtherScripts : public ::testing::Test {
 protected:
  OtherScripts() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  void SetUp() override {
    std::uint8_t shade = 40;
    for (const std::string name : kNames) {
      engine::Image image = engine::Image::blank(48, 48, 3);
      for (std::uint8_t& value : image.pixels) value = shade;
      shade = static_cast<std::uint8_t>(shade + 13);
      const fs::path file = folder_ / "images" / name / (name + ".png");
      fs::create_directories(file.parent_path());
      engine::save_png(image, file);
    }
    const std::string command = std::string(NEVUS_PROGRAM) + " import '" + (folder_ / "ws").string() + "' '" +
                                (folder_ / "images").string() + "' >/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    workspace_ = std::make_unique<app::Workspace>(folder_ / "ws", app::Workspace::Open::OrCreate);
  }

  void play(const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.width_px = 1280;
    options.height_px = 800;
    options.script = folder_.write("session.txt", "wait until thumbnails.missing == 0 timeout 60\nwait 5\n" + script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }
  // Pixels of the second picture that differ from the first.
  int differences(const std::string& first, const std::string& second) const {
    const engine::Image a = engine::load_image(folder_ / "out" / first),
                        b = engine::load_image(folder_ / "out" / second);
    int count = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) count += a.pixels[i] != b.pixels[i] ? 1 : 0;
    return count;
  }

  test_support::TempFolder folder_;
  std::unique_ptr<app::Workspace> workspace_;
};

TEST_F(OtherScripts, all_of_them_are_shown_without_a_word_about_missing_fonts) {
  play("expect toasts == 0\nclick @library.tile.1\nclick @nav.inspect\nwait 5\nexpect toasts == 0\n");
}

TEST_F(OtherScripts, without_the_fonts_there_are_boxes_and_the_packages_are_named_once) {
  ::setenv("NEVUS_FONTS", "/nowhere", 1);
  play(R"(
expect toasts == 1
expect toast == Some characters are shown as boxes
click @library.tile.1
click @nav.inspect
wait 5
expect toasts == 1
)");
  ::unsetenv("NEVUS_FONTS");
}

TEST_F(OtherScripts, a_file_is_found_whatever_the_case_and_however_its_accents_are_written) {
  play(R"(
click @header.search
text МЕЛАНОМА
wait 3
expect shown == 1
key ctrl+a
text ΔΕΡΜΑΤΟΐΝΩΜΑ
wait 3
expect shown == 1
key ctrl+a
text nävus
wait 3
expect shown == 1
)");
}

TEST_F(OtherScripts, an_emoji_is_typed_and_found_and_different_ones_look_different) {
  play(R"(
click @header.search
text 🔥
wait 3
expect shown == 1
shot fire.png
key ctrl+a
text 🧬
wait 3
expect shown == 1
shot gene.png
key ctrl+a
text 🧯
wait 3
expect shown == 0
)");
  EXPECT_GT(differences("fire.png", "gene.png"), 60);
}

}  // namespace
