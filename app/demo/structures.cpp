#include "app/demo/structures.h"

#include "app/demo/noise.h"
#include "app/demo/random.h"
#include "app/demo/strokes.h"

namespace app::demo {

Point draw_place(const LesionParameters& lesion, Random& random, float reach) {
  const float angle = random.range(0.0f, 6.2831853f);
  const float r = lesion.radius * reach * std::sqrt(random.unit());
  return {r * std::cos(angle), r * std::sin(angle) * lesion.aspect};
}

namespace {

// A soft patch with a noisy outline around a place inside the lesion.
struct Patch {
  Point centre;
  float radius = 0.1f;
  std::uint32_t seed = 0;

  float at(Point p) const {
    const float dx = p.x - centre.x, dy = p.y - centre.y;
    const float r = std::sqrt(dx * dx + dy * dy) / radius;
    if (r > 2.0f) return 0.0f;
    return smooth_step(1.15f, 0.5f, r + 0.75f * fractal_noise(p.x * 7.0f, p.y * 7.0f, 3, seed));
  }
};

Patch draw_patch(const LesionParameters& lesion, const char* purpose, float small, float large) {
  Random random(lesion.seed, purpose);
  const float radius = lesion.radius * random.range(small, large);
  return {draw_place(lesion, random, 0.5f), radius, random.seed32()};
}

void add_veil(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const Patch patch = draw_patch(lesion, "veil", 0.4f, 0.85f);
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float here = coverage * lesion.veil * patch.at(p);
    layers.blue.at(x, y) = std::max(layers.blue.at(x, y), 0.88f * here);
    layers.white.at(x, y) += 0.16f * here * (0.6f + gradient_noise(p.x * 12.0f, p.y * 12.0f, patch.seed));
  });
}

// Scar-like white where pigment has gone, with grey pepper left behind.
void add_regression(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const Patch patch = draw_patch(lesion, "regression", 0.45f, 0.85f);
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float here = lesion.regression * patch.at(p) * coverage;
    if (here <= 0.0f) return;
    layers.melanin.at(x, y) *= 1.0f - 0.75f * here;
    layers.white.at(x, y) += 0.26f * here;
    const Cell cell = cellular_noise(p.x * 52.0f, p.y * 52.0f, 0.95f, patch.seed + 5u);
    const float crowd = gradient_noise(p.x * 9.0f, p.y * 9.0f, patch.seed + 6u);
    const float pepper = cell_unit(cell.id, 1) < 0.5f + 0.6f * crowd ? smooth_step(0.5f, 0.1f, cell.f1) : 0.0f;
    layers.blue.at(x, y) = std::max(layers.blue.at(x, y), here * (0.12f + 0.75f * pepper));
  });
}

void add_cysts(const LesionParameters& lesion, const View& view, Layers& layers) {
  Random random(lesion.seed, "cysts");
  Field pearls(view.width, view.height);
  for (int i = 0; i < lesion.cysts; ++i) {
    Spot spot;
    spot.centre = draw_place(lesion, random, 0.85f);
    spot.radius = random.range(0.006f, 0.017f);
    spot.softness = 0.8f;
    spot.strength = random.range(0.3f, 0.9f);
    draw_spot(pearls, view, spot);
  }
  for (std::size_t i = 0; i < pearls.values.size(); ++i) {
    layers.white.values[i] += 0.5f * pearls.values[i];
    layers.melanin.values[i] *= 1.0f - 0.6f * pearls.values[i];
  }
}

void add_comedos(const LesionParameters& lesion, const View& view, Layers& layers) {
  Random random(lesion.seed, "comedos");
  Field plugs(view.width, view.height);
  for (int i = 0; i < lesion.comedos; ++i) {
    Spot spot;
    spot.centre = draw_place(lesion, random, 0.85f);
    spot.radius = random.range(0.007f, 0.022f);
    spot.aspect = random.range(0.55f, 1.0f);
    spot.angle_rad = random.range(0.0f, 3.14f);
    spot.softness = random.range(0.4f, 0.8f);
    spot.strength = random.range(0.35f, 1.0f);
    draw_spot(plugs, view, spot);
  }
  for (std::size_t i = 0; i < plugs.values.size(); ++i) layers.melanin.values[i] += 1.5f * plugs.values[i];
}

