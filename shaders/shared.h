// What C++ and GLSL must agree on: the push constants of the pipelines.
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
  NEVUS_VEC2(scale);  // window pixels -> clip space
  NEVUS_VEC2(translate);
  float layer;        // of the texture array
};

struct HeatParameters {
  NEVUS_VEC4(image_from_crop);  // crop uv -> image uv: scale x, y, offset x, y
  NEVUS_VEC2(uv_min);           // part of the image that is shown
  NEVUS_VEC2(uv_max);
  float layer;                  // of the image's texture array
  float opacity;                // of the overlay
  float threshold;              // below is not drawn
  float map_cells;              // per side of the map
};

#ifdef __cplusplus
static_assert(sizeof(DrawParameters) == 20 && sizeof(HeatParameters) == 48);
}  // namespace engine::shared
#endif

// Specialisation constants of heat.frag.
#define NEVUS_SPEC_COLOUR_MAP 0
#define NEVUS_SPEC_SMOOTH 1

#endif
