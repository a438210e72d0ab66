// Everything red: vessels, ulcers, lacunae and the strawberry pattern.
#include "app/demo/noise.h"
#include "app/demo/random.h"
#include "app/demo/strokes.h"
#include "app/demo/structures.h"

namespace app::demo {
namespace {

void add_arborising(const LesionParameters& lesion, const View& view, Layers& layers) {
  Random random(lesion.seed, "arborising vessels");
  Field threads(view.width, view.height);
  for (int i = 0; i < lesion.vessels; ++i) {
    VesselTree tree;
    tree.root = draw_place(lesion, random, 1.05f);
    // Roots lie near the border and the trees grow inwards over the lesion.
    tree.angle_rad = std::atan2(-tree.root.y, -tree.root.x) + random.normal(0.0f, 0.6f);
    tree.length = lesion.radius * random.range(0.6f, 1.2f);
    tree.width = random.range(0.005f, 0.012f);
    tree.branches = random.between(1, 4);
    draw_vessel_tree(threads, view, tree, random);
  }
  for (std::size_t i = 0; i < threads.values.size(); ++i) layers.blood.values[i] += 0.65f * threads.values[i];
}

void add_ulcer(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  Random random(lesion.seed, "ulcer");
  const Point centre = draw_place(lesion, random, 0.6f);
  const float radius = lesion.radius * random.range(0.15f, 0.4f);
  const std::uint32_t seed = random.seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float dx = p.x - centre.x, dy = p.y - centre.y;
    const float r = std::sqrt(dx * dx + dy * dy) / radius + 0.7f * fractal_noise(p.x * 10.0f, p.y * 10.0f, 3, seed);
    const float here = coverage * lesion.ulcer * smooth_step(1.0f, 0.7f, r);
    if (here <= 0.0f) return;
    const float crust = fractal_noise(p.x * 16.0f, p.y * 16.0f, 3, seed + 1u);
    layers.blood.at(x, y) += here * (1.5f + 0.9f * crust);
    layers.melanin.at(x, y) += here * std::max(0.0f, 0.35f + 1.1f * crust);
    layers.white.at(x, y) *= 1.0f - here;
  });
}

void add_dotted(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const std::uint32_t seed = Random(lesion.seed, "dotted vessels").seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const Cell cell = cellular_noise(p.x * 34.0f, p.y * 34.0f, 0.9f, seed);
    const float crowd = gradient_noise(p.x * 5.0f, p.y * 5.0f, seed + 1u);
    if (cell_unit(cell.id, 1) > 0.6f + 0.6f * crowd) return;
    layers.blood.at(x, y) += 0.9f * lesion.dotted_vessels * coverage * smooth_step(0.42f, 0.12f, cell.f1);
  });
}

// Red between pale follicle openings.
void add_strawberry(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  Random random(lesion.seed, "strawberry");
  const float scale = 1.0f / random.range(0.034f, 0.055f);
  const std::uint32_t seed = random.seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float bend = 0.3f * gradient_noise(p.x * 14.0f, p.y * 14.0f, seed + 1u);
    const Cell cell = cellular_noise(p.x * scale + bend, p.y * scale - bend, 0.75f, seed);
    const float size = mix(0.2f, 0.62f, cell_unit(cell.id, 1));
    const float follicle = mix(0.3f, 1.0f, cell_unit(cell.id, 2)) * smooth_step(size, 0.15f * size, cell.f1);
    const float patch = smooth_step(-0.45f, 0.25f, gradient_noise(p.x * 4.0f, p.y * 4.0f, seed + 2u));
    const float here = coverage * lesion.strawberry * patch;
    layers.blood.at(x, y) *= 1.0f + here * (0.45f - 0.75f * follicle);
    layers.melanin.at(x, y) *= 1.0f - 0.6f * here * follicle;
    layers.white.at(x, y) += 0.14f * here * follicle;
  });
}

void add_blood_pool(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  const std::uint32_t seed = Random(lesion.seed, "blood pool").seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float depth = clamp01(-map.distance.at(x, y) / lesion.radius);
    const float cloud = fractal_noise(p.x * 9.0f, p.y * 9.0f, 3, seed);
    const float pool = lesion.blood_pool * std::max(0.2f, 1.6f + 0.7f * depth + 0.7f * cloud);
    layers.blood.at(x, y) += coverage * pool;
    const float dark = smooth_step(-0.3f, 0.5f, cloud + 0.8f * depth - 0.3f);
    layers.melanin.at(x, y) += coverage * lesion.clot * lesion.clot * dark * 2.2f;
  });
}

// Closed sacs of blood, each its own depth of red, with pale walls between them.
void add_lacunae(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  Random random(lesion.seed, "lacunae");
  const float scale = 1.0f / (lesion.radius * random.range(0.25f, 0.5f));
  const std::uint32_t seed = random.seed32();
  for_each_covered(map, view, [&](int x, int y, Point p, float coverage) {
    const float bend = 0.3f * fractal_noise(p.x * 0.6f * scale, p.y * 0.6f * scale, 2, seed + 1u);
    const Cell cell = cellular_noise(p.x * scale + bend, p.y * scale - bend, 0.95f, seed);
    const float size = mix(0.45f, 0.8f, cell_unit(cell.id, 2));
    const float wall = smooth_step(size * 0.35f, size, cell.f1);
    const float depth = mix(-0.4f, 1.0f, cell_unit(cell.id, 1));
    const float here = coverage * lesion.lacunae;
    layers.blood.at(x, y) *= 1.0f + here * (mix(0.5f * depth, -0.55f, wall));
    layers.melanin.at(x, y) += here * (1.0f - wall) * std::max(0.0f, depth - 0.4f) * (0.3f + lesion.clot);
    layers.white.at(x, y) += 0.13f * here * wall;
  });
}

}  // namespace

void add_vascular(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers) {
  if (map.empty()) return;
  if (lesion.strawberry > 0.0f) add_strawberry(lesion, map, view, layers);
  if (lesion.dotted_vessels > 0.0f) add_dotted(lesion, map, view, layers);
  if (lesion.blood_pool > 0.0f) add_blood_pool(lesion, map, view, layers);
  if (lesion.lacunae > 0.0f) add_lacunae(lesion, map, view, layers);
  if (lesion.vessels > 0) add_arborising(lesion, view, layers);
  if (lesion.ulcer > 0.0f) add_ulcer(lesion, map, view, layers);
}

}  // namespace app::demo
