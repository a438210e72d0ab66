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
  float edge;                   // of heat above the threshold in which the colour comes in
  float contour;                // opacity of the line around what is shown
};

struct SpriteParameters {
  NEVUS_VEC2(centre);   // of what is seen, in units of the canvas
  NEVUS_VEC2(half_px);  // half of the rectangle
  float px_per_unit;
  float time;           // 0: where sprites come from, 1: where they go
  float unselected;     // opacity of what is not selected
  float smallest_px;    // a sprite that is seen at all is at least so large
};

#ifdef __cplusplus
static_assert(sizeof(DrawParameters) == 20 && sizeof(HeatParameters) == 56 && sizeof(SpriteParameters) == 32);
}  // namespace engine::shared
#endif

// Specialisation constants of heat.frag.
#define NEVUS_SPEC_COLOUR_MAP 0
#define NEVUS_SPEC_SMOOTH 1

// What a sprite's word says: layer of its picture, whether it has one, whether something is predicted of it, whether
// it is selected, and from which size to which it goes (8 bits each, of one unit).
#define NEVUS_SPRITE_LAYER 0xFFFu
#define NEVUS_SPRITE_PICTURE 0x1000u
#define NEVUS_SPRITE_PREDICTED 0x2000u
#define NEVUS_SPRITE_SELECTED 0x4000u
#define NEVUS_SPRITE_FROM_SIZE_SHIFT 16
#define NEVUS_SPRITE_TO_SIZE_SHIFT 24
// The part of its unit that a sprite of full size fills.
#define NEVUS_SPRITE_FILLS 0.9

#endif
