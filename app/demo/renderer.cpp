#include "app/demo/renderer.h"

#include <array>
#include <cmath>

#include "app/demo/artefacts.h"
#include "app/demo/lesion_shape.h"
#include "app/demo/pigment.h"
#include "app/demo/random.h"
#include "app/demo/skin.h"
#include "app/demo/structures.h"

namespace app::demo {
namespace {

// Reflectance without pigment or blood, and how much each takes from red, green and blue.
constexpr LinearColour kBase{0.93f, 0.80f, 0.74f};
constexpr LinearColour kMelaninDepth{0.66f, 1.12f, 1.54f};
constexpr LinearColour kBloodDepth{0.07f, 1.02f, 0.80f};
constexpr LinearColour kThickBloodDepth{0.10f, 0.10f, 0.0f};  // per squared depth
constexpr LinearColour kDeepBlue{0.150f, 0.175f, 0.245f};
constexpr LinearColour kScar{0.80f, 0.70f, 0.72f};
constexpr float kSurfaceShine = 0.010f;  // what even black reflects

// exp(-v) for v >= 0, to a few parts in ten thousand: std::exp would be a third of the render.
float fade_of(float v) {
  const float t = std::max(0.0f, 1.0f - v * (1.0f / 64.0f));
  const float t2 = t * t, t4 = t2 * t2, t8 = t4 * t4, t16 = t8 * t8, t32 = t16 * t16;
  return t32 * t32;
}

void light_layers(const Layers& layers, Picture& picture) {
  for (std::size_t i = 0; i < layers.melanin.values.size(); ++i) {
    const float melanin = std::max(layers.melanin.values[i], 0.0f);
    const float blood = std::max(layers.blood.values[i], 0.0f);
    const float white = std::clamp(layers.white.values[i], 0.0f, 0.92f);
    const float blue = clamp01(layers.blue.values[i]);
    // Deep pigment still dims with what lies above it, but less.
    const float above = fade_of(0.30f * melanin);
    for (std::size_t c = 0; c < 3; ++c) {
      const float depth = kMelaninDepth[c] * melanin + (kBloodDepth[c] + kThickBloodDepth[c] * blood) * blood;
      float light = kBase[c] * fade_of(depth) + kSurfaceShine;
      light = mix(light, kDeepBlue[c] * (0.35f + 0.95f * above), blue);
      picture.channels[c].values[i] = mix(light, kScar[c], white);
    }
  }
}

// Bumps of the surface catch the light on one side: what makes skin look like skin.
void add_relief(const Layers& layers, const Photograph& photo, Picture& picture) {
  const float lx = std::cos(photo.light_angle_rad), ly = std::sin(photo.light_angle_rad);
  for (int y = 1; y + 1 < picture.height(); ++y) {
    for (int x = 1; x + 1 < picture.width(); ++x) {
      const auto slope = [&](const Field& f) {
        return lx * (f.at(x + 1, y) - f.at(x - 1, y)) + ly * (f.at(x, y + 1) - f.at(x, y - 1));
      };
      const float tilt = 0.16f * slope(layers.melanin) + 0.35f * slope(layers.white);
      picture.scale(x, y, 1.0f + std::clamp(tilt, -0.12f, 0.12f));
    }
  }
}

void add_light(const Photograph& photo, Picture& picture) {
  const float w = static_cast<float>(picture.width()), h = static_cast<float>(picture.height());
  const float c = std::cos(photo.light_angle_rad), s = std::sin(photo.light_angle_rad);
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const float u = (static_cast<float>(x) - 0.5f * w) / h, v = (static_cast<float>(y) - 0.5f * h) / h;
      const float falloff = 1.0f - photo.vignette * (u * u + v * v) * 1.3f;
      picture.scale(x, y, falloff * (1.0f + photo.light_slope * (c * u + s * v)));
    }
  }
}

void blur_once(Field& field, float amount) {
  const float side = amount, middle = 1.0f - 2.0f * side;
  std::vector<float> line(static_cast<std::size_t>(std::max(field.width, field.height)));
  for (int y = 0; y < field.height; ++y) {
    float* row = field.row(y);
    std::copy(row, row + field.width, line.begin());
    for (int x = 1; x + 1 < field.width; ++x) {
      const auto i = static_cast<std::size_t>(x);
      row[x] = middle * line[i] + side * (line[i - 1] + line[i + 1]);
    }
  }
  Field above(field.width, 1);
  std::copy(field.row(0), field.row(0) + field.width, above.values.begin());
  for (int y = 1; y + 1 < field.height; ++y) {
    float* row = field.row(y);
    const float* below = field.row(y + 1);
    for (int x = 0; x < field.width; ++x) {
      const float here = row[x];
      row[x] = middle * here + side * (above.values[static_cast<std::size_t>(x)] + below[x]);
      above.values[static_cast<std::size_t>(x)] = here;
    }
  }
}

