#version 450
// Positions in window pixels to clip space. Colours stay srgb8: the target is UNORM, as ImGui expects.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"

layout(push_constant) uniform Block { DrawParameters p; };

layout(location = 0) in vec2 position_px;
layout(location = 1) in vec2 uv_in;
layout(location = 2) in vec4 colour_in;

layout(location = 0) out vec2 uv;
layout(location = 1) out vec4 colour;

void main() {
  uv = uv_in;
  colour = colour_in;
  gl_Position = vec4(position_px * p.scale + p.translate, 0.0, 1.0);
}
