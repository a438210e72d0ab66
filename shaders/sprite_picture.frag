#version 450
// A sprite with its picture: framed in its label's colour, with a dot in its prediction's.
layout(set = 0, binding = 0) uniform sampler2DArray pictures;

layout(location = 0) in vec2 local_px;
layout(location = 1) flat in vec4 outline;
layout(location = 2) flat in vec4 fill;
layout(location = 3) flat in vec4 shape;

layout(location = 0) out vec4 result;

void main() {
  float side = shape.x;
  float radius = clamp(side * 0.1, 2.0, 10.0);
  vec2 beyond = max(abs(local_px) - (side * 0.5 - radius), 0.0);
  float inside = radius - length(beyond);
  vec3 colour = textureLod(pictures, vec3(local_px / side + 0.5, shape.y), 0.0).rgb;
  float frame = clamp(side * 0.04, 1.5, 4.0);
  colour = mix(outline.rgb, colour, clamp(inside - frame + 0.5, 0.0, 1.0));
  float dot_px = clamp(side * 0.08, 2.5, 7.0);
  float from_dot = length(local_px - (side * 0.5 - dot_px - frame - side * 0.03));
  // A dark ring keeps the dot apart from the picture.
  colour = mix(colour, vec3(0.05), shape.z * 0.8 * clamp(dot_px + 2.0 - from_dot, 0.0, 1.0));
  colour = mix(colour, fill.rgb, shape.z * clamp(dot_px + 0.5 - from_dot, 0.0, 1.0));
  result = vec4(colour, shape.w * clamp(inside + 0.5, 0.0, 1.0));
}
