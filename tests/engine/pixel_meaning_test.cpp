// Pixels mean what the camera meant: orientation, colour profiles, and files that lack only their end.
#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>
#include <zlib.h>

#include "engine/image/image_io.h"
#include "engine/image/mask.h"
#include "engine/image/orientation.h"

namespace engine {
namespace {

using Bytes = std::vector<std::byte>;
using testing::HasSubstr;

void append(Bytes& to, std::string_view text) {
  for (const char c : text) to.push_back(static_cast<std::byte>(c));
}

void append_number(Bytes& to, std::uint32_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) to.push_back(static_cast<std::byte>(value >> (8 * i)));
}

// A big-endian TIFF structure with one entry.
Bytes exif(int orientation) {
  Bytes tiff;
  append(tiff, std::string_view("MM\0*\0\0\0\x08", 8));
  append_number(tiff, 1, 2);
  append_number(tiff, 0x0112, 2);
  append_number(tiff, 3, 2);
  append_number(tiff, 1, 4);
  append_number(tiff, static_cast<std::uint32_t>(orientation), 2);
  append_number(tiff, 0, 2);
  append_number(tiff, 0, 4);
  return tiff;
}

// Red above left, green above right, blue below left; wider than high.
Image corners() {
  Image image = Image::blank(48, 32, 3);
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 48; ++x) {
      const int c = y < 16 ? (x < 24 ? 0 : 1) : (x < 24 ? 2 : -1);
      for (int k = 0; k < 3; ++k) image.at(x, y)[k] = c < 0 || c == k ? 220 : 20;
    }
  }
  return image;
}

Bytes with_segment(const Bytes& jpeg, int marker, const Bytes& content) {
  Bytes out(jpeg.begin(), jpeg.begin() + 2);
  append_number(out, static_cast<std::uint32_t>(0xFF00 | marker), 2);
  append_number(out, static_cast<std::uint32_t>(content.size() + 2), 2);
  out.insert(out.end(), content.begin(), content.end());
  out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
  return out;
}

Bytes jpeg_with_exif(const Image& image, const Bytes& tiff) {
  Bytes content;
  append(content, std::string_view("Exif\0\0", 6));
  content.insert(content.end(), tiff.begin(), tiff.end());
  return with_segment(encode_jpeg(image, 95), 0xE1, content);
}

Bytes jpeg_with_profile(const Image& image, const Bytes& icc) {
  Bytes content;
  append(content, std::string_view("ICC_PROFILE\0\x01\x01", 14));
  content.insert(content.end(), icc.begin(), icc.end());
  return with_segment(encode_jpeg(image, 98), 0xE2, content);
}

Bytes png_of(const Image& image) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("nevus_meaning_" + std::to_string(::getpid()) + ".png");
  save_png(image, path);
  const Bytes bytes = read_image_file(path);
  std::filesystem::remove(path);
  return bytes;
}

// Behind the header, or before the end.
Bytes with_chunk(const Bytes& png, std::string_view name, const Bytes& content, bool at_end = false) {
  Bytes chunk;
  append_number(chunk, static_cast<std::uint32_t>(content.size()), 4);
  append(chunk, name);
  chunk.insert(chunk.end(), content.begin(), content.end());
  const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(chunk.data() + 4), static_cast<uInt>(chunk.size() - 4));
  append_number(chunk, static_cast<std::uint32_t>(sum), 4);
  Bytes out = png;
  out.insert(at_end ? out.end() - 12 : out.begin() + 33, chunk.begin(), chunk.end());
  return out;
}

// The colour in the middle of the quarter at (x, y) of four.
std::array<int, 3> quarter(const Image& image, int x, int y) {
  const std::uint8_t* pixel = image.at(image.width_px * (2 * x + 1) / 4, image.height_px * (2 * y + 1) / 4);
  return {pixel[0], pixel[1], pixel[2]};
}

char name_of(const std::array<int, 3>& colour) {
  if (colour[0] > 128 && colour[1] > 128) return 'w';
  return colour[0] > 128 ? 'r' : colour[1] > 128 ? 'g' : 'b';
}

std::string quarters(const Image& image) {
  return {name_of(quarter(image, 0, 0)), name_of(quarter(image, 1, 0)), name_of(quarter(image, 0, 1)),
          name_of(quarter(image, 1, 1))};
}

// As the stored picture "rg/bw" lies once it is turned by each tag.
constexpr std::array<const char*, 9> kTurned = {"", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};

Bytes wide_profile(bool srgb) {
  const cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE wide{{0.7, 0.29, 1}, {0.17, 0.76, 1}, {0.13, 0.05, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = srgb ? cmsCreate_sRGBProfile() : cmsCreateRGBProfile(&white, &wide, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  return bytes;
}

Image flat(int r, int g, int b) {
  Image image = Image::blank(16, 16, 3);
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    image.pixels[i] = static_cast<std::uint8_t>(r);
    image.pixels[i + 1] = static_cast<std::uint8_t>(g);
    image.pixels[i + 2] = static_cast<std::uint8_t>(b);
  }
  return image;
}

TEST(PixelMeaning, every_orientation_of_a_jpeg_is_turned_upright_whole_and_small) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Bytes bytes = jpeg_with_exif(corners(), exif(orientation));
    const ImageHeader header = image_header(bytes, "jpeg");
    EXPECT_EQ(header.orientation, orientation);
    for (const int side_px : {0, 8}) {
      const Image image = decode_image(bytes, "jpeg", side_px);
      EXPECT_EQ(quarters(image), kTurned[static_cast<std::size_t>(orientation)]) << orientation << " at " << side_px;
      EXPECT_EQ(image.width_px > image.height_px, header.width_px > header.height_px);
    }
    EXPECT_EQ(header.width_px, orientation < 5 ? 48 : 32);
    EXPECT_EQ(header.height_px, orientation < 5 ? 32 : 48);
  }
}

