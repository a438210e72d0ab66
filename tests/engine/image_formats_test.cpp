// Kinds of JPEG and PNG that the engine never writes itself but has to read.
#include <array>
#include <cstdio>  // jpeglib.h needs it first
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <jpeglib.h>
#include <png.h>
#include <unistd.h>

#include "engine/image/image_io.h"
#include "engine/image/resize.h"

namespace engine {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes_between(const unsigned char* begin, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(begin);
  return {first, first + size};
}

// A flat picture of 16 x 16 with these components.
Bytes jpeg(J_COLOR_SPACE space, const std::vector<unsigned char>& pixel, bool adobe_marker, bool progressive = false) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = info.image_height = 16;
  info.input_components = static_cast<int>(pixel.size());
  info.in_color_space = space;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 100, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  info.write_Adobe_marker = adobe_marker ? TRUE : FALSE;
  jpeg_start_compress(&info, TRUE);
  std::vector<unsigned char> row;
  for (int x = 0; x < 16; ++x) row.insert(row.end(), pixel.begin(), pixel.end());
  JSAMPROW rows[] = {row.data()};
  while (info.next_scanline < 16) jpeg_write_scanlines(&info, rows, 1);
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  const Bytes out = bytes_between(buffer, size);
  std::free(buffer);
  return out;
}

// A flat picture of 4 x 4 in one of libpng's own formats.
Bytes png(std::uint32_t format, const std::vector<std::uint16_t>& pixel) {
  png_image info{};
  info.version = PNG_IMAGE_VERSION;
  info.width = info.height = 4;
  info.format = format;
  info.flags = PNG_IMAGE_FLAG_16BIT_sRGB;
  std::vector<std::uint8_t> narrow;
  std::vector<std::uint16_t> wide;
  for (int i = 0; i < 16; ++i) {
    for (const std::uint16_t value : pixel) {
      narrow.push_back(static_cast<std::uint8_t>(value));
      wide.push_back(value);
    }
  }
  const void* pixels = (format & PNG_FORMAT_FLAG_LINEAR) != 0 ? static_cast<const void*>(wide.data()) : narrow.data();
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(info);
  std::vector<unsigned char> out(size);
  EXPECT_NE(png_image_write_to_memory(&info, out.data(), &size, 0, pixels, 0, nullptr), 0) << info.message;
  return bytes_between(out.data(), size);
}

// 16 bit grey without a gamma chunk, as microscopes and image tools write it.
Bytes grey_png_of_16_bits(std::uint16_t value) {
  png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(writer);
  Bytes out;
  png_set_write_fn(
      writer, &out,
      [](png_structp self, png_bytep data, std::size_t size) {
        const Bytes more = bytes_between(data, size);
        auto* all = static_cast<Bytes*>(png_get_io_ptr(self));
        all->insert(all->end(), more.begin(), more.end());
      },
      nullptr);
  png_set_IHDR(writer, info, 4, 4, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer, info);
  std::array<unsigned char, 8> row{};
  for (std::size_t i = 0; i < row.size(); ++i)
    row[i] = static_cast<unsigned char>(i % 2 == 0 ? value >> 8U : value & 0xFFU);
  for (int y = 0; y < 4; ++y) png_write_row(writer, row.data());
  png_write_end(writer, info);
  png_destroy_write_struct(&writer, &info);
  return out;
}

void expect_colour(const Image& image, int r, int g, int b, int tolerance) {
  EXPECT_EQ(image.channels, 3);
  for (const auto& [x, y] : {std::pair{0, 0}, std::pair{image.width_px - 1, image.height_px - 1}}) {
    EXPECT_NEAR(image.at(x, y)[0], r, tolerance);
    EXPECT_NEAR(image.at(x, y)[1], g, tolerance);
    EXPECT_NEAR(image.at(x, y)[2], b, tolerance);
  }
}

TEST(ImageFormats, a_grey_jpeg_becomes_grey_rgb) {
  expect_colour(decode_image(jpeg(JCS_GRAYSCALE, {77}, false), "grey"), 77, 77, 77, 1);
}

TEST(ImageFormats, a_progressive_jpeg_is_read) {
  expect_colour(decode_image(jpeg(JCS_RGB, {200, 90, 40}, false, true), "progressive"), 200, 90, 40, 3);
}

TEST(ImageFormats, a_cmyk_jpeg_of_adobe_is_inverted_and_a_plain_one_is_not) {
  // No cyan, half magenta, all yellow, no black.
  expect_colour(decode_image(jpeg(JCS_CMYK, {255, 128, 0, 255}, true), "adobe"), 255, 128, 0, 2);
  expect_colour(decode_image(jpeg(JCS_CMYK, {0, 127, 255, 0}, false), "plain"), 255, 128, 0, 2);
}

