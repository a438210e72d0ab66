#version 450
// A sprite of few pixels that is a point: its label's colour around its prediction's.
layout(location = 1) flat in vec4 outline;
layout(location = 2) flat in vec4 fill;
layout(location = 3) flat in vec4 shape;

layout(location = 0) out vec4 result;

void main() {
  vec2 from_centre = abs(gl_PointCoord - 0.5);
  float inside = shape.x * (0.5 - max(from_centre.x, from_centre.y));
  vec4 colour = mix(outline, fill, step(max(1.0, shape.x * 0.16), inside));
  result = vec4(colour.rgb, colour.a * shape.w);
}
