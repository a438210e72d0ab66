// Where the lesion is, from the mask that came with an image: its outline to be drawn over the picture, and how much of
// an evidence map lies on it.
//
//   const LesionMask mask = lesion_mask(picture, mask_file);         // reads both files: not for the main thread
//   if (const auto share = share_on(mask, heat, 7, image_from_crop)) say(share->of_heat, share->of_area);
//
// Any thread; pure values.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/image/image.h"

namespace app {

struct LesionMask {
  int side = 0;                               // cells per side of `covered`, over the whole picture
  std::vector<std::uint8_t> covered;          // 1: lesion
  std::vector<std::array<float, 4>> outline;  // pieces, from x, y to x, y, in parts of the picture
  std::string problem;                        // why there is none
};

// A mask of another size than its picture is another picture's: a problem, never stretched.
LesionMask lesion_mask(const std::filesystem::path& picture, const std::filesystem::path& mask);
LesionMask lesion_mask(const engine::Image& upright_mask);

struct HeatShare {
  double of_heat = 0;  // on the lesion, of all heat
  double of_area = 0;  // lesion, of the part that the network saw
};
// `heat` has side x side cells over the crop, interpolated between their centres. Nothing without heat or mask.
std::optional<HeatShare> share_on(const LesionMask& mask, std::span<const float> heat, int side,
                                  const std::array<float, 4>& image_from_crop);

}  // namespace app
