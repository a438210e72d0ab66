// The pigment of a lesion: its browns, and what they are woven into (network, globules, dots,
// streaks, ridges, fingerprint lines).
//
// Any thread; writes only to the layers it is given.
#pragma once

#include "app/demo/layers.h"
#include "app/demo/lesion_shape.h"

namespace app::demo {

void add_pigment(const LesionParameters& lesion, const LesionMap& map, const View& view, Layers& layers);

}  // namespace app::demo
