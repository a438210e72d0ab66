#version 450
// Text, shapes and pictures: vertex colour times texture.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"

layout(push_constant) uniform Block { DrawParameters p; };
layout(set = 0, binding = 0) uniform sampler2DArray image;

layout(location = 0) in vec2 uv;
layout(location = 1) in vec4 colour;
layout(location = 0) out vec4 result;

void main() { result = colour * textureLod(image, vec3(uv, p.layer), 0.0); }
