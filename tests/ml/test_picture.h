// A computed picture with edges, ramps and fine texture; the same formula as in record_preprocess.py.
#pragma once

#include "ml/data/pixels.h"

inline ml::Pixels test_picture(int width_px, int height_px, int channels = 3) {
  ml::Pixels pixels = ml::Pixels::blank(width_px, height_px, channels);
  std::size_t at = 0;
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      for (int c = 0; c < channels; ++c) {
        pixels.data[at++] = static_cast<std::uint8_t>((x * 37 + y * 91 + c * 57 + (x * y) / 5 + (x ^ y) * 3) % 256);
      }
    }
  }
  return pixels;
}

inline ml::Pixels plain_picture(int width_px, int height_px, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  ml::Pixels pixels = ml::Pixels::blank(width_px, height_px);
  for (std::size_t i = 0; i < pixels.data.size(); i += 3) {
    pixels.data[i] = red;
    pixels.data[i + 1] = green;
    pixels.data[i + 2] = blue;
  }
  return pixels;
}
