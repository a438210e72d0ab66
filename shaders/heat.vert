#version 450
// The rectangle of the pass (its viewport), with the part of the image that is shown in it.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"

layout(push_constant) uniform Block { HeatParameters p; };

layout(location = 0) out vec2 uv;

const vec2 kCorners[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main() {
  vec2 corner = kCorners[gl_VertexIndex];
  uv = mix(p.uv_min, p.uv_max, corner);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
