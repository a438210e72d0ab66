// Reads JPEG and PNG files, and writes them: to a temporary name first, then renamed, so that a full
// disk or a crash leaves the old file.
//
//   Image whole = load_image(path);
//   Image small = load_image(path, 128);   // cheaper: the JPEG decoder scales, short side >= 128 px
//
// The format is found from the content; a file name that says otherwise is no error. Pixels mean what the camera
// meant: the EXIF orientation is applied and an embedded colour profile converted to srgb here, once, so that every
// reader of a picture sees the same. Any thread; pure functions.
// All throw engine::ImageError: unreadable, empty, truncated, not an image, or larger than 100 megapixels.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/image/image.h"

namespace engine {

class ImageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ImageFormat { Jpeg, Png };

struct ImageHeader {
  ImageFormat format = ImageFormat::Jpeg;
  int width_px = 0;  // upright
  int height_px = 0;
  int orientation = 1;     // of EXIF; 1: stored upright
  bool converted = false;  // an embedded colour profile other than srgb is converted

  // What decoding does to the stored pixels: "" (nothing), "turned 6", "profile", "turned 6, profile". Caches of
  // anything made from pixels have it in their keys.
  std::string decoding() const;
};

ImageHeader probe_image(const std::filesystem::path& path);  // reads the header only
// For who needs the bytes as well, to read the file once.
std::vector<std::byte> read_image_file(const std::filesystem::path& path);
ImageHeader image_header(std::span<const std::byte> bytes, const std::string& name);

// `short_side_px` 0: every pixel. The result is RGB; grey and CMYK JPEG and all PNG kinds are converted,
// transparency is laid over white.
Image load_image(const std::filesystem::path& path, int short_side_px = 0);
Image decode_image(std::span<const std::byte> bytes, const std::string& name, int short_side_px = 0);
// The same, and says what was odd but cost no pixel: a JPEG without its end mark, a profile that cannot be used.
Image decode_image(std::span<const std::byte> bytes, const std::string& name, int short_side_px,
                   std::vector<std::string>& notes);

std::vector<std::byte> encode_jpeg(const Image& image, int quality);  // 1..100, 4:4:4
void save_jpeg(const Image& image, const std::filesystem::path& path, int quality = 90);
void save_png(const Image& image, const std::filesystem::path& path);

}  // namespace engine
