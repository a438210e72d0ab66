#version 450
// A picture with the evidence map over it. The map has a few cells per side; it is upsampled by a cubic
// B-spline in four bilinear taps (Sigg & Hadwiger, GPU Gems 2, chapter 20), or shown cell by cell.
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared.h"
#define NEVUS_VEC3(a, b, c) vec3(a, b, c)
#include "shaders/colour_maps.h"

layout(constant_id = NEVUS_SPEC_COLOUR_MAP) const int kColourMap = 0;
layout(constant_id = NEVUS_SPEC_SMOOTH) const int kSmooth = 1;

layout(push_constant) uniform Block { HeatParameters p; };
layout(set = 0, binding = 0) uniform sampler2DArray image;
layout(set = 1, binding = 0) uniform sampler2DArray heat_map;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 result;

vec3 polynomial(vec3 c[9], float x) {
  vec3 sum = c[8];
  for (int i = 7; i >= 0; --i) sum = sum * x + c[i];
  return clamp(sum, 0.0, 1.0);
}

vec3 colour_of(float x) {
  if (kColourMap == 0) return polynomial(vec3[9](NEVUS_VIRIDIS), x);
  if (kColourMap == 1) return polynomial(vec3[9](NEVUS_MAGMA), x);
  if (kColourMap == 2) return polynomial(vec3[9](NEVUS_INFERNO), x);
  if (kColourMap == 3) return polynomial(vec3[9](NEVUS_CIVIDIS), x);
  if (kColourMap == 4) return polynomial(vec3[9](NEVUS_TURBO), x);
  return clamp(1.5 - abs(4.0 * x - vec3(3.0, 2.0, 1.0)), 0.0, 1.0);  // jet
}

float tap(vec2 cell) { return textureLod(heat_map, vec3(cell / p.map_cells, 0.0), 0.0).r; }

float spline(vec2 crop_uv) {
  vec2 cell = crop_uv * p.map_cells - 0.5;
  vec2 base = floor(cell);
  vec2 f = cell - base;
  vec2 w0 = (1.0 - f) * (1.0 - f) * (1.0 - f) / 6.0;
  vec2 w1 = (4.0 - 6.0 * f * f + 3.0 * f * f * f) / 6.0;
  vec2 w3 = f * f * f / 6.0;
  vec2 w2 = 1.0 - w0 - w1 - w3;
  vec2 low = base - 0.5 + w1 / (w0 + w1);
  vec2 high = base + 1.5 + w3 / (w2 + w3);
  float left = (w0.y + w1.y) * tap(vec2(low.x, low.y)) + (w2.y + w3.y) * tap(vec2(low.x, high.y));
  float right = (w0.y + w1.y) * tap(vec2(high.x, low.y)) + (w2.y + w3.y) * tap(vec2(high.x, high.y));
  return (w0.x + w1.x) * left + (w2.x + w3.x) * right;
}

float cell_value(vec2 crop_uv) { return tap(floor(crop_uv * p.map_cells) + 0.5); }

void main() {
  vec4 base = textureLod(image, vec3(uv, p.layer), 0.0);
  vec2 crop_uv = (uv - p.image_from_crop.zw) / p.image_from_crop.xy;
  float heat = kSmooth == 1 ? spline(crop_uv) : cell_value(crop_uv);
  vec2 inside = step(vec2(0.0), crop_uv) * step(crop_uv, vec2(1.0));
  // The colour comes in softly, so that the map shows no edge where there is none and does not shimmer while dragged.
  float shown = smoothstep(p.threshold, p.threshold + p.edge, heat) * inside.x * inside.y;
  vec3 colour = mix(base.rgb, colour_of(clamp(heat, 0.0, 1.0)), shown * p.opacity);
  if (p.contour > 0.0) {
    // Where the heat crosses the threshold: a light line in a dark one, seen on pale skin and on dark lesions.
    float away = abs(heat - p.threshold) / max(fwidth(heat), 1e-5);
    float line = p.contour * inside.x * inside.y;
    colour = mix(colour, vec3(0.05), 0.6 * line * (1.0 - smoothstep(1.0, 2.2, away)));
    colour = mix(colour, vec3(1.0), line * (1.0 - smoothstep(0.3, 1.2, away)));
  }
  result = vec4(colour, base.a);
}
