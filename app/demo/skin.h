// The skin around and under the lesion: tone, mottling, fine relief, skin lines, pores, freckles
// and dilated vessels.
//
// Any thread; writes only to the layers it is given.
#pragma once

#include <cstdint>

#include "app/demo/layers.h"
#include "app/demo/lesion_parameters.h"
#include "app/demo/view.h"

namespace app::demo {

void add_skin(const SkinParameters& skin, std::uint64_t seed, const View& view, Layers& layers);

}  // namespace app::demo
