#include "app/cli/find_image.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/import.h"
#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class FindImage : public ::testing::Test {
 protected:
  void SetUp() override {
    int shade = 0;
    for (const char* name : {"set/nv/0002.png", "set/nv/x.png", "set/mel/x.png"}) {
      engine::Image image = engine::Image::blank(8, 8, 3);
      std::ranges::fill(image.pixels, static_cast<std::uint8_t>(shade += 50));
      fs::create_directories((folder_ / name).parent_path());
      engine::save_png(image, folder_ / name);
    }
    app::import_images(workspace_, app::read_import_source(folder_ / "set"), {}, {});
  }

  std::string found(const std::string& said) {
    return fs::path(app::cli::find_image(workspace_.reader(), said).path).lexically_relative(folder_ / "set").string();
  }

  test_support::TempFolder folder_;
  app::Workspace workspace_{folder_ / "ws", app::Workspace::Open::OrCreate};
};

TEST_F(FindImage, a_name_that_looks_like_a_number_is_a_name) {
  EXPECT_EQ(found("0002"), "nv/0002.png");
  EXPECT_EQ(found("0002.png"), "nv/0002.png");
}

TEST_F(FindImage, a_number_is_one_where_no_name_fits) {
  EXPECT_EQ(app::cli::find_image(workspace_.reader(), "1").id, 1);
}

TEST_F(FindImage, the_end_of_a_path_is_enough_where_one_image_has_it) {
  EXPECT_EQ(found("nv/x.png"), "nv/x.png");
  EXPECT_EQ(found("mel/x.png"), "mel/x.png");
  EXPECT_THROW(found("l/x.png"), std::runtime_error);  // whole names of folders
}

TEST_F(FindImage, a_name_of_two_images_is_refused_with_both) {
  try {
    found("x.png");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("nv/x.png"), HasSubstr("mel/x.png")));
  }
}

}  // namespace