void add_blur(const Photograph& photo, Picture& picture) {
  // The variance of one pass is 2 * side, so this many passes reach the wanted blur.
  const float variance = photo.blur_px * photo.blur_px;
  const int passes = variance > 0.5f ? static_cast<int>(variance / 0.5f) + 1 : 1;
  for (Field& channel : picture.channels)
    for (int i = 0; i < passes; ++i) blur_once(channel, 0.5f * variance / static_cast<float>(passes));
}

std::array<std::uint8_t, 4096> make_srgb_table() {
  std::array<std::uint8_t, 4096> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const float v = static_cast<float>(i) / 4095.0f;
    const float coded = v <= 0.0031308f ? 12.92f * v : 1.055f * std::pow(v, 1.0f / 2.4f) - 0.055f;
    table[i] = static_cast<std::uint8_t>(coded * 255.0f + 0.5f);
  }
  return table;
}

// Sensor noise is added after the curve, where it looks even, as cameras' own denoising leaves it.
std::uint8_t develop(float linear, float contrast, float noise) {
  static const std::array<std::uint8_t, 4096> kSrgb = make_srgb_table();
  const float coded = kSrgb[static_cast<std::size_t>(clamp01(linear) * 4095.0f)];
  const float v = 150.0f + contrast * (coded - 150.0f) + noise;
  return static_cast<std::uint8_t>(std::clamp(v + 0.5f, 0.0f, 255.0f));
}

engine::Image develop_picture(const Photograph& photo, const Picture& picture) {
  Random random(photo.seed, "sensor");
  const LinearColour gain{photo.exposure * photo.red_gain, photo.exposure * photo.green_gain,
                          photo.exposure * photo.blue_gain};
  const float grain = photo.sensor_noise * 255.0f;
  engine::Image image = engine::Image::blank(picture.width(), picture.height(), 3);
  for (std::size_t i = 0; i < picture.channels[0].values.size(); ++i) {
    LinearColour v;
    for (std::size_t c = 0; c < 3; ++c) v[c] = gain[c] * picture.channels[c].values[i];
    const float grey = 0.3f * v[0] + 0.6f * v[1] + 0.1f * v[2];
    const std::uint64_t bits = random.bits();
    const float shared = (static_cast<float>(bits & 0xFFFF) / 32768.0f - 1.0f) * grain;
    for (std::size_t c = 0; c < 3; ++c) {
      const float own = static_cast<float>((bits >> (16 * (c + 1))) & 0xFFFF) / 32768.0f - 1.0f;
      image.pixels[i * 3 + c] =
          develop(grey + photo.saturation * (v[c] - grey), photo.contrast, shared + 0.5f * grain * own);
    }
  }
  return image;
}

engine::Image mask_of(const LesionMap& map) {
  engine::Image mask = engine::Image::blank(map.distance.width, map.distance.height, 3);
  for (std::size_t i = 0; i < mask.pixels.size(); ++i) mask.pixels[i] = map.distance.values[i / 3] < 0.0f ? 255 : 0;
  return mask;
}

}  // namespace

LesionImage render(const LesionParameters& lesion, const Photograph& photo, int width_px, int height_px) {
  const View view(photo, width_px, height_px);
  const LesionMap map = map_lesion(lesion, view);
  Layers layers(width_px, height_px);
  add_skin(lesion.skin, lesion.seed, view, layers);
  add_pigment(lesion, map, view, layers);
  add_structures(lesion, map, view, layers);
  add_vascular(lesion, map, view, layers);

  Picture picture(width_px, height_px);
  light_layers(layers, picture);
  add_relief(layers, photo, picture);
  add_light(photo, picture);
  add_artefacts(photo, picture);
  add_blur(photo, picture);

  return {develop_picture(photo, picture), mask_of(map)};
}

LesionImage generate_lesion(const LesionParameters& lesion, std::uint64_t photograph_seed, int width_px,
                            int height_px) {
  return render(lesion, draw_photograph(0.35, photograph_seed), width_px, height_px);
}

}  // namespace app::demo
