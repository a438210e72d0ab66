#include "app/demo/photograph.h"

#include "app/demo/random.h"

namespace app::demo {
namespace {

constexpr float kTwoPi = 6.2831853f;

// Three families of devices: pink contact photographs, lilac polarised ones, and neutral ones.
void draw_device(Photograph& photo, Random& random) {
  const float family = random.unit();
  if (family < 0.32f) {
    photo.red_gain = random.range(1.0f, 1.16f);
    photo.green_gain = random.range(0.84f, 0.96f);
    photo.blue_gain = random.range(0.80f, 0.98f);
    photo.saturation = random.range(0.95f, 1.32f);
  } else if (family < 0.72f) {
    photo.red_gain = random.range(0.86f, 0.98f);
    photo.green_gain = random.range(0.86f, 0.96f);
    photo.blue_gain = random.range(0.98f, 1.16f);
    photo.saturation = random.range(0.95f, 1.35f);
  } else {
    photo.red_gain = random.range(0.96f, 1.06f);
    photo.green_gain = random.range(0.94f, 1.02f);
    photo.blue_gain = random.range(0.88f, 1.02f);
    photo.saturation = random.range(0.95f, 1.35f);
  }
  photo.exposure = random.range(0.78f, 1.12f);
  photo.contrast = random.range(0.98f, 1.25f);
}

void draw_light(Photograph& photo, Random& random) {
  photo.light_slope = random.range(0.0f, 0.22f);
  photo.light_angle_rad = random.range(0.0f, kTwoPi);
  photo.vignette = random.range(0.02f, 0.30f);
  if (random.chance(0.09f)) photo.dark_corners = random.range(0.02f, 0.18f);
  photo.blur_px = random.chance(0.75f) ? random.range(0.0f, 0.5f) : random.range(0.5f, 1.2f);
  photo.sensor_noise = random.range(0.004f, 0.014f);
  if (random.chance(0.22f)) photo.glare = random.range(0.2f, 0.8f);
}

void draw_obstacles(Photograph& photo, Random& random, double hair_share) {
  if (random.chance(static_cast<float>(hair_share))) {
    photo.hairs = random.chance(0.65f) ? random.between(2, 12) : random.between(12, 38);
    photo.hair_width_px = random.range(0.7f, 2.0f);
    photo.hair_melanin = random.chance(0.8f) ? random.range(0.6f, 1.0f) : random.range(0.0f, 0.4f);
  }
  if (random.chance(0.14f)) photo.bubbles = random.between(1, 14);
  photo.ruler = random.chance(0.08f);
  photo.ink = random.chance(0.03f);
}

}  // namespace

Photograph draw_photograph(double hair_share, std::uint64_t seed) {
  Random random(seed, "photograph");
  Photograph photo;
  photo.seed = seed;
  photo.rotation_rad = random.range(0.0f, kTwoPi);
  photo.zoom = random.range(0.82f, 1.22f);
  photo.shift = {random.normal(0.0f, 0.05f), random.normal(0.0f, 0.035f)};
  photo.mirrored = random.chance(0.5f);
  draw_device(photo, random);
  draw_light(photo, random);
  draw_obstacles(photo, random, hair_share);
  return photo;
}

Photograph near_copy_of(const Photograph& photograph, std::uint64_t seed) {
  Random random(seed, "near copy");
  Photograph copy = photograph;
  copy.zoom *= random.range(1.01f, 1.03f);
  copy.exposure *= random.range(0.97f, 1.03f);
  copy.sensor_noise += 0.003f;
  return copy;
}

}  // namespace app::demo
