#include "engine/image/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "engine/image/thin_lines.h"

namespace engine {
namespace {

// Mean colours of skin in white light lie along a line, from pale to red: the share of green over the share of red.
constexpr double kPalest = 0.34, kReddest = 0.54, kGreenAtPalest = 0.315, kGreenByRed = -0.25;

// Means of squares of pixels, so that the short side is below twice kQualitySide_px.
Image reduced(const Image& image) {
  const int step = std::max(1, std::min(image.width_px, image.height_px) / kQualitySide_px);
  if (step == 1) return image;
  Image out = Image::blank(image.width_px / step, image.height_px / step, 3);
  for (int y = 0; y < out.height_px; ++y) {
    for (int x = 0; x < out.width_px; ++x) {
      std::array<int, 3> sum{};
      for (int v = 0; v < step; ++v) {
        for (int u = 0; u < step; ++u) {
          const std::uint8_t* pixel = image.at(x * step + u, y * step + v);
          for (std::size_t c = 0; c < 3; ++c) sum[c] += pixel[c];
        }
      }
      for (std::size_t c = 0; c < 3; ++c) out.at(x, y)[c] = static_cast<std::uint8_t>(sum[c] / (step * step));
    }
  }
  return out;
}

Brightness brightness_of(const Image& image) {
  Brightness out{image.width_px, image.height_px, {}};
  const auto pixels = static_cast<std::size_t>(image.width_px) * static_cast<std::size_t>(image.height_px);
  out.values.resize(pixels);
  const auto channels = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint8_t* pixel = image.pixels.data() + channels * i;
    out.values[i] = static_cast<std::uint8_t>((77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2]) >> 8);
  }
  return out;
}

// [1 2 1] / 4 along both sides: sensor noise would pass for detail.
Brightness smoothed(const Brightness& picture) {
  Brightness out = picture;
  const int width = picture.width_px;
  std::vector<int> rows(picture.values.size());
  for (int y = 0; y < picture.height_px; ++y) {
    for (int x = 0; x < width; ++x) {
      rows[static_cast<std::size_t>(y * width + x)] =
          picture.at(std::max(0, x - 1), y) + 2 * picture.at(x, y) + picture.at(std::min(width - 1, x + 1), y);
    }
  }
  for (int y = 0; y < picture.height_px; ++y) {
    const int up = std::max(0, y - 1) * width, down = std::min(picture.height_px - 1, y + 1) * width;
    for (int x = 0; x < width; ++x) {
      const auto place = static_cast<std::size_t>(y * width + x);
      out.values[place] = static_cast<std::uint8_t>(
          (rows[static_cast<std::size_t>(up + x)] + 2 * rows[place] + rows[static_cast<std::size_t>(down + x)] + 8) /
          16);
    }
  }
  return out;
}

// Edges seen over two pixels and over eight: a sharp one has risen already over two, a blurred one rises four times as
// far over eight. Strong edges count most.
class EdgeWidth {
 public:
  void add_line(const std::uint8_t* first, int count, int stride) {
    constexpr int kNear_px = 1, kFar_px = 4, kWeakest = 5;
    const auto step = [&](int i, int reach) {
      return std::abs(first[static_cast<std::ptrdiff_t>(i + reach) * stride] -
                      first[static_cast<std::ptrdiff_t>(i - reach) * stride]);
    };
    for (int i = kFar_px; i < count - kFar_px; ++i) {
      const int over_two = step(i, kNear_px);
      if (over_two < kWeakest) continue;
      const int widest = kFar_px / kNear_px * over_two;
      risen_ += std::int64_t{over_two} * std::max(0, widest - step(i, kFar_px));
      all_ += std::int64_t{over_two} * widest;
    }
  }
  double sharpness() const { return all_ > 0 ? static_cast<double>(risen_) / static_cast<double>(all_) : 0; }

 private:
  std::int64_t risen_ = 0, all_ = 0;
};

float sharpness_of(const Brightness& picture) {
  const Brightness smooth = smoothed(picture);
  EdgeWidth edges;
  for (int y = 0; y < smooth.height_px; ++y)
    edges.add_line(smooth.values.data() + static_cast<std::ptrdiff_t>(y) * smooth.width_px, smooth.width_px, 1);
  for (int x = 0; x < smooth.width_px; ++x) edges.add_line(smooth.values.data() + x, smooth.height_px, smooth.width_px);
  return static_cast<float>(100 * edges.sharpness());
}

struct Histogram {
  std::array<int, 256> counts{};
  int pixels = 0;

  void add(std::uint8_t value) {
    ++counts[value];
    ++pixels;
  }
  int quantile(double share) const {
    int below = 0, value = 0;
    while (value < 255 && (below += counts[static_cast<std::size_t>(value)]) < share * pixels) ++value;
    return value;
  }
  double mean() const {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) sum += static_cast<double>(i) * counts[i];
    return pixels > 0 ? sum / pixels : 0;
  }
};

// The ellipse that touches the sides parts middle and corners.
struct Zones {
  Histogram middle, corners;
};

Zones zones_of(const Brightness& picture) {
  Zones zones;
  for (int y = 0; y < picture.height_px; ++y) {
    const double v = 2 * (y + 0.5) / picture.height_px - 1;
    const double half = picture.width_px / 2.0 * std::sqrt(std::max(0.0, 1 - v * v));
    const int left = static_cast<int>(picture.width_px / 2.0 - half);
    for (int x = 0; x < picture.width_px; ++x)
      (x < left || x >= picture.width_px - left ? zones.corners : zones.middle).add(picture.at(x, y));
  }
  return zones;
}

float dark_corners_of(const Zones& zones) {
  const int dark = std::max(20, zones.middle.quantile(0.5) / 4);
  const int black = std::accumulate(zones.corners.counts.begin(), zones.corners.counts.begin() + dark, 0);
  return zones.corners.pixels > 0 ? 100.0F * static_cast<float>(black) / static_cast<float>(zones.corners.pixels) : 0;
}

float colour_cast_of(const Image& image, const Brightness& brightness) {
  constexpr std::uint8_t kBlack = 30;  // a frame or a hole says nothing of the light
  std::array<double, 3> sum{};
  const auto channels = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < brightness.values.size(); ++i) {
    if (brightness.values[i] < kBlack) continue;
    for (std::size_t c = 0; c < 3; ++c) sum[c] += image.pixels[channels * i + c];
  }
  const double all = sum[0] + sum[1] + sum[2];
  if (all <= 0) return 0;
  const double red = sum[0] / all, green = sum[1] / all;
  const double nearest = std::clamp(red, kPalest, kReddest);
  const double off = std::hypot(red - nearest, green - kGreenAtPalest - kGreenByRed * (nearest - kPalest));
  return static_cast<float>(std::min(100.0, 1000 * off));
}

}  // namespace

Quality measure_quality(const Image& whole) {
  const Image image = reduced(whole);
  const Brightness brightness = brightness_of(image);
  const Zones zones = zones_of(brightness);
  const LineShares lines = find_thin_lines(brightness);
  Quality quality;
  quality.sharpness = sharpness_of(brightness);
  quality.exposure = static_cast<float>(zones.middle.mean() / 2.55);
  quality.contrast = static_cast<float>((zones.middle.quantile(0.95) - zones.middle.quantile(0.05)) / 2.55);
  quality.dark_corners = dark_corners_of(zones);
  quality.hair = lines.hair;
  quality.ruler = lines.ruler;
  quality.colour_cast = colour_cast_of(image, brightness);
  return quality;
}

}  // namespace engine
