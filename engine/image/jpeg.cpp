#include <cstdio>  // jpeglib.h needs it first

#include <jpeglib.h>
// After it:
#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <jerror.h>

#include "engine/image/codec.h"
#include "engine/image/colour_profile.h"
#include "engine/image/orientation.h"

namespace engine {
namespace {

// libjpeg reports errors by a call that must not return; the jump leaves the decoder, and the
// message travels here. No object with a destructor may live between setjmp and the jump.
struct ErrorTrap {
  jpeg_error_mgr base{};
  std::jmp_buf jump{};
  char message[JMSG_LENGTH_MAX] = {};
  bool lacks_end = false;   // the data ended without the end mark
  bool other_kind = false;  // whole, but of a kind that libjpeg does not read
};

void on_error(j_common_ptr info) {
  auto* trap = reinterpret_cast<ErrorTrap*>(info->err);
  info->err->format_message(info, trap->message);
  const int error = info->err->msg_code;
  trap->other_kind = error == JERR_BAD_PRECISION || error == JERR_SOF_UNSUPPORTED || error == JERR_CONVERSION_NOTIMPL;
  std::longjmp(trap->jump, 1);
}

// Oddities that cameras and editors write and that cost no pixel.
bool is_harmless(int warning) {
  return warning == JWRN_EXTRANEOUS_DATA || warning == JWRN_JFIF_MAJOR || warning == JWRN_BOGUS_ICC ||
         warning == JWRN_ADOBE_XFORM;
}

// libjpeg only warns where data ends early and fills the rest with grey: that is a damaged file. The end of the file
// alone is not: a second warning follows where pixels are lacking.
void on_message(j_common_ptr info, int level) {
  if (level >= 0 || is_harmless(info->err->msg_code)) return;
  if (info->err->msg_code != JWRN_JPEG_EOF) on_error(info);
  reinterpret_cast<ErrorTrap*>(info->err)->lacks_end = true;
}

void install(ErrorTrap& trap, j_common_ptr info) {
  info->err = jpeg_std_error(&trap.base);
  trap.base.error_exit = on_error;
  trap.base.emit_message = on_message;
}

// Ends with the object, also when an exception leaves after the jump.
struct Decompressor {
  jpeg_decompress_struct info{};
  ErrorTrap trap;

  Decompressor() {
    install(trap, reinterpret_cast<j_common_ptr>(&info));
    jpeg_create_decompress(&info);
  }
  ~Decompressor() { jpeg_destroy_decompress(&info); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  bool read_header(std::span<const std::byte> bytes) {
    if (setjmp(trap.jump) != 0) return false;
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_save_markers(&info, kExifMarker, kMarker_bytes);
    jpeg_save_markers(&info, kProfileMarker, kMarker_bytes);
    jpeg_read_header(&info, TRUE);
    return true;
  }

  // libjpeg converts grey and YCbCr to RGB itself; CMYK stays CMYK and is converted afterwards.
  bool start(int short_side_px) {
    if (setjmp(trap.jump) != 0) return false;
    const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    info.scale_denom = 8;
    info.scale_num = scale_for(short_side_px);
    jpeg_start_decompress(&info);
    return true;
  }

  bool read_rows(std::uint8_t* pixels, std::size_t stride) {
    if (setjmp(trap.jump) != 0) return false;
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = pixels + stride * info.output_scanline;
      jpeg_read_scanlines(&info, &row, 1);
    }
    every_scan_ = has_every_scan();  // what it reads is freed by finishing
    jpeg_finish_decompress(&info);
    return true;
  }

  // A progressive file that ends between two scans has all its rows, but not their detail. Once the rows are read.
  bool every_scan() const { return every_scan_; }

  int orientation() const {
    static constexpr std::string_view kExif("Exif\0\0", 6);
    for (auto marker = info.marker_list; marker != nullptr; marker = marker->next) {
      const std::span bytes(reinterpret_cast<const std::byte*>(marker->data), marker->data_length);
      if (marker->marker == kExifMarker && bytes.size() > kExif.size() &&
          std::equal(kExif.begin(), kExif.end(), reinterpret_cast<const char*>(marker->data)))
        return exif_orientation(bytes.subspan(kExif.size()));
    }
    return kAsStored;
  }

  // The profile and whether it changes pixels. Empty where there is none.
  std::unique_ptr<ColourProfile> profile() {
    JOCTET* icc = nullptr;
    unsigned size = 0;
    if (!read_profile(&icc, &size)) return std::make_unique<ColourProfile>(std::span<const std::byte>{}, components());
    const std::unique_ptr<JOCTET, void (*)(void*)> owner(icc, std::free);
    return std::make_unique<ColourProfile>(std::span(reinterpret_cast<const std::byte*>(icc), size), components(),
                                           info.saw_Adobe_marker != 0);
  }

 private:
  bool every_scan_ = true;

  bool has_every_scan() const {
    if (info.progressive_mode == 0 || info.coef_bits == nullptr) return true;
    for (int c = 0; c < info.num_components; ++c) {
      if (std::ranges::any_of(info.coef_bits[c], info.coef_bits[c] + DCTSIZE2, [](int bits) { return bits != 0; }))
        return false;
    }
    return true;
  }

  static constexpr int kExifMarker = JPEG_APP0 + 1, kProfileMarker = JPEG_APP0 + 2;
  static constexpr unsigned kMarker_bytes = 0xFFFF;

