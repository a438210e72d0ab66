// Pixels as the learning code sees them: srgb8, interleaved RGB or RGBA, rows top to bottom.
//
// Use: a caller that owns pixels elsewhere passes a PixelsView; a SampleSource returns Pixels, and
// `pixels.view()` lends them. A fourth channel is ignored.
// Threads: any thread; a view must not outlive what it borrows from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ml {

struct PixelsView {
  const std::uint8_t* data = nullptr;
  int width_px = 0;
  int height_px = 0;
  std::size_t stride_bytes = 0;
  int channels = 3;

  const std::uint8_t* row(int y) const { return data + static_cast<std::size_t>(y) * stride_bytes; }
  // The part of this view that begins at (x, y); it must lie inside.
  PixelsView part(int x, int y, int width, int height) const;
};

struct Pixels {
  std::vector<std::uint8_t> data;
  int width_px = 0;
  int height_px = 0;
  int channels = 3;

  // Black pixels of the given size.
  static Pixels blank(int width_px, int height_px, int channels = 3);
  PixelsView view() const;
};

// Throws with the reason when a view cannot be read: no pixels, a wrong channel count, a stride
// shorter than a row.
void require_readable(const PixelsView& pixels);

}  // namespace ml
