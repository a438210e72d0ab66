#include "app/demo/pigment.h"

#include "app/demo/noise.h"
#include "app/demo/random.h"

namespace app::demo {
namespace {

// The factor by which each texture changes the pigment below it, for one pixel.
class PigmentTexture {
 public:
  PigmentTexture(const LesionParameters& lesion, std::uint32_t seed) : l_(lesion), seed_(seed) {
    const float turn = static_cast<float>(seed % 628u) * 0.01f;
    cosine_ = std::cos(turn);
    sine_ = std::sin(turn);
  }

  float at(Point p, float distance) const {
    float factor = 1.0f + l_.grain * fractal_noise(p.x * 26.0f, p.y * 26.0f, 3, seed_);
    if (l_.network > 0.0f) factor *= network(p);
    if (l_.globules > 0.0f) factor *= globules(p, distance);
    if (l_.ridges > 0.0f) factor *= ridges(p);
    if (l_.fingerprint > 0.0f) factor *= fingerprint(p);
    return std::max(factor, 0.02f);
  }

 private:
  float network(Point p) const {
    const float disorder = l_.network_disorder;
    const float bend = (0.4f + disorder) * 0.022f;
    const float bx = bend * gradient_noise(p.x * 16.0f, p.y * 16.0f, seed_ + 11u);
    const float by = bend * gradient_noise(p.x * 16.0f, p.y * 16.0f, seed_ + 12u);
    const float scale = 1.0f / l_.network_cell;
    const Cell cell =
        cellular_noise((p.x + bx) * scale, (p.y + by) * scale, 0.55f + 0.4f * clamp01(disorder), seed_ + 13u);
    // Each hole its own size, and patches where the mesh thickens or dissolves.
    const float local = gradient_noise(p.x * 7.0f, p.y * 7.0f, seed_ + 14u);
    const float width = 0.34f * (1.0f + disorder * (0.9f * local + 0.6f * (cell_unit(cell.id, 3) - 0.5f)));
    const float line = smooth_step(std::max(1.5f * width, 0.15f), -0.05f, cell.f2 - cell.f1);
    const float patch = smooth_step(-0.5f - disorder * 0.2f, 0.1f + disorder * 0.5f,
                                    gradient_noise(p.x * 4.5f, p.y * 4.5f, seed_ + 15u));
    const float strength = l_.network * patch;
    return 1.0f + strength * (1.0f * line - 0.42f);
  }

  float globules(Point p, float distance) const {
    const float scale = 1.0f / l_.globule_cell;
    const float bx = 0.25f * gradient_noise(p.x * scale * 0.8f, p.y * scale * 0.8f, seed_ + 20u);
    const Cell cell = cellular_noise(p.x * scale + bx, p.y * scale - bx, 0.8f, seed_ + 21u);
    const float size = mix(0.2f, 0.6f, cell_unit(cell.id, 1));
    const float tint = mix(0.5f, 1.3f, cell_unit(cell.id, 2));
    const float rim = smooth_step(-0.10f, -0.03f, distance);
    const float share = mix(1.0f, rim, l_.globule_rim);
    const float present = cell_unit(cell.id, 4) < 0.85f ? share : 0.0f;
    return 1.0f + l_.globules * present * (0.85f * tint * smooth_step(size, size * 0.25f, cell.f1) - 0.22f);
  }

  // Brain-like folds: the zero lines of warped noise.
  float ridges(Point p) const {
    const float bx = 0.05f * gradient_noise(p.x * 6.0f, p.y * 6.0f, seed_ + 30u);
    const float fold = std::fabs(fractal_noise((p.x + bx) * 15.0f, (p.y - bx) * 15.0f, 2, seed_ + 31u));
    const float patch = smooth_step(-0.4f, 0.3f, gradient_noise(p.x * 5.0f, p.y * 5.0f, seed_ + 32u));
    return 1.0f + l_.ridges * patch * (0.6f * smooth_step(0.2f, 0.0f, fold) - 0.2f);
  }

  float fingerprint(Point p) const {
    const float along = cosine_ * p.x + sine_ * p.y;
    const float bend = 1.1f * fractal_noise(p.x * 3.5f, p.y * 3.5f, 2, seed_ + 40u) +
                       0.3f * gradient_noise(p.x * 15.0f, p.y * 15.0f, seed_ + 41u);
    const float phase = along * 36.0f + 2.2f * bend;
    const float wave = std::fabs(phase - std::floor(phase) - 0.5f) * 2.0f;
    const float patch = smooth_step(-0.35f, 0.35f, gradient_noise(p.x * 6.0f, p.y * 6.0f, seed_ + 42u));
    return 1.0f + 0.42f * l_.fingerprint * patch * (2.0f * smooth_step(0.1f, 0.9f, wave) - 1.0f);
  }

