// What lies over a lesion and is none of its signs: hairs, the marks of a ruler, strokes of a skin marker, the dark
// rim of a round field of view.
// Drawn over training views, so that a network learns to look past them where its own source shows few.
//
// Use: `draw_artefacts(artefacts_for(0.3, CounterRng(seed, stream)), planes, side_px);`
// The same draw gives the same picture. Threads: any thread; pure functions.
#pragma once

#include <span>

#include "ml/random/counter_rng.h"

namespace ml {

struct ArtefactDraw {
  int hairs = 0;
  bool ruler = false;
  bool rim = false;
  bool marker = false;
  CounterRng strokes{0};  // where they lie, how thick and how dark they are
};

// Each of the four kinds comes with probability `share`.
ArtefactDraw artefacts_for(double share, CounterRng rng);

// planes is (3,S,S), values 0 .. 255.
void draw_artefacts(const ArtefactDraw& draw, std::span<float> planes, int side_px);

}  // namespace ml
