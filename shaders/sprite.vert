#version 450
// An instance a sprite: on its way from one place of the canvas to another, and from one size to another.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"

layout(push_constant) uniform Block { SpriteParameters p; };

layout(location = 0) in vec4 path;  // from x, y, to x, y: centres, in units
layout(location = 1) in vec4 outline_in;
layout(location = 2) in vec4 fill_in;
layout(location = 3) in uint look;

layout(location = 0) out vec2 local_px;  // from the sprite's centre
layout(location = 1) flat out vec4 outline;
layout(location = 2) flat out vec4 fill;
layout(location = 3) flat out vec4 shape;  // side in pixels, layer, 1 where something is predicted, opacity

const vec2 kCorners[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main() {
  float from_size = float((look >> NEVUS_SPRITE_FROM_SIZE_SHIFT) & 0xFFu);
  float to_size = float((look >> NEVUS_SPRITE_TO_SIZE_SHIFT) & 0xFFu);
  float units = mix(from_size, to_size, p.time) / 255.0;
  // Whole pixels, and of few rather one less: sprites would shimmer, and their gaps close.
  float side = max(floor(units * p.px_per_unit * NEVUS_SPRITE_FILLS + 0.25), p.smallest_px) * step(0.002, units);
  vec2 centre_px = (mix(path.xy, path.zw, p.time) - p.centre) * p.px_per_unit + p.half_px;
  vec2 low = floor(centre_px - side * 0.5 + 0.5);
  vec2 corner = kCorners[gl_VertexIndex];
  local_px = (corner - 0.5) * side;
  outline = outline_in;
  fill = fill_in;
  float opacity = (look & NEVUS_SPRITE_SELECTED) != 0u ? 1.0 : p.unselected;
  float predicted = (look & NEVUS_SPRITE_PREDICTED) != 0u ? 1.0 : 0.0;
  shape = vec4(side, float(look & NEVUS_SPRITE_LAYER), predicted, opacity);
  gl_Position = vec4((low + corner * side) / p.half_px - 1.0, 0.0, 1.0);
}
