#include "app/demo/artefacts.h"

#include <cmath>

#include "app/demo/noise.h"
#include "app/demo/random.h"
#include "app/demo/strokes.h"

namespace app::demo {
namespace {

void paint(Picture& picture, const Field& cover, const LinearColour& colour) {
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      if (cover.at(x, y) > 0.0f) picture.blend(x, y, colour, cover.at(x, y));
}

// A surgical marker: two or three violet strokes near a corner, uneven where the skin is rough.
void add_ink(Picture& picture, Random& random) {
  const float h = static_cast<float>(picture.height());
  Field ink(picture.width(), picture.height());
  const float x0 = random.chance(0.5f) ? 0.05f * h : static_cast<float>(picture.width()) - 0.25f * h;
  const float y0 = random.range(0.02f, 0.75f) * h;
  for (int i = 0, count = random.between(1, 3); i < count; ++i) {
    Stroke stroke;
    Point at{x0 + random.range(-0.05f, 0.15f) * h, y0 + random.range(0.0f, 0.15f) * h};
    float angle = random.range(0.0f, 6.28f);
    for (int step = 0; step < 10; ++step) {
      stroke.points_px.push_back(at);
      angle += random.normal(0.0f, 0.15f);
      at = {at.x + 0.025f * h * std::cos(angle), at.y + 0.025f * h * std::sin(angle)};
    }
    stroke.start_width_px = stroke.end_width_px = random.range(0.02f, 0.04f) * h;
    draw_stroke(ink, stroke);
  }
  const std::uint32_t seed = random.seed32();
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x)
      if (ink.at(x, y) > 0.0f)
        ink.at(x, y) *=
            0.55f + 0.4f * fractal_noise(static_cast<float>(x) * 0.25f, static_cast<float>(y) * 0.25f, 2, seed);
  paint(picture, ink, {0.10f, 0.05f, 0.26f});
}

Stroke draw_hair_path(const Photograph& photo, const Picture& picture, float lie, Random& random) {
  const float w = static_cast<float>(picture.width()), h = static_cast<float>(picture.height());
  Stroke hair;
  float angle = lie + random.normal(0.0f, 0.45f);
  const float curl = random.normal(0.0f, 0.035f);
  const int steps = random.between(14, 30);
  const float step = h * random.range(0.018f, 0.05f);
  Point at{random.range(-0.05f, 1.05f) * w, random.range(-0.05f, 1.05f) * h};
  for (int i = 0; i <= steps; ++i) {
    hair.points_px.push_back(at);
    angle += curl + random.normal(0.0f, 0.015f);
    at = {at.x + step * std::cos(angle), at.y + step * std::sin(angle)};
  }
  const float scale = h / 225.0f;
  hair.start_width_px = scale * photo.hair_width_px * random.range(0.7f, 1.25f);
  hair.end_width_px = 0.35f * hair.start_width_px;
  hair.strength = random.range(0.65f, 0.95f);
  return hair;
}

void add_hairs(const Photograph& photo, Picture& picture, Random& random) {
  Field hairs(picture.width(), picture.height());
  Field shadow(picture.width(), picture.height());
  const float lie = random.range(0.0f, 6.28f);
  for (int i = 0; i < photo.hairs; ++i) {
    Stroke hair = draw_hair_path(photo, picture, lie, random);
    draw_stroke(hairs, hair);
    for (Point& point : hair.points_px) point = {point.x + 1.5f, point.y + 1.5f};
    hair.start_width_px *= 2.2f;
    hair.end_width_px *= 2.2f;
    hair.strength *= 0.22f;
    draw_stroke(shadow, hair);
  }
  const float dark = photo.hair_melanin;
  paint(picture, shadow, {0.12f, 0.06f, 0.05f});
  paint(picture, hairs, {mix(0.55f, 0.025f, dark), mix(0.45f, 0.014f, dark), mix(0.36f, 0.010f, dark)});
}

// A bubble darkens towards its rim and carries a small bright reflection.
void add_bubble(Picture& picture, Point centre, float radius, Random& random) {
  const float strength = random.range(0.35f, 0.8f);
  const int x0 = std::max(0, static_cast<int>(centre.x - radius - 2.0f));
  const int y0 = std::max(0, static_cast<int>(centre.y - radius - 2.0f));
  const int x1 = std::min(picture.width(), static_cast<int>(centre.x + radius + 3.0f));
  const int y1 = std::min(picture.height(), static_cast<int>(centre.y + radius + 3.0f));
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      const float dx = static_cast<float>(x) - centre.x, dy = static_cast<float>(y) - centre.y;
      const float r = std::sqrt(dx * dx + dy * dy);
      const float rim = std::max(0.0f, 1.0f - std::fabs(r - radius) / 1.6f);
      const float light = (-dx - dy) / (1.41f * radius + 0.1f);
      picture.blend(x, y, {0.9f, 0.88f, 0.9f}, strength * rim * clamp01(0.25f + 0.75f * light));
      picture.scale(x, y, 1.0f - 0.5f * strength * rim * clamp01(-light));
      const float gx = dx + 0.38f * radius, gy = dy + 0.38f * radius;
      const float glint = smooth_step(0.24f * radius + 0.6f, 0.05f * radius, std::sqrt(gx * gx + gy * gy));
      picture.blend(x, y, {1.0f, 1.0f, 1.0f}, 0.75f * strength * glint);
    }
  }
}

