#include "engine/image/image_io.h"

#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/image/resize.h"

namespace {
namespace fs = std::filesystem;
using engine::Image;
using engine::ImageError;
using ::testing::HasSubstr;

class ImageIo : public ::testing::Test {
 protected:
  ImageIo() : folder_(fs::temp_directory_path() / ("nevus image io ä " + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~ImageIo() override { fs::remove_all(folder_); }

  static Image gradient(int width, int height) {
    Image image = Image::blank(width, height, 3);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        image.at(x, y)[0] = static_cast<std::uint8_t>(255 * x / width);
        image.at(x, y)[1] = static_cast<std::uint8_t>(255 * y / height);
        image.at(x, y)[2] = 100;
      }
    }
    return image;
  }

  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  static std::string message_of(const std::function<void()>& work) {
    try {
      work();
    } catch (const ImageError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  fs::path folder_;
};

TEST_F(ImageIo, a_png_comes_back_bit_by_bit_from_a_path_with_spaces_and_umlauts) {
  const Image image = gradient(31, 17);
  engine::save_png(image, folder_ / "a ß.png");
  const Image back = engine::load_image(folder_ / "a ß.png");
  EXPECT_EQ(back.width_px, 31);
  EXPECT_EQ(back.height_px, 17);
  EXPECT_EQ(back.pixels, image.pixels);
}

TEST_F(ImageIo, a_jpeg_comes_back_nearly_the_same) {
  const Image image = gradient(64, 48);
  engine::save_jpeg(image, folder_ / "a.jpg", 95);
  const Image back = engine::load_image(folder_ / "a.jpg");
  ASSERT_EQ(back.pixels.size(), image.pixels.size());
  for (std::size_t i = 0; i < image.pixels.size(); ++i) EXPECT_NEAR(back.pixels[i], image.pixels[i], 8);
}

TEST_F(ImageIo, a_jpeg_can_be_decoded_small_but_never_below_what_was_asked) {
  engine::save_jpeg(gradient(800, 600), folder_ / "a.jpg");
  const Image small = engine::load_image(folder_ / "a.jpg", 128);
  EXPECT_GE(small.height_px, 128);
  EXPECT_LE(small.height_px, 160);
}

TEST_F(ImageIo, the_header_tells_format_and_size_whatever_the_name_says) {
  engine::save_png(gradient(20, 10), folder_ / "lies.jpg");
  const engine::ImageHeader header = engine::probe_image(folder_ / "lies.jpg");
  EXPECT_EQ(header.format, engine::ImageFormat::Png);
  EXPECT_EQ(header.width_px, 20);
  EXPECT_EQ(engine::load_image(folder_ / "lies.jpg").height_px, 10);
}

TEST_F(ImageIo, truncated_files_are_refused_not_filled_with_grey) {
  for (const char* name : {"a.jpg", "a.png"}) {
    const fs::path path = folder_ / name;
    if (path.extension() == ".png")
      engine::save_png(gradient(100, 100), path);
    else
      engine::save_jpeg(gradient(100, 100), path);
    fs::resize_file(path, fs::file_size(path) / 2);
    EXPECT_THAT(message_of([&] { engine::load_image(path); }), HasSubstr("damaged or cut off")) << name;
    EXPECT_THAT(message_of([&] { engine::load_image(path, 16); }), HasSubstr(path.string())) << name;
  }
}

TEST_F(ImageIo, empty_missing_and_foreign_files_say_what_they_are) {
  const fs::path empty = write("empty.jpg", "");
  const fs::path gif = write("a.jpg", "GIF89a....");
  const fs::path text = write("b.png", "hello, world");
  EXPECT_THAT(message_of([&] { engine::probe_image(empty); }), HasSubstr("the file is empty"));
  EXPECT_THAT(message_of([&] { engine::probe_image(gif); }), HasSubstr("it is a GIF"));
  EXPECT_THAT(message_of([&] { engine::load_image(text); }), HasSubstr("some other kind of file"));
  EXPECT_THAT(message_of([&] { engine::load_image(folder_ / "none.png"); }), HasSubstr("No such file"));
}

TEST_F(ImageIo, a_huge_image_is_refused_from_its_header) {
  std::string png = "\x89PNG\r\n\x1a\n";
  png += std::string("\0\0\0\x0dIHDR", 8);
  png += std::string("\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00", 13);  // 100,000 x 100,000
  png += std::string("\xe2\x37\x6d\x5e", 4);
  const std::string message = message_of([&] { engine::load_image(write("huge.png", png)); });
  EXPECT_TRUE(message.find("megapixels") != std::string::npos || message.find("damaged") != std::string::npos)
      << message;
}

TEST_F(ImageIo, a_folder_that_cannot_be_written_is_named) {
  EXPECT_THAT(message_of([&] { engine::save_png(gradient(4, 4), folder_ / "no" / "such" / "a.png"); }),
              HasSubstr("a.png"));
}

TEST(Resize, keeps_a_flat_colour_and_halves_a_checkerboard_to_grey) {
  Image board = Image::blank(8, 8, 3);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) std::fill_n(board.at(x, y), 3, static_cast<std::uint8_t>((x + y) % 2 * 255));
  }
  const Image grey = engine::resize(board, 2, 2);
  for (const std::uint8_t value : grey.pixels) EXPECT_NEAR(value, 128, 6);
  Image flat = Image::blank(7, 5, 3);
  std::ranges::fill(flat.pixels, std::uint8_t{77});
  for (const std::uint8_t value : engine::resize(flat, 13, 3).pixels) EXPECT_EQ(value, 77);
}

TEST(Resize, the_thumbnail_shows_the_centre_square) {
  Image image = Image::blank(30, 10, 3);
  for (int y = 0; y < 10; ++y) {
    for (int x = 10; x < 20; ++x) image.at(x, y)[0] = 200;
  }
  const Image small = engine::thumbnail(image, 5);
  EXPECT_EQ(small.width_px, 5);
  EXPECT_EQ(small.height_px, 5);
  EXPECT_NEAR(small.at(2, 2)[0], 200, 1);
}

}  // namespace
