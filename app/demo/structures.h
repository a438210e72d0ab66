// What lies in or on a lesion besides its pigment: blue-white veil, regression, cysts and openings,
// nests, scars, scales; and (vascular.cpp) vessels, ulcers, lacunae, strawberry pattern.
//
// Any thread; writes only to the layers it is given.
#pragma once

#include "app/demo/layers.h"
#include "app/demo/lesion_shape.h"

namespace app::demo {

class Random;

void add_structures(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers);
void add_vascular(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers);

// A point of the lesion plane well inside the outline: `reach` is the share of the radius allowed.
Point draw_place(const LesionParameters& lesion, Random& random, float reach);

}  // namespace app::demo