void add_bubbles(const Photograph& photo, Picture& picture, Random& random) {
  const float h = static_cast<float>(picture.height());
  for (int i = 0; i < photo.bubbles; ++i) {
    const Point centre{random.unit() * static_cast<float>(picture.width()), random.unit() * h};
    const float size = random.unit();
    add_bubble(picture, centre, h * mix(0.006f, 0.06f, size * size * size), random);
  }
}

void add_ruler(Picture& picture, Random& random) {
  const float w = static_cast<float>(picture.width()), h = static_cast<float>(picture.height());
  const bool along_bottom = random.chance(0.6f);
  const float spacing = h * random.range(0.045f, 0.075f);
  const float tilt = random.normal(0.0f, 0.02f);
  const float edge = random.range(0.015f, 0.05f) * h;
  Field ticks(picture.width(), picture.height());
  const int count = static_cast<int>((along_bottom ? w : h) / spacing) + 1;
  for (int i = 0; i < count; ++i) {
    const float along = (static_cast<float>(i) + 0.4f) * spacing;
    const float from = edge + tilt * along;
    const float to = from + h * (i % 5 == 0 ? 0.075f : 0.04f);
    Stroke tick;
    if (along_bottom)
      tick.points_px = {{along, h - from}, {along + tilt * h * 0.05f, h - to}};
    else
      tick.points_px = {{from, along}, {to, along}};
    tick.start_width_px = tick.end_width_px = h / 225.0f * 1.2f;
    tick.strength = 0.8f;
    draw_stroke(ticks, tick);
  }
  paint(picture, ticks, {0.03f, 0.03f, 0.035f});
}

// Small wet highlights, in the direction the skin lines give them.
void add_glare(const Photograph& photo, Picture& picture, Random& random) {
  const std::uint32_t seed = random.seed32();
  const float per_px = 225.0f / static_cast<float>(picture.height());
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const float u = static_cast<float>(x) * per_px, v = static_cast<float>(y) * per_px;
      const float area = gradient_noise(u * 0.02f, v * 0.02f, seed);
      if (area < 0.12f) continue;
      const float spark = gradient_noise(u * 0.24f, v * 0.34f, seed + 1u);
      picture.blend(x, y, {1.0f, 0.99f, 1.0f},
                    photo.glare * smooth_step(0.12f, 0.5f, area) * smooth_step(0.5f, 0.85f, spark));
    }
  }
}

void add_dark_corners(const Photograph& photo, Picture& picture) {
  const float w = static_cast<float>(picture.width()), h = static_cast<float>(picture.height());
  const float corner = 0.5f * std::sqrt(w * w + h * h);
  const float radius = corner * (1.0f - photo.dark_corners);
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const float dx = static_cast<float>(x) - 0.5f * w, dy = static_cast<float>(y) - 0.5f * h;
      const float outside = smooth_step(radius - 0.03f * h, radius + 0.012f * h, std::sqrt(dx * dx + dy * dy));
      picture.blend(x, y, {0.006f, 0.005f, 0.006f}, outside);
    }
  }
}

}  // namespace

void add_artefacts(const Photograph& photo, Picture& picture) {
  Random random(photo.seed, "artefacts");
  if (photo.ink) add_ink(picture, random);
  if (photo.glare > 0.0f) add_glare(photo, picture, random);
  if (photo.hairs > 0) add_hairs(photo, picture, random);
  if (photo.bubbles > 0) add_bubbles(photo, picture, random);
  if (photo.ruler) add_ruler(picture, random);
  if (photo.dark_corners > 0.0f) add_dark_corners(photo, picture);
}

}  // namespace app::demo
