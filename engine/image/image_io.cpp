#include "engine/image/image_io.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "engine/image/codec.h"
#include "engine/image/orientation.h"

namespace engine {
namespace fs = std::filesystem;
namespace {

constexpr std::array<unsigned char, 3> kJpegMagic = {0xFF, 0xD8, 0xFF};
constexpr std::array<unsigned char, 8> kPngMagic = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uintmax_t kMaxFile_bytes = 1U << 30U;
constexpr std::size_t kHeader_bytes = 256 * 1024;  // a JPEG's size may stand behind large EXIF and colour profiles

template <std::size_t N>
bool starts_with(std::span<const std::byte> bytes, const std::array<unsigned char, N>& magic) {
  return bytes.size() >= N && std::memcmp(bytes.data(), magic.data(), N) == 0;
}

// What a file that is neither JPEG nor PNG most likely is.
std::string guess(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 16));
  if (text.starts_with("GIF8")) return "a GIF";
  if (text.starts_with("BM")) return "a BMP";
  if (text.starts_with("II*") || text.starts_with("MM")) return "a TIFF";
  if (text.starts_with("RIFF")) return "a WebP or other RIFF file";
  if (text.starts_with("%PDF")) return "a PDF";
  if (text.starts_with("PK")) return "a ZIP archive";
  if (text.substr(std::min<std::size_t>(4, text.size())).starts_with("ftyp")) return "a HEIC, AVIF or MP4 file";
  return "some other kind of file";
}

ImageFormat format_of(std::span<const std::byte> bytes) {
  if (bytes.empty()) throw ImageError("the file is empty");
  if (starts_with(bytes, kJpegMagic)) return ImageFormat::Jpeg;
  if (starts_with(bytes, kPngMagic)) return ImageFormat::Png;
  throw ImageError("it is " + guess(bytes) + ", not a JPEG or PNG; convert it first");
}

std::vector<std::byte> read_bytes(const fs::path& path, std::size_t at_most) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) throw ImageError(error.message());
  if (size > kMaxFile_bytes) throw ImageError("the file has more than 1 GiB");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw ImageError(std::strerror(errno));
  std::vector<std::byte> bytes(std::min<std::size_t>(size, at_most));
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(in.gcount()) != bytes.size()) throw ImageError("the file cannot be read to its end");
  return bytes;
}

ImageHeader header_of(std::span<const std::byte> bytes) {
  ImageHeader header = format_of(bytes) == ImageFormat::Jpeg ? codec::jpeg_header(bytes) : codec::png_header(bytes);
  if (swaps_sides(header.orientation)) std::swap(header.width_px, header.height_px);
  return header;
}

// Runs `work`; an ImageError out of it gains what was attempted and on which file.
template <typename Work>
auto reading(const std::string& name, Work work) {
  try {
    return work();
  } catch (const ImageError& error) {
    throw ImageError(std::string("reading an image: ") + error.what() + ": " + name);
  }
}

void write_whole(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path temporary =
      path.string() + ".tmp" + std::to_string(::gettid());  // several threads may write thumbnails
  std::ofstream out(temporary, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) fs::rename(temporary, path, error);
  if (!out || error) {
    const std::string why = error ? error.message() : std::strerror(errno);
    fs::remove(temporary, error);
    throw ImageError("writing an image: " + why + "; check the folder and the free space: " + path.string());
  }
}

}  // namespace

void codec::require_sane_size(long width_px, long height_px) {
  if (width_px < 1 || height_px < 1) throw ImageError("it has no pixels");
  if (width_px > kMaxPixels / height_px) {
    throw ImageError("it has " + std::to_string(width_px) + " × " + std::to_string(height_px) +
                     " pixels; more than 100 megapixels are refused, make it smaller");
  }
}

ImageHeader probe_image(const fs::path& path) {
  return reading(path.string(), [&] {
    std::vector<std::byte> bytes = read_bytes(path, kHeader_bytes);
    // A PNG may say which way up it is behind its pixels.
    if (bytes.size() == kHeader_bytes && format_of(bytes) == ImageFormat::Png) bytes = read_bytes(path, kMaxFile_bytes);
    try {
      return header_of(bytes);
    } catch (const ImageError&) {
      if (bytes.size() < kHeader_bytes) throw;
      bytes = read_bytes(path, kMaxFile_bytes);
      return header_of(bytes);
    }
  });
}

std::vector<std::byte> read_image_file(const fs::path& path) {
  return reading(path.string(), [&] { return read_bytes(path, kMaxFile_bytes); });
}

ImageHeader image_header(std::span<const std::byte> bytes, const std::string& name) {
  return reading(name, [&] { return header_of(bytes); });
}

std::string ImageHeader::decoding() const {
  std::string done = orientation == kAsStored ? "" : "turned " + std::to_string(orientation);
  if (converted) done += done.empty() ? "profile" : ", profile";
  return done;
}

Image decode_image(std::span<const std::byte> bytes, const std::string& name, int short_side_px,
                   std::vector<std::string>& notes) {
  return reading(name, [&] {
    return format_of(bytes) == ImageFormat::Jpeg ? codec::decode_jpeg(bytes, short_side_px, notes)
                                                 : codec::decode_png(bytes, notes);
  });
}

Image decode_image(std::span<const std::byte> bytes, const std::string& name, int short_side_px) {
  std::vector<std::string> notes;
  return decode_image(bytes, name, short_side_px, notes);
}

Image load_image(const fs::path& path, int short_side_px) {
  return decode_image(read_image_file(path), path.string(), short_side_px);
}

void save_jpeg(const Image& image, const fs::path& path, int quality) {
  write_whole(path, encode_jpeg(image, quality));
}

void save_png(const Image& image, const fs::path& path) { write_whole(path, codec::encode_png(image)); }

}  // namespace engine
