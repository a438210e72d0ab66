#version 450
// Coloured quads, one instance each: place in clip space and colour.
layout(location = 0) in vec4 box;  // low, high
layout(location = 1) in vec4 colour_in;

layout(location = 0) out vec4 colour;

const vec2 kCorners[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main() {
  colour = colour_in;
  gl_Position = vec4(mix(box.xy, box.zw, kCorners[gl_VertexIndex]), 0.0, 1.0);
}
