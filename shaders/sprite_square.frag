#version 450
// A sprite of few pixels: its label's colour around its prediction's.
layout(location = 0) in vec2 local_px;
layout(location = 1) flat in vec4 outline;
layout(location = 2) flat in vec4 fill;
layout(location = 3) flat in vec4 shape;

layout(location = 0) out vec4 result;

void main() {
  float inside = shape.x * 0.5 - max(abs(local_px.x), abs(local_px.y));
  vec4 colour = mix(outline, fill, step(max(1.0, shape.x * 0.16), inside));
  result = vec4(colour.rgb, colour.a * shape.w);
}
