// What a camera, a light, a transfer or the skin may do to a picture: seven corruptions at five strengths each. Those
// that Hendrycks and Dietterich (2019) have too have their parameters (ImageNet-C); rotation and hair are ours. They
// are made for pictures about as large as a network's input.
//
//   const ml::Pixels worse = corrupted(view, Corruption::Noise, 3, stable_hash(key));
//
// The same picture, corruption, strength and seed give the same bytes; a greater strength has the same noise, hairs and
// direction of turning, only more of them.
// Any thread; pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "ml/data/pixels.h"

namespace app {

inline constexpr int kStrengths = 5;

enum class Corruption { Brightness, Contrast, Blur, Noise, Jpeg, Rotation, Hair };

struct CorruptionInfo {
  Corruption id;
  std::string_view name;                   // "brightness": on the command line, in files
  std::string_view what;                   // in a sentence
  std::string_view parameter;              // "added to V of HSV"
  std::array<double, kStrengths> amounts;  // by strength
};

std::span<const CorruptionInfo> corruption_list();
std::optional<Corruption> corruption_named(std::string_view name);

// `strength` 1 .. 5. Throws std::runtime_error where it is none of them.
ml::Pixels corrupted(const ml::Pixels& view, Corruption corruption, int strength, std::uint64_t seed);

}  // namespace app
