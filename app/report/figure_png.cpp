// The SVG in pixels. The one place that sees librsvg and cairo.
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <zlib.h>

#include "app/report/figure_files.h"

namespace app {
namespace {

constexpr double kCssResolution_dpi = 96;

struct Release {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error("drawing the figure as PNG: " + why + "; write it as .svg instead");
}

struct Taken {
  GError* error = nullptr;
  ~Taken() { g_clear_error(&error); }
  [[noreturn]] void fail() const { app::fail(error != nullptr ? error->message : "librsvg gives no reason"); }
};

std::unique_ptr<RsvgHandle, Release> parsed(const std::string& svg) {
  Taken taken;
  std::unique_ptr<RsvgHandle, Release> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &taken.error));
  if (!handle) taken.fail();
  return handle;
}

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  auto& bytes = *static_cast<std::vector<std::byte>*>(to);
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  bytes.insert(bytes.end(), begin, begin + length);
  return CAIRO_STATUS_SUCCESS;
}

void put(std::byte* at, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<std::byte>(value >> static_cast<unsigned>(24 - 8 * i));
}

// The chunk that says how many pixels a metre has, after the header, which is of a known length.
void state_resolution(std::vector<std::byte>& png, int resolution_dpi) {
  constexpr std::ptrdiff_t kAfterHeader = 8 + 25;
  constexpr double kInch_m = 0.0254;
  const auto per_metre = static_cast<std::uint32_t>(static_cast<double>(resolution_dpi) / kInch_m + 0.5);
  std::array<std::byte, 21> chunk{};
  put(chunk.data(), 9);
  std::memcpy(chunk.data() + 4, "pHYs", 4);
  put(chunk.data() + 8, per_metre);
  put(chunk.data() + 12, per_metre);
  chunk[16] = std::byte{1};  // metres
  put(chunk.data() + 17, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(chunk.data() + 4), 13)));
  png.insert(png.begin() + kAfterHeader, chunk.begin(), chunk.end());
}

}  // namespace

std::vector<std::byte> figure_png(const Figure& figure, int resolution_dpi) {
  const auto handle = parsed(figure_svg(figure));
  double width = 0, height = 0;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height) == 0) fail("the drawing has no size");
  const double scale = resolution_dpi / kCssResolution_dpi;
  const RsvgRectangle whole{0, 0, width * scale, height * scale};
  const std::unique_ptr<cairo_surface_t, Release> surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(whole.width + 0.5), static_cast<int>(whole.height + 0.5)));
  const std::unique_ptr<cairo_t, Release> cairo(cairo_create(surface.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  Taken taken;
  if (rsvg_handle_render_document(handle.get(), cairo.get(), &whole, &taken.error) == 0) taken.fail();
  std::vector<std::byte> png;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface.get(), append, &png);
  if (status != CAIRO_STATUS_SUCCESS) fail(cairo_status_to_string(status));
  state_resolution(png, resolution_dpi);
  return png;
}

}  // namespace app
