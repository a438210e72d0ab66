// From a lesion and a photograph of it to pixels. The same inputs give the same bytes.
//
//     LesionParameters lesion = draw_lesion(Diagnosis::kNv, seed);
//     LesionImage image = generate_lesion(lesion, photo_seed);
//
// Any thread; pure. The caller owns the result.
#pragma once

#include <cstdint>

#include "app/demo/lesion_parameters.h"
#include "app/demo/photograph.h"
#include "engine/image/image.h"

namespace app::demo {

struct LesionImage {
  engine::Image rgb;
  engine::Image mask;  // same size, RGB: white inside the outline, black outside
};

LesionImage render(const LesionParameters& lesion, const Photograph& photograph, int width_px, int height_px);

// `render` of a photograph drawn from `photograph_seed`.
LesionImage generate_lesion(const LesionParameters& lesion, std::uint64_t photograph_seed, int width_px = 300,
                            int height_px = 225);

}  // namespace app::demo
