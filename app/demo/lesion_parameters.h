// What a lesion looks like, apart from any photograph of it. Lengths are in picture heights at
// zoom 1; strengths are 0 (absent) to about 1. The distributions of the seven diagnoses overlap on
// purpose: a quarter of the nevi borrow signs of melanoma, some melanomas have hardly any.
//
//     LesionParameters lesion = draw_lesion(Diagnosis::kMel, seed);
//
// Any thread; plain values. `seed` fixes every detail that the numbers leave open.
#pragma once

#include <cstdint>

#include "app/demo/diagnosis.h"

namespace app::demo {

struct SkinParameters {
  float melanin = 0.1f;  // optical depth; 0.03 very fair to 1.3 very dark
  float blood = 0.25f;
  float mottle = 0.3f;
  float lines = 0.3f;     // the criss-cross of skin lines
  float freckles = 0.0f;  // sun damage around the lesion
  float redness = 0.0f;   // dilated small vessels around the lesion
  float pores = 0.0f;
};

struct LesionParameters {
  Diagnosis diagnosis = Diagnosis::kNv;
  std::uint64_t seed = 0;
  SkinParameters skin;

  float radius = 0.27f;
  float aspect = 0.85f;
  float irregularity = 0.05f;  // of the outline, low harmonics
  float raggedness = 0.02f;    // of the outline, fine
  float softness = 0.05f;      // width of the border
  int lobes = 0;               // further blobs grown together with the first

  float melanin = 1.0f;
  float centre_gain = 0.2f;  // darker (or lighter) towards the centre
  float patchiness = 0.2f;   // several browns
  float blotch = 0.0f;       // structureless dark area off the centre
  float blood = 0.2f;        // diffuse redness
  float grain = 0.15f;

  float network = 0.0f;
  float network_cell = 0.03f;
  float network_disorder = 0.2f;
  float globules = 0.0f;
  float globule_cell = 0.035f;
  float globule_rim = 0.0f;  // 1: only along the border
  float dots = 0.0f;
  float streaks = 0.0f;
  float veil = 0.0f;        // blue-white
  float regression = 0.0f;  // white scar with grey peppering
  int cysts = 0;            // milia-like
  int comedos = 0;
  float ridges = 0.0f;       // cerebriform folds
  float fingerprint = 0.0f;  // fine parallel lines
  int vessels = 0;           // arborising trees
  float dotted_vessels = 0.0f;
  int nests = 0;  // blue-grey ovoid
  float ulcer = 0.0f;
  float shine = 0.0f;       // white shiny areas
  float scale = 0.0f;       // white flakes
  float strawberry = 0.0f;  // red pseudo-network with pale follicles
  float lacunae = 0.0f;
  float blood_pool = 0.0f;  // uniform red to purple
  float clot = 0.0f;        // how black the blood is
  float central_white = 0.0f;
};

LesionParameters draw_lesion(Diagnosis diagnosis, std::uint64_t seed);

}  // namespace app::demo
