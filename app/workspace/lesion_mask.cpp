#include "app/workspace/lesion_mask.h"

#include <algorithm>
#include <cstddef>

#include "engine/image/image_io.h"
#include "engine/image/mask.h"
#include "engine/image/orientation.h"

namespace app {
namespace {

constexpr int kSide = 192;
constexpr int kLesion = 128;  // of 255

std::size_t place_of(int x, int y) { return static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x); }

// Between what is lesion and what is not; the border of the picture counts as not.
std::vector<std::array<float, 4>> outline_of(const std::vector<std::uint8_t>& covered) {
  const auto at = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < kSide && y < kSide && covered[place_of(x, y)] != 0;
  };
  std::vector<std::array<float, 4>> pieces;
  const auto add = [&](int x0, int y0, int x1, int y1) {
    pieces.push_back({static_cast<float>(x0) / kSide, static_cast<float>(y0) / kSide, static_cast<float>(x1) / kSide,
                      static_cast<float>(y1) / kSide});
  };
  for (int y = 0; y <= kSide; ++y) {
    for (int x = 0; x <= kSide; ++x) {
      if (at(x, y) != at(x, y - 1)) add(x, y, x + 1, y);
      if (at(x, y) != at(x - 1, y)) add(x, y, x, y + 1);
    }
  }
  return pieces;
}

double interpolated(std::span<const float> heat, int side, double u, double v) {
  const double x = std::clamp(u * side - 0.5, 0.0, side - 1.0), y = std::clamp(v * side - 0.5, 0.0, side - 1.0);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, side - 1), y1 = std::min(y0 + 1, side - 1);
  const auto at = [&](int cx, int cy) { return static_cast<double>(heat[static_cast<std::size_t>(cy * side + cx)]); };
  const double fx = x - x0, fy = y - y0;
  return (at(x0, y0) * (1 - fx) + at(x1, y0) * fx) * (1 - fy) + (at(x0, y1) * (1 - fx) + at(x1, y1) * fx) * fy;
}

}  // namespace

LesionMask lesion_mask(const engine::Image& upright_mask) {
  LesionMask mask;
  if (upright_mask.empty()) return mask;
  mask.side = kSide;
  mask.covered.resize(static_cast<std::size_t>(kSide) * kSide);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const int px = (2 * x + 1) * upright_mask.width_px / (2 * kSide),
                py = (2 * y + 1) * upright_mask.height_px / (2 * kSide);
      mask.covered[place_of(x, y)] = upright_mask.at(px, py)[0] >= kLesion ? 1 : 0;
    }
  }
  mask.outline = outline_of(mask.covered);
  return mask;
}

LesionMask lesion_mask(const std::filesystem::path& picture, const std::filesystem::path& file) {
  LesionMask none;
  try {
    const engine::ImageHeader header = engine::probe_image(picture);
    const engine::MaskFit fit = engine::fit_of(header, engine::probe_image(file));
    if (fit == engine::MaskFit::Other) {
      none.problem = "the mask has another size than its picture";
      return none;
    }
    engine::Image image = engine::load_image(file);
    if (fit == engine::MaskFit::Turned) image = engine::upright(std::move(image), header.orientation);
    return lesion_mask(image);
  } catch (const engine::ImageError& error) {
    none.problem = error.what();
    return none;
  }
}

std::optional<HeatShare> share_on(const LesionMask& mask, std::span<const float> heat, int side,
                                  const std::array<float, 4>& image_from_crop) {
  if (mask.side == 0 || side < 1 || heat.size() != static_cast<std::size_t>(side) * static_cast<std::size_t>(side))
    return std::nullopt;
  constexpr int kSamples = 128;
  double all = 0, on = 0, lesion = 0, seen = 0;
  for (int j = 0; j < kSamples; ++j) {
    for (int i = 0; i < kSamples; ++i) {
      const double u = (i + 0.5) / kSamples, v = (j + 0.5) / kSamples;
      const double x = u * static_cast<double>(image_from_crop[0]) + static_cast<double>(image_from_crop[2]),
                   y = v * static_cast<double>(image_from_crop[1]) + static_cast<double>(image_from_crop[3]);
      if (x < 0 || y < 0 || x >= 1 || y >= 1) continue;
      const bool covered = mask.covered[place_of(static_cast<int>(x * kSide), static_cast<int>(y * kSide))] != 0;
      const double value = interpolated(heat, side, u, v);
      all += value;
      seen += 1;
      if (!covered) continue;
      on += value;
      lesion += 1;
    }
  }
  if (all <= 0 || seen == 0) return std::nullopt;
  return HeatShare{on / all, lesion / seen};
}

}  // namespace app