TEST(PixelMeaning, a_png_that_tells_its_orientation_before_or_behind_its_pixels_is_turned) {
  for (const bool at_end : {false, true}) {
    const Bytes bytes = with_chunk(png_of(corners()), "eXIf", exif(6), at_end);
    EXPECT_EQ(image_header(bytes, "png").width_px, 32);
    EXPECT_EQ(quarters(decode_image(bytes, "png")), kTurned[6]);
  }
}

TEST(PixelMeaning, tags_that_are_damaged_or_out_of_range_leave_the_picture_as_it_is) {
  for (const int orientation : {0, 9, 77}) EXPECT_EQ(exif_orientation(exif(orientation)), kAsStored);
  const Bytes whole = exif(6);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const int cut = exif_orientation(std::span(whole).first(length));
    EXPECT_TRUE(cut == kAsStored || cut == 6) << length;
  }
  Bytes far = whole;
  far[4] = std::byte{0xFF};  // the directory would lie beyond the end
  EXPECT_EQ(exif_orientation(far), kAsStored);
}

TEST(PixelMeaning, what_decoding_does_is_said_for_the_keys_of_caches_and_only_where_it_does_something) {
  EXPECT_EQ(image_header(encode_jpeg(corners(), 90), "plain").decoding(), "");
  EXPECT_EQ(image_header(jpeg_with_exif(corners(), exif(1)), "upright").decoding(), "");
  EXPECT_EQ(image_header(jpeg_with_exif(corners(), exif(8)), "turned").decoding(), "turned 8");
  EXPECT_EQ(image_header(jpeg_with_profile(corners(), wide_profile(true)), "srgb").decoding(), "");
  EXPECT_EQ(image_header(jpeg_with_profile(corners(), wide_profile(false)), "wide").decoding(), "profile");
}

TEST(PixelMeaning, a_wide_colour_profile_is_converted_in_jpeg_and_png_alike) {
  const Image stored = flat(120, 160, 90);
  const Image jpeg = decode_image(jpeg_with_profile(stored, wide_profile(false)), "jpeg");
  // The same green is stronger in srgb, whose primaries lie nearer together.
  EXPECT_LT(jpeg.at(8, 8)[0], 110);
  EXPECT_GT(jpeg.at(8, 8)[1], 160);
  Bytes packed(wide_profile(false).size() + 1000);
  const Bytes icc = wide_profile(false);
  uLongf size = packed.size();
  ASSERT_EQ(::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(icc.data()),
                       icc.size()),
            Z_OK);
  Bytes content;
  append(content, std::string_view("w\0\0", 3));
  content.insert(content.end(), packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size));
  Bytes gamma;
  append_number(gamma, 100000, 4);  // says otherwise, and gives way to the profile
  const Image png = decode_image(with_chunk(with_chunk(png_of(stored), "gAMA", gamma), "iCCP", content), "png");
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(png.at(8, 8)[c], jpeg.at(8, 8)[c], 3);
}

TEST(PixelMeaning, an_srgb_profile_changes_no_pixel) {
  const Image stored = flat(120, 160, 90);
  EXPECT_EQ(decode_image(jpeg_with_profile(stored, wide_profile(true)), "a").pixels,
            decode_image(encode_jpeg(stored, 98), "b").pixels);
}

TEST(PixelMeaning, a_profile_that_cannot_be_used_is_noted_and_the_pixels_stay) {
  const Image stored = flat(120, 160, 90);
  Bytes broken = wide_profile(false);
  broken.resize(60);
  std::vector<std::string> notes;
  const Image image = decode_image(jpeg_with_profile(stored, broken), "broken", 0, notes);
  EXPECT_EQ(image.pixels, decode_image(encode_jpeg(stored, 98), "plain").pixels);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0], HasSubstr("colour profile"));
}

TEST(PixelMeaning, a_jpeg_that_lacks_only_its_end_mark_is_read_with_a_note) {
  const Bytes whole = encode_jpeg(corners(), 90);
  const Bytes cut(whole.begin(), whole.end() - 2);
  std::vector<std::string> notes;
  EXPECT_EQ(decode_image(cut, "cut", 0, notes).pixels, decode_image(whole, "whole").pixels);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0], HasSubstr("end mark"));
  const Bytes shorter(whole.begin(), whole.end() - 12);
  EXPECT_THROW(decode_image(shorter, "shorter"), ImageError);
}

TEST(MaskFit, tells_by_the_size_whether_a_mask_lies_on_the_upright_picture) {
  const ImageHeader turned{ImageFormat::Jpeg, 300, 400, 6, false}, plain{ImageFormat::Jpeg, 400, 300, 1, false};
  const auto mask = [](int width, int height, int orientation = 1) {
    return ImageHeader{ImageFormat::Png, width, height, orientation, false};
  };
  EXPECT_EQ(fit_of(turned, mask(300, 400)), MaskFit::Upright);
  EXPECT_EQ(fit_of(turned, mask(400, 300)), MaskFit::Turned);
  EXPECT_EQ(fit_of(turned, mask(300, 400, 6)), MaskFit::Upright);
  EXPECT_EQ(fit_of(turned, mask(200, 200)), MaskFit::Other);
  EXPECT_EQ(fit_of(plain, mask(400, 300)), MaskFit::Upright);
  EXPECT_EQ(fit_of(plain, mask(300, 400)), MaskFit::Other);
  const ImageHeader square{ImageFormat::Jpeg, 224, 224, 6, false};
  EXPECT_EQ(fit_of(square, mask(224, 224)), MaskFit::Unsure);
}

}  // namespace
}  // namespace engine