  const LesionParameters& l_;
  std::uint32_t seed_;
  float cosine_ = 1.0f, sine_ = 0.0f;
};

// Slow variation of the pigment: lighter and darker browns, and a dark blotch off the centre.
Field slow_pigment(const LesionParameters& lesion, const View& view, std::uint32_t seed) {
  Random random(lesion.seed, "blotch");
  const float angle = random.range(0.0f, 6.2831853f);
  const float away = lesion.radius * random.range(0.1f, 0.6f);
  const Point blotch{away * std::cos(angle), away * std::sin(angle)};
  const float blotch_radius = lesion.radius * random.range(0.3f, 0.7f);
  return coarse_field(view.width, view.height, 3, [&](float x, float y) {
    const Point p = view.lesion_from_pixel(x, y);
    const float broad = fractal_noise(p.x * 4.2f, p.y * 4.2f, 3, seed);
    const float patch =
        1.0f + lesion.patchiness * (1.8f * broad + 0.7f * fractal_noise(p.x * 10.0f, p.y * 10.0f, 2, seed + 1u));
    const float dx = p.x - blotch.x, dy = p.y - blotch.y;
    const float r = std::sqrt(dx * dx + dy * dy) / blotch_radius + 0.55f * broad;
    return std::max(patch, 0.12f) + 1.3f * lesion.blotch * smooth_step(1.1f, 0.55f, r);
  });
}

void add_browns(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const std::uint32_t seed = Random(lesion.seed, "pigment").seed32();
  const Field slow = slow_pigment(lesion, view, seed);
  const PigmentTexture texture(lesion, seed + 100u);
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float distance = map.distance.at(x, y);
    const float depth = clamp01(-distance / (0.8f * lesion.radius));
    const float centre = 1.0f + lesion.centre_gain * (smooth_step(0.1f, 1.0f, depth) - 0.35f);
    const float pigment = lesion.melanin * centre * slow.at(x, y) * texture.at(p, distance);
    layers.melanin.at(x, y) += coverage * std::min(pigment, 4.2f);
    layers.blood.at(x, y) += coverage * lesion.blood * (0.35f + 0.5f * slow.at(x, y));
  });
}

// Small dark grains, crowded in places.
void add_dots(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const std::uint32_t seed = Random(lesion.seed, "dots").seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const Cell cell = cellular_noise(p.x * 30.0f, p.y * 30.0f, 0.95f, seed);
    if (cell.f1 > 0.35f) return;
    const float crowd = gradient_noise(p.x * 5.0f, p.y * 5.0f, seed + 1u);
    if (cell_unit(cell.id, 1) > 0.35f + 0.6f * crowd) return;
    const float size = mix(0.16f, 0.34f, cell_unit(cell.id, 2));
    layers.melanin.at(x, y) +=
        1.5f * lesion.dots * smooth_step(0.2f, 0.8f, coverage) * smooth_step(size, 0.3f * size, cell.f1);
  });
}

// Radial fingers across a part of the border.
void add_streaks(const LesionParameters& lesion, const View& view, Layers& layers, const LesionMap& map) {
  Random random(lesion.seed, "streaks");
  const float sector = random.range(0.0f, 6.2831853f);
  const std::uint32_t seed = random.seed32();
  const float length = lesion.radius * random.range(0.16f, 0.30f);
  const int margin = static_cast<int>(length * view.px_per_unit) + 2;
  for (int y = std::max(map.first_row - margin, 0); y < std::min(map.last_row + margin, view.height); ++y) {
    for (int x = std::max(map.first_column - margin, 0); x < std::min(map.last_column + margin, view.width); ++x) {
      const float distance = map.distance.at(x, y);
      if (distance > length || distance < -length) continue;
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float angle = std::atan2(p.y, p.x);
      const float part =
          smooth_step(-0.5f, 0.4f, std::cos(angle - sector) + 0.8f * gradient_noise(p.x * 4.0f, p.y * 4.0f, seed + 2u));
      if (part <= 0.0f) continue;
      // Wrapped on a cylinder so that no seam shows where the angle jumps.
      const float r = 5.5f + 0.9f * distance;
      const float finger = gradient_noise(r * std::cos(angle) * 1.4f, r * std::sin(angle) * 1.4f, seed);
      const float reach = length * (0.1f + 1.5f * std::max(finger, 0.0f));
      const float body = smooth_step(0.12f, 0.45f, finger) * smooth_step(reach, 0.2f * reach, distance) *
                         smooth_step(-length, -0.4f * length, distance);
      layers.melanin.at(x, y) += 1.15f * lesion.streaks * part * body * (0.5f + 0.5f * lesion.melanin);
    }
  }
}

}  // namespace

void add_pigment(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  if (map.empty()) return;
  add_browns(lesion, map, view, layers);
  if (lesion.dots > 0.0f) add_dots(lesion, map, view, layers);
  if (lesion.streaks > 0.0f) add_streaks(lesion, view, layers, map);
}

}  // namespace app::demo
