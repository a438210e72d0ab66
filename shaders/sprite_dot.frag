#version 450
// A round sprite: a ring in its label's colour, filled with its prediction's.
layout(location = 0) in vec2 local_px;
layout(location = 1) flat in vec4 outline;
layout(location = 2) flat in vec4 fill;
layout(location = 3) flat in vec4 shape;

layout(location = 0) out vec4 result;

void main() {
  float inside = shape.x * 0.5 - length(local_px);
  float ring = max(1.25, shape.x * 0.16);
  vec4 colour = mix(outline, fill, clamp(inside - ring + 0.5, 0.0, 1.0));
  result = vec4(colour.rgb, colour.a * shape.w * clamp(inside + 0.5, 0.0, 1.0));
}
