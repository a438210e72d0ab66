// Between pixels of one photograph and the plane of the lesion (origin in its middle, unit one
// picture height at zoom 1, whatever the rotation and zoom).
//
// Any thread; a plain value.
#pragma once

#include <cmath>

#include "app/demo/photograph.h"

namespace app::demo {

struct View {
  int width = 0;
  int height = 0;
  float px_per_unit = 1.0f;
  Point origin_px;
  float cosine = 1.0f;
  float sine = 0.0f;
  float side = 1.0f;  // -1 when mirrored

  View(const Photograph& photograph, int width_px, int height_px)
      : width(width_px),
        height(height_px),
        px_per_unit(static_cast<float>(height_px) * photograph.zoom),
        origin_px{0.5f * static_cast<float>(width_px) + photograph.shift.x * static_cast<float>(height_px),
                  0.5f * static_cast<float>(height_px) + photograph.shift.y * static_cast<float>(height_px)},
        cosine(std::cos(photograph.rotation_rad)),
        sine(std::sin(photograph.rotation_rad)),
        side(photograph.mirrored ? -1.0f : 1.0f) {}

  Point lesion_from_pixel(float x, float y) const {
    const float dx = side * (x - origin_px.x) / px_per_unit;
    const float dy = (y - origin_px.y) / px_per_unit;
    return {cosine * dx + sine * dy, cosine * dy - sine * dx};
  }
  Point pixel_from_lesion(Point p) const {
    const float dx = cosine * p.x - sine * p.y;
    const float dy = sine * p.x + cosine * p.y;
    return {origin_px.x + side * dx * px_per_unit, origin_px.y + dy * px_per_unit};
  }
};

}  // namespace app::demo
