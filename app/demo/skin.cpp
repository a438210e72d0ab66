#include "app/demo/skin.h"

#include "app/demo/noise.h"
#include "app/demo/random.h"
#include "app/demo/strokes.h"

namespace app::demo {
namespace {

void add_tone(const SkinParameters& skin, std::uint32_t seed, const View& view, Layers& layers) {
  const Field mottle = coarse_field(view.width, view.height, 4, [&](float x, float y) {
    const Point p = view.lesion_from_pixel(x, y);
    return fractal_noise(p.x * 5.0f, p.y * 5.0f, 4, seed);
  });
  const Field flush = coarse_field(view.width, view.height, 4, [&](float x, float y) {
    const Point p = view.lesion_from_pixel(x, y);
    return fractal_noise(p.x * 4.5f, p.y * 4.5f, 4, seed + 1u);
  });
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float fine = fractal_noise(p.x * 34.0f, p.y * 34.0f, 2, seed + 2u);
      const float tan = 0.04f + skin.melanin * 0.35f;
      layers.melanin.at(x, y) +=
          std::max(0.0f, skin.melanin + tan * (1.5f * skin.mottle * mottle.at(x, y) + 0.6f * fine));
      layers.blood.at(x, y) +=
          std::max(0.02f, skin.blood * (1.0f + 1.1f * skin.mottle * flush.at(x, y) + 0.32f * fine));
    }
  }
}

// Skin lines are the borders of small stretched cells, drawn out of true by slow noise.
void add_lines(const SkinParameters& skin, std::uint32_t seed, const View& view, Layers& layers) {
  const float turn = static_cast<float>(seed % 628u) * 0.01f;
  const float c = std::cos(turn), s = std::sin(turn);
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float bend = 0.05f * gradient_noise(p.x * 5.0f, p.y * 5.0f, seed);
      const float u = (c * p.x + s * p.y + bend) * 13.0f;
      const float v = (c * p.y - s * p.x + bend) * 23.0f;
      const Cell cell = cellular_noise(u, v, 0.95f, seed + 3u);
      const float furrow = smooth_step(0.1f + 0.5f * std::fabs(bend) * 20.0f, 0.0f, cell.f2 - cell.f1);
      layers.blood.at(x, y) *= 1.0f + skin.lines * (0.16f * furrow - 0.05f);
      layers.melanin.at(x, y) *= 1.0f + skin.lines * (0.22f * furrow - 0.06f);
      layers.white.at(x, y) += 0.05f * skin.lines * smooth_step(0.35f, 0.1f, cell.f1);
    }
  }
}

void add_pores(const SkinParameters& skin, std::uint32_t seed, const View& view, Layers& layers) {
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const Cell cell = cellular_noise(p.x * 11.0f, p.y * 11.0f, 0.8f, seed);
      if (cell.f1 > 0.25f || cell_unit(cell.id, 1) > 0.6f) continue;
      const float size = mix(0.08f, 0.2f, cell_unit(cell.id, 2));
      layers.melanin.at(x, y) += 0.25f * skin.pores * smooth_step(size, 0.2f * size, cell.f1);
    }
  }
}

void add_freckles(const SkinParameters& skin, std::uint32_t seed, const View& view, Layers& layers) {
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float blot = fractal_noise(p.x * 9.0f, p.y * 9.0f, 4, seed);
      const float mood = gradient_noise(p.x * 2.0f, p.y * 2.0f, seed + 1u);
      layers.melanin.at(x, y) += 0.5f * skin.freckles * smooth_step(0.0f, 1.0f, blot + 0.25f * mood);
    }
  }
}

// Short branching red threads all over the picture.
void add_telangiectasia(const SkinParameters& skin, std::uint64_t seed, const View& view, Layers& layers) {
  Random random(seed, "skin vessels");
  Field threads(view.width, view.height);
  const int count = 3 + static_cast<int>(18.0f * skin.redness);
  for (int i = 0; i < count; ++i) {
    VesselTree tree;
    tree.root = {random.range(-0.75f, 0.75f), random.range(-0.7f, 0.7f)};
    tree.angle_rad = random.range(0.0f, 6.2831853f);
    tree.length = random.range(0.05f, 0.25f);
    tree.width = random.range(0.003f, 0.007f);
    tree.branches = random.between(0, 2);
    draw_vessel_tree(threads, view, tree, random);
  }
  for (std::size_t i = 0; i < threads.values.size(); ++i)
    layers.blood.values[i] += 0.55f * skin.redness * threads.values[i];
}

}  // namespace

void add_skin(const SkinParameters& skin, std::uint64_t seed, const View& view, Layers& layers) {
  Random random(seed, "skin");
  add_tone(skin, random.seed32(), view, layers);
  const std::uint32_t line_seed = random.seed32();
  const std::uint32_t pore_seed = random.seed32();
  const std::uint32_t freckle_seed = random.seed32();
  if (skin.lines > 0.0f) add_lines(skin, line_seed, view, layers);
  if (skin.pores > 0.0f) add_pores(skin, pore_seed, view, layers);
  if (skin.freckles > 0.0f) add_freckles(skin, freckle_seed, view, layers);
  if (skin.redness > 0.0f) add_telangiectasia(skin, seed, view, layers);
}

}  // namespace app::demo
