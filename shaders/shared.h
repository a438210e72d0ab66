// What C++ and GLSL must agree on: push constants of both pipelines (bytes 0..63 of the block).
#ifndef NEVUS_SHARED_H
#define NEVUS_SHARED_H

#ifdef __cplusplus
#define NEVUS_VEC2(name) float name[2]
#define NEVUS_VEC4(name) float name[4]
namespace engine::shared {
#else
#define NEVUS_VEC2(name) vec2 name
#define NEVUS_VEC4(name) vec4 name
#endif

struct DrawParameters {
  NEVUS_VEC4(image_from_crop);  // heat: crop uv -> image uv, scale x, y, offset x, y
  NEVUS_VEC2(scale);            // window pixels -> clip space
  NEVUS_VEC2(translate);
  float layer;                  // of the texture array
  float opacity;                // heat: of the overlay
  float threshold;              // heat: below is not drawn
  float map_cells;              // heat: cells per side of the map
};

#ifdef __cplusplus
}  // namespace engine::shared
#endif

// Specialisation constants of heat.frag.
#define NEVUS_SPEC_COLOUR_MAP 0
#define NEVUS_SPEC_SMOOTH 1

#endif