TEST(ImageFormats, a_jpeg_with_stray_bytes_before_a_marker_is_read) {
  Bytes bytes = jpeg(JCS_RGB, {200, 90, 40}, false);
  bytes.insert(bytes.end() - 2, 5, std::byte{0});
  expect_colour(decode_image(bytes, "stray"), 200, 90, 40, 3);
}

TEST(ImageFormats, a_jpeg_cut_anywhere_is_refused) {
  const Bytes whole = jpeg(JCS_RGB, {200, 90, 40}, false);
  for (std::size_t length = 0; length + 2 < whole.size(); length += 7) {
    const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_THROW(decode_image(part, "cut"), ImageError) << length;
  }
}

TEST(ImageFormats, flipped_bytes_end_in_a_picture_or_an_error_but_never_elsewhere) {
  for (const Bytes& whole : {jpeg(JCS_RGB, {200, 90, 40}, false), png(PNG_FORMAT_RGB, {200, 90, 40})}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      Bytes damaged = whole;
      damaged[i] ^= std::byte{0x5A};
      try {
        EXPECT_FALSE(decode_image(damaged, "damaged").empty());
      } catch (const ImageError&) {  // as it should
      }
    }
  }
}

TEST(ImageFormats, a_png_with_transparency_lies_on_white) {
  expect_colour(decode_image(png(PNG_FORMAT_RGBA, {10, 20, 30, 0}), "clear"), 255, 255, 255, 0);
  expect_colour(decode_image(png(PNG_FORMAT_RGBA, {10, 20, 30, 255}), "opaque"), 10, 20, 30, 0);
}

TEST(ImageFormats, a_grey_png_of_8_or_16_bits_keeps_its_brightness) {
  expect_colour(decode_image(png(PNG_FORMAT_GRAY, {77}), "grey"), 77, 77, 77, 0);
  expect_colour(decode_image(grey_png_of_16_bits(77 * 257), "grey 16"), 77, 77, 77, 1);
}

// A triangle as wide as two target pixels: halving weighs four neighbours 1 3 3 1.
TEST(Resize, halving_weighs_the_neighbours_by_a_triangle) {
  Image line = Image::blank(8, 1, 3);
  const std::array<int, 8> values{0, 40, 80, 240, 200, 10, 90, 30};
  for (int x = 0; x < 8; ++x) {
    for (int c = 0; c < 3; ++c) line.at(x, 0)[c] = static_cast<std::uint8_t>(values[static_cast<std::size_t>(x)]);
  }
  const Image half = resize(line, 4, 1);
  EXPECT_NEAR(half.at(1, 0)[0], (40 + 3 * 80 + 3 * 240 + 200) / 8.0, 0.51);
  EXPECT_NEAR(half.at(2, 0)[1], (240 + 3 * 200 + 3 * 10 + 90) / 8.0, 0.51);
  EXPECT_NEAR(half.at(0, 0)[2], (3 * 0 + 3 * 40 + 80) / 7.0, 0.51);  // the edge has no fourth
}

TEST(Resize, doubling_is_linear_between_the_centres) {
  Image line = Image::blank(2, 1, 3);
  for (int c = 0; c < 3; ++c) line.at(1, 0)[c] = 200;
  const Image twice = resize(line, 4, 1);
  EXPECT_EQ((std::array<int, 4>{twice.at(0, 0)[0], twice.at(1, 0)[0], twice.at(2, 0)[0], twice.at(3, 0)[0]}),
            (std::array<int, 4>{0, 50, 150, 200}));
}

TEST(Resize, a_ramp_stays_a_ramp_at_odd_factors_and_four_channels) {
  Image ramp = Image::blank(200, 50, 4);
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 200; ++x) {
      ramp.at(x, y)[0] = static_cast<std::uint8_t>(x);
      ramp.at(x, y)[1] = static_cast<std::uint8_t>(4 * y);
      ramp.at(x, y)[3] = 255;
    }
  }
  const Image small = resize(ramp, 61, 17);
  ASSERT_EQ(small.channels, 4);
  for (int y = 1; y < 16; ++y) {
    for (int x = 1; x < 60; ++x) {
      EXPECT_NEAR(small.at(x, y)[0], (x + 0.5) * 200 / 61 - 0.5, 1);
      EXPECT_NEAR(small.at(x, y)[1], 4 * ((y + 0.5) * 50 / 17 - 0.5), 2);
      EXPECT_EQ(small.at(x, y)[3], 255);
    }
  }
}

TEST(SaveImage, many_threads_may_write_one_file_and_it_is_always_whole) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("nevus_whole_" + std::to_string(::getpid()) + ".png");
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&path] {
      for (int n = 0; n < 20; ++n) save_png(Image::blank(64, 64, 3), path);
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(load_image(path).width_px, 64);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace engine
