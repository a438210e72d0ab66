// PNG through libpng's simplified interface, which converts every kind (palette, grey, 16 bit) itself.
#include <string>

#include <png.h>

#include "engine/image/codec.h"
#include "engine/image/colour_profile.h"
#include "engine/image/orientation.h"
#include "engine/image/png_chunks.h"

namespace engine::codec {
namespace {

struct Reader {
  png_image info{};

  explicit Reader(std::span<const std::byte> bytes) {
    info.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&info, bytes.data(), bytes.size()) == 0) fail();
    require_sane_size(info.width, info.height);
  }
  ~Reader() { png_image_free(&info); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[noreturn]] void fail() {
    throw ImageError(std::string("the PNG data is damaged or cut off (") + info.message + ")");
  }
};

Components components(const PngChunks& chunks) { return chunks.grey ? Components::Grey : Components::Rgb; }

// As stored, with what libpng knows of gamma applied.
Image decode(std::span<const std::byte> bytes) {
  Reader reader(bytes);
  reader.info.format = PNG_FORMAT_RGB;
  reader.info.flags |=
      PNG_IMAGE_FLAG_16BIT_sRGB;  // libpng takes 16 bits without a gamma for linear light; cameras mean srgb
  Image image = Image::blank(static_cast<int>(reader.info.width), static_cast<int>(reader.info.height), 3);
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&reader.info, &white, image.pixels.data(), 0, nullptr) == 0) reader.fail();
  return image;
}

}  // namespace

ImageHeader png_header(std::span<const std::byte> bytes) {
  const Reader reader(bytes);
  const PngChunks chunks = read_png_chunks(bytes);
  const ColourProfile profile(chunks.icc, components(chunks));
  return {ImageFormat::Png, static_cast<int>(reader.info.width), static_cast<int>(reader.info.height),
          chunks.orientation, profile.changes_pixels()};
}

Image decode_png(std::span<const std::byte> bytes, std::vector<std::string>& notes) {
  const PngChunks chunks = read_png_chunks(bytes);
  const ColourProfile profile(chunks.icc, components(chunks));
  if (!profile.problem().empty())
    notes.push_back(profile.problem());
  else if (chunks.has_profile && chunks.icc.empty())
    notes.emplace_back("the embedded colour profile is damaged; its colours are taken for srgb as they are");
  if (!profile.changes_pixels()) return upright(decode(bytes), chunks.orientation);
  return upright(profile.to_srgb(decode(without_colour_chunks(bytes))), chunks.orientation);
}

std::vector<std::byte> encode_png(const Image& image) {
  png_image info{};
  info.version = PNG_IMAGE_VERSION;
  info.width = static_cast<png_uint_32>(image.width_px);
  info.height = static_cast<png_uint_32>(image.height_px);
  info.format = image.channels == 4 ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(info);
  std::vector<std::byte> bytes(size);
  if (png_image_write_to_memory(&info, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr) == 0) {
    throw ImageError(std::string("encoding a PNG: ") + info.message);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace engine::codec
