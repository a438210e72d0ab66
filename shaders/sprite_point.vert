#version 450
// A sprite of few pixels as a point: one vertex, where sprite.vert needs six. The same place, size and colours.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"

layout(push_constant) uniform Block { SpriteParameters p; };

layout(location = 0) in vec4 path;
layout(location = 1) in vec4 outline_in;
layout(location = 2) in vec4 fill_in;
layout(location = 3) in uint look;

layout(location = 1) flat out vec4 outline;
layout(location = 2) flat out vec4 fill;
layout(location = 3) flat out vec4 shape;

void main() {
  float from_size = float((look >> NEVUS_SPRITE_FROM_SIZE_SHIFT) & 0xFFu);
  float to_size = float((look >> NEVUS_SPRITE_TO_SIZE_SHIFT) & 0xFFu);
  float units = mix(from_size, to_size, p.time) / 255.0;
  float seen = step(0.002, units);
  float side = max(floor(units * p.px_per_unit * NEVUS_SPRITE_FILLS + 0.25), p.smallest_px);
  vec2 centre_px = (mix(path.xy, path.zw, p.time) - p.centre) * p.px_per_unit + p.half_px;
  vec2 low = floor(centre_px - side * 0.5 + 0.5);
  outline = outline_in;
  fill = fill_in;
  shape = vec4(side, 0.0, 0.0, (look & NEVUS_SPRITE_SELECTED) != 0u ? 1.0 : p.unselected);
  gl_PointSize = side;
  // What is not seen stands outside of everything.
  gl_Position = vec4(mix(vec2(-9.0), (low + side * 0.5) / p.half_px - 1.0, seen), 0.0, 1.0);
}
