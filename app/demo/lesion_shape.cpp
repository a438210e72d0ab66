#include "app/demo/lesion_shape.h"

#include <array>

#include "app/demo/noise.h"
#include "app/demo/random.h"

namespace app::demo {
namespace {

constexpr int kHarmonics = 6;
constexpr int kOutlineStep_px = 3;

struct Blob {
  Point centre;
  float radius = 0.0f;
  float aspect = 1.0f;
  float cosine = 1.0f;
  float sine = 0.0f;
  std::array<float, kHarmonics> cosines{};
  std::array<float, kHarmonics> sines{};
};

Blob draw_blob(const LesionParameters& lesion, Random& random, Point centre, float radius) {
  Blob blob;
  blob.centre = centre;
  blob.radius = radius;
  blob.aspect = std::sqrt(lesion.aspect);
  const float angle = random.range(0.0f, 6.2831853f);
  blob.cosine = std::cos(angle);
  blob.sine = std::sin(angle);
  for (int k = 0; k < kHarmonics; ++k) {
    const float amplitude = 1.15f * lesion.irregularity / (1.0f + 0.45f * static_cast<float>(k));
    blob.cosines[static_cast<std::size_t>(k)] = amplitude * random.range(-1.0f, 1.0f);
    blob.sines[static_cast<std::size_t>(k)] = amplitude * random.range(-1.0f, 1.0f);
  }
  return blob;
}

std::vector<Blob> draw_blobs(const LesionParameters& lesion) {
  Random random(lesion.seed, "outline");
  const float shrink = 1.0f / std::sqrt(1.0f + 0.3f * static_cast<float>(lesion.lobes));
  std::vector<Blob> blobs{draw_blob(lesion, random, {}, lesion.radius * shrink)};
  for (int i = 0; i < lesion.lobes; ++i) {
    const float angle = random.range(0.0f, 6.2831853f);
    const float reach = lesion.radius * shrink * random.range(0.55f, 1.05f);
    blobs.push_back(draw_blob(lesion, random, {reach * std::cos(angle), reach * std::sin(angle)},
                              lesion.radius * shrink * random.range(0.4f, 0.75f)));
  }
  return blobs;
}

// Multiples of the angle by the addition theorem: one square root per blob and no atan2.
float distance_from(const Blob& blob, Point p) {
  const float dx = p.x - blob.centre.x;
  const float dy = p.y - blob.centre.y;
  const float x = (blob.cosine * dx + blob.sine * dy) * blob.aspect;
  const float y = (blob.cosine * dy - blob.sine * dx) / blob.aspect;
  const float r = std::sqrt(x * x + y * y) + 1e-6f;
  const float c = x / r;
  const float s = y / r;
  float ck = c, sk = s, wave = 0.0f;
  for (std::size_t k = 0; k < kHarmonics; ++k) {
    const float next = ck * c - sk * s;  // begins with the second multiple: the first only shifts
    sk = sk * c + ck * s;
    ck = next;
    wave += blob.cosines[k] * ck + blob.sines[k] * sk;
  }
  return r - blob.radius * (1.0f + wave);
}

// A minimum with a rounded valley, so that blobs look grown together.
float smooth_min(float a, float b, float width) {
  const float h = clamp01(0.5f + 0.5f * (b - a) / width);
  return mix(b, a, h) - width * h * (1.0f - h);
}

Field coarse_distance(const LesionParameters& lesion, const View& view) {
  const std::vector<Blob> blobs = draw_blobs(lesion);
  const std::uint32_t seed = Random(lesion.seed, "warp").seed32();
  const float warp = 0.05f + 1.0f * lesion.irregularity;
  return coarse_field(view.width, view.height, kOutlineStep_px, [&](float x, float y) {
    Point p = view.lesion_from_pixel(x, y);
    const float wx = fractal_noise(p.x * 3.1f, p.y * 3.1f, 2, seed);
    const float wy = fractal_noise(p.x * 3.1f + 40.0f, p.y * 3.1f, 2, seed);
    p = {p.x + warp * lesion.radius * wx, p.y + warp * lesion.radius * wy};
    float d = distance_from(blobs[0], p);
    for (std::size_t i = 1; i < blobs.size(); ++i) d = smooth_min(d, distance_from(blobs[i], p), 0.06f);
    return d;
  });
}

void find_bounds(LesionMap& map) {
  map.first_row = map.coverage.height;
  map.first_column = map.coverage.width;
  for (int y = 0; y < map.coverage.height; ++y) {
    for (int x = 0; x < map.coverage.width; ++x) {
      if (map.coverage.at(x, y) <= 0.004f) continue;
      map.first_row = std::min(map.first_row, y);
      map.last_row = std::max(map.last_row, y + 1);
      map.first_column = std::min(map.first_column, x);
      map.last_column = std::max(map.last_column, x + 1);
    }
  }
}

}  // namespace

LesionMap map_lesion(const LesionParameters& lesion, const View& view) {
  LesionMap map;
  map.distance = coarse_distance(lesion, view);
  map.coverage = Field(view.width, view.height);
  const std::uint32_t seed = Random(lesion.seed, "border").seed32();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      float& d = map.distance.at(x, y);
      if (d > 0.25f || d < -0.25f) {
        map.coverage.at(x, y) = d < 0.0f ? 1.0f : 0.0f;
        continue;
      }
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      d += lesion.raggedness * 1.5f * fractal_noise(p.x * 13.0f, p.y * 13.0f, 3, seed);
      const float local = 1.0f + 0.9f * gradient_noise(p.x * 4.0f, p.y * 4.0f, seed + 7u);
      const float soft = lesion.softness * std::max(local, 0.25f);
      map.coverage.at(x, y) = smooth_step(soft, -soft, d);
    }
  }
  find_bounds(map);
  return map;
}

}  // namespace app::demo