void add_nests(const LesionParameters& lesion, const View& view, Layers& layers) {
  Random random(lesion.seed, "nests");
  Field nests(view.width, view.height);
  for (int i = 0; i < lesion.nests; ++i) {
    Spot spot;
    spot.centre = draw_place(lesion, random, 1.0f);
    spot.radius = random.chance(0.3f) ? random.range(0.045f, 0.09f) : random.range(0.012f, 0.045f);
    spot.aspect = random.range(0.5f, 1.0f);
    spot.angle_rad = random.range(0.0f, 3.14f);
    spot.softness = random.range(0.5f, 0.95f);
    spot.strength = random.range(0.45f, 1.0f);
    draw_spot(nests, view, spot);
  }
  const std::uint32_t seed = random.seed32();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const float nest = nests.at(x, y);
      if (nest <= 0.0f) continue;
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float rough = clamp01(nest * (0.9f + 0.9f * fractal_noise(p.x * 16.0f, p.y * 16.0f, 3, seed)));
      layers.blue.at(x, y) = std::max(layers.blue.at(x, y), 0.6f * rough);
      layers.melanin.at(x, y) += 1.0f * rough * rough;
    }
  }
}

void add_central_white(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  Random random(lesion.seed, "central white");
  const float radius = lesion.radius * random.range(0.38f, 0.62f);
  const std::uint32_t seed = random.seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float r = std::sqrt(p.x * p.x + p.y * p.y) / radius + 0.4f * fractal_noise(p.x * 8.0f, p.y * 8.0f, 3, seed);
    const float here = coverage * lesion.central_white * smooth_step(1.1f, 0.45f, r);
    if (here <= 0.0f) return;
    const float strand = std::fabs(gradient_noise(p.x * 22.0f, p.y * 22.0f, seed + 1u));
    layers.melanin.at(x, y) *= 1.0f - 0.85f * here;
    layers.white.at(x, y) += here * (0.34f + 0.22f * smooth_step(0.2f, 0.0f, strand));
  });
}

// Milky shine with short white lines crossing each other.
void add_shine(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const Patch patch = draw_patch(lesion, "shine", 0.4f, 0.9f);
  const float turn = static_cast<float>(patch.seed % 628u) * 0.01f;
  const float c = std::cos(turn), s = std::sin(turn);
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float here = coverage * lesion.shine * patch.at(p);
    if (here <= 0.0f) return;
    const float bend = 0.04f * gradient_noise(p.x * 7.0f, p.y * 7.0f, patch.seed + 3u);
    const float u = c * p.x + s * p.y + bend, v = c * p.y - s * p.x - bend;
    const float across = smooth_step(0.35f, 0.8f, gradient_noise(u * 11.0f, v * 42.0f, patch.seed + 1u));
    const float along = smooth_step(0.4f, 0.8f, gradient_noise(u * 42.0f, v * 11.0f, patch.seed + 2u));
    layers.white.at(x, y) += here * (0.14f + 0.20f * std::max(across, along));
  });
}

// Flakes: bright crumbs where two noises agree, in patches.
void add_scale(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const std::uint32_t seed = Random(lesion.seed, "scale").seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float patch = smooth_step(-0.05f, 0.5f, fractal_noise(p.x * 6.0f, p.y * 6.0f, 2, seed));
    if (patch <= 0.0f) return;
    const float crumb = fractal_noise(p.x * 30.0f, p.y * 30.0f, 3, seed + 1u);
    layers.white.at(x, y) += 0.75f * coverage * lesion.scale * patch * smooth_step(0.05f, 0.55f, crumb);
  });
}

}  // namespace

void add_structures(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  if (map.empty()) return;
  if (lesion.regression > 0.0f) add_regression(lesion, map, view, layers);
  if (lesion.veil > 0.0f) add_veil(lesion, map, view, layers);
  if (lesion.nests > 0) add_nests(lesion, view, layers);
  if (lesion.cysts > 0) add_cysts(lesion, view, layers);
  if (lesion.comedos > 0) add_comedos(lesion, view, layers);
  if (lesion.central_white > 0.0f) add_central_white(lesion, map, view, layers);
  if (lesion.shine > 0.0f) add_shine(lesion, map, view, layers);
  if (lesion.scale > 0.0f) add_scale(lesion, map, view, layers);
}

}  // namespace app::demo
