// The measured columns of the table: what a picture is like, in numbers to sort and filter by. Their words are those
// of the query (query_words.h) and of `nevus quality`.
// A plain value; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "app/core/types.h"

namespace app {

// Width, height and aspect are known without measuring. The last one is not of the picture alone: how unlike the
// training images of the shown run's model it is, 1 from where on the model calls it unlike them.
enum class Measure {
  Sharpness,
  Exposure,
  Contrast,
  DarkCorners,
  Hair,
  Ruler,
  ColourCast,
  Width,
  Height,
  Aspect,
  Unlike
};
inline constexpr std::size_t kMeasures = 11, kQualityMeasures = 7;

inline constexpr std::array<std::string_view, kMeasures> kMeasureWords = {
    "sharpness",   "exposure", "contrast", "dark_corners", "hair",  "ruler",
    "colour_cast", "width",    "height",   "aspect",       "unlike"};

inline std::optional<Measure> measure_named(std::string_view word) {
  for (std::size_t i = 0; i < kMeasures; ++i)
    if (kMeasureWords[i] == word) return static_cast<Measure>(i);
  return std::nullopt;
}

// How unlike one image is; see Measure.
struct UnlikeFact {
  ImageId image = 0;
  float value = 0;
};

// What was measured of one image since the table was read.
struct QualityFact {
  ImageId image = 0;
  bool content_changed = false;  // the file holds other content than was imported
  bool measured = false;         // the numbers are there
  std::array<float, kQualityMeasures> numbers{};
};

}  // namespace app