  bool read_profile(JOCTET** icc, unsigned* size) {
    if (setjmp(trap.jump) != 0) return false;
    return jpeg_read_icc_profile(&info, icc, size) != FALSE;
  }
  Components components() const {
    return info.num_components == 1 ? Components::Grey : info.num_components == 4 ? Components::Cmyk : Components::Rgb;
  }

  // Eighths: the smallest whose short side is still enough.
  unsigned scale_for(int short_side_px) const {
    const unsigned side = std::min(info.image_width, info.image_height);
    for (unsigned eighths = 1; short_side_px > 0 && eighths < 8; ++eighths) {
      if (side * eighths / 8 >= static_cast<unsigned>(short_side_px)) return eighths;
    }
    return 8;
  }
};

[[noreturn]] void fail(const ErrorTrap& trap) {
  if (trap.other_kind)
    throw ImageError(std::string("it is a JPEG of a kind that is not read (") + trap.message +
                     "); save it as a JPEG of 8 bits a colour, or as PNG");
  throw ImageError(std::string("the JPEG data is damaged or cut off (") + trap.message + ")");
}

// Adobe writes CMYK inverted: 255 is no ink.
Image rgb_from_cmyk(const Image& cmyk, bool inverted) {
  Image rgb = Image::blank(cmyk.width_px, cmyk.height_px, 3);
  const auto paper = [inverted](unsigned ink) { return inverted ? ink : 255 - ink; };
  for (std::size_t i = 0; i < rgb.pixels.size() / 3; ++i) {
    const unsigned black = paper(cmyk.pixels[4 * i + 3]);
    for (std::size_t c = 0; c < 3; ++c)
      rgb.pixels[3 * i + c] = static_cast<std::uint8_t>(paper(cmyk.pixels[4 * i + c]) * black / 255);
  }
  return rgb;
}

struct Compressor {
  jpeg_compress_struct info{};
  ErrorTrap trap;
  unsigned char* buffer = nullptr;
  unsigned long size = 0;

  Compressor() {
    install(trap, reinterpret_cast<j_common_ptr>(&info));
    jpeg_create_compress(&info);
  }
  ~Compressor() {
    jpeg_destroy_compress(&info);
    std::free(buffer);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  bool encode(const std::uint8_t* rgb, int width_px, int height_px, int quality) {
    if (setjmp(trap.jump) != 0) return false;
    jpeg_mem_dest(&info, &buffer, &size);
    info.image_width = static_cast<JDIMENSION>(width_px);
    info.image_height = static_cast<JDIMENSION>(height_px);
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    for (int c = 0; c < 3; ++c) info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
      auto* row = const_cast<JSAMPROW>(rgb + static_cast<std::size_t>(info.next_scanline) *
                                                 static_cast<std::size_t>(width_px) * 3);
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    return true;
  }
};

}  // namespace

namespace codec {

ImageHeader jpeg_header(std::span<const std::byte> bytes) {
  Decompressor decompressor;
  if (!decompressor.read_header(bytes)) fail(decompressor.trap);
  require_sane_size(decompressor.info.image_width, decompressor.info.image_height);
  return {ImageFormat::Jpeg, static_cast<int>(decompressor.info.image_width),
          static_cast<int>(decompressor.info.image_height), decompressor.orientation(),
          decompressor.profile()->changes_pixels()};
}

Image decode_jpeg(std::span<const std::byte> bytes, int short_side_px, std::vector<std::string>& notes) {
  Decompressor decompressor;
  if (!decompressor.read_header(bytes)) fail(decompressor.trap);
  require_sane_size(decompressor.info.image_width, decompressor.info.image_height);
  const int orientation = decompressor.orientation();
  const auto profile = decompressor.profile();
  if (!decompressor.start(short_side_px)) fail(decompressor.trap);
  const int channels = decompressor.info.output_components;
  Image image = Image::blank(static_cast<int>(decompressor.info.output_width),
                             static_cast<int>(decompressor.info.output_height), channels);
  if (!decompressor.read_rows(image.pixels.data(), image.offset(0, 1))) fail(decompressor.trap);
  if (decompressor.trap.lacks_end) {
    if (!decompressor.every_scan()) throw ImageError("the JPEG data is damaged or cut off (scans are lacking)");
    notes.emplace_back("the JPEG lacks its end mark; every pixel is there");
  }
  if (!profile->problem().empty()) notes.push_back(profile->problem());
  if (profile->changes_pixels())
    image = profile->to_srgb(image);
  else if (channels == 4)
    image = rgb_from_cmyk(image, decompressor.info.saw_Adobe_marker != 0);
  return upright(std::move(image), orientation);
}

}  // namespace codec

std::vector<std::byte> encode_jpeg(const Image& image, int quality) {
  if (image.channels != 3 || image.empty()) throw ImageError("encoding a JPEG: it needs an RGB image with pixels");
  Compressor compressor;
  if (!compressor.encode(image.pixels.data(), image.width_px, image.height_px, quality)) {
    throw ImageError(std::string("encoding a JPEG: ") + compressor.trap.message);
  }
  const auto* begin = reinterpret_cast<const std::byte*>(compressor.buffer);
  return {begin, begin + compressor.size};
}

}  // namespace engine
