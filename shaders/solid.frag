#version 450
// Shapes of one colour or a gradient: no texture is asked.
layout(location = 1) in vec4 colour;
layout(location = 0) out vec4 result;

void main() { result = colour; }
