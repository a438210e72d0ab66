#include "app/demo/lesion_parameters.h"

#include <algorithm>

#include "app/demo/random.h"

namespace app::demo {
namespace {

// A strength that is there with probability `share`.
float maybe(Random& random, float share, float low, float high) {
  const float strength = random.range(low, high);
  return random.chance(share) ? strength : 0.0f;
}

int maybe_count(Random& random, float share, int low, int high) {
  const int count = random.between(low, high);
  return random.chance(share) ? count : 0;
}

SkinParameters draw_skin(Random& random) {
  SkinParameters skin;
  const float tone = random.unit();  // mostly fair, as in the collections this imitates
  skin.melanin = tone < 0.72f   ? random.range(0.02f, 0.16f)
                 : tone < 0.90f ? random.range(0.16f, 0.45f)
                                : random.range(0.45f, 1.25f);
  skin.blood = random.range(0.08f, 0.42f);
  skin.mottle = random.chance(0.2f) ? random.range(0.8f, 1.6f) : random.range(0.2f, 0.8f);
  skin.lines = random.range(0.15f, 0.8f);
  skin.freckles = maybe(random, 0.30f, 0.1f, 0.6f);
  skin.redness = maybe(random, 0.35f, 0.15f, 0.8f);
  skin.pores = maybe(random, 0.25f, 0.3f, 1.0f);
  return skin;
}

// The signs that separate melanoma from nevus, at a strength: nevi get little of it, some
// melanomas not much more.
void add_melanoma_signs(LesionParameters& lesion, Random& random, float strength) {
  lesion.irregularity += strength * random.range(0.05f, 0.17f);
  lesion.raggedness += strength * random.range(0.01f, 0.05f);
  lesion.lobes += strength > 0.3f ? random.between(0, strength > 0.7f ? 3 : 1) : 0;
  lesion.aspect *= 1.0f - strength * random.range(0.0f, 0.25f);
  lesion.patchiness += strength * random.range(0.25f, 0.8f);
  lesion.blotch += strength * maybe(random, 0.65f, 0.4f, 1.1f);
  lesion.network_disorder += strength * random.range(0.3f, 0.8f);
  lesion.dots += strength * maybe(random, 0.5f, 0.3f, 1.0f);
  lesion.streaks += strength * maybe(random, 0.42f, 0.4f, 1.0f);
  lesion.veil += strength * maybe(random, 0.50f, 0.35f, 0.95f);
  lesion.regression += strength * maybe(random, 0.42f, 0.35f, 0.9f);
  lesion.melanin += strength * random.range(0.0f, 0.8f);
  lesion.shine += strength * maybe(random, 0.2f, 0.2f, 0.5f);
}

void draw_nevus(LesionParameters& lesion, Random& random) {
  lesion.melanin = random.range(0.5f, 2.1f);
  lesion.blood = random.range(0.0f, 0.35f);
  lesion.centre_gain = random.range(-0.35f, 1.0f);
  lesion.patchiness = random.range(0.2f, 0.65f);
  lesion.softness = random.range(0.03f, 0.12f);
  const float type = random.unit();
  if (type < 0.52f) {
    lesion.network = random.range(0.4f, 1.0f);
  } else if (type < 0.72f) {
    lesion.globules = random.range(0.4f, 1.0f);
    lesion.globule_rim = maybe(random, 0.35f, 0.7f, 1.0f);
  } else {
    lesion.network = maybe(random, 0.4f, 0.1f, 0.3f);
  }
  lesion.dots = maybe(random, 0.25f, 0.1f, 0.4f);
  if (random.chance(0.24f)) add_melanoma_signs(lesion, random, random.range(0.15f, 0.5f));
}

void draw_melanoma(LesionParameters& lesion, Random& random) {
  lesion.melanin = random.range(0.6f, 2.1f);
  lesion.blood = random.range(0.0f, 0.4f);
  lesion.centre_gain = random.range(-0.3f, 0.5f);
  lesion.softness = random.range(0.02f, 0.10f);
  lesion.network = maybe(random, 0.6f, 0.3f, 1.0f);
  lesion.network_cell *= random.range(0.9f, 1.35f);
  lesion.globules = maybe(random, 0.45f, 0.3f, 0.9f);
  const bool early = random.chance(0.24f);
  add_melanoma_signs(lesion, random, early ? random.range(0.4f, 0.7f) : random.range(0.75f, 1.15f));
}

void draw_keratosis(LesionParameters& lesion, Random& random) {
  const float type = random.unit();
  lesion.irregularity = random.range(0.03f, 0.11f);
  lesion.raggedness = random.range(0.01f, 0.05f);
  lesion.melanin = random.range(0.35f, 1.3f);
  lesion.blood = random.range(0.0f, 0.35f);
  lesion.patchiness = random.range(0.15f, 0.6f);
  lesion.softness = random.range(0.008f, 0.035f);
  if (type < 0.60f) {  // seborrhoeic: stuck on, waxy
    lesion.cysts = maybe_count(random, 0.75f, 4, 26);
    lesion.comedos = maybe_count(random, 0.65f, 3, 18);
    lesion.ridges = maybe(random, 0.5f, 0.4f, 1.0f);
    lesion.shine = maybe(random, 0.3f, 0.15f, 0.45f);
    lesion.grain = random.range(0.2f, 0.5f);
    lesion.melanin += maybe(random, 0.3f, 0.3f, 1.0f);
  } else if (type < 0.82f) {  // solar lentigo: flat, light, moth-eaten
    lesion.melanin = random.range(0.3f, 0.75f);
    lesion.fingerprint = random.range(0.4f, 1.0f);
    lesion.raggedness = random.range(0.03f, 0.07f);
    lesion.network = maybe(random, 0.4f, 0.2f, 0.5f);
    lesion.patchiness = random.range(0.3f, 0.7f);
  } else {  // lichen-planus-like: grey dots on pink
    lesion.melanin = random.range(0.2f, 0.6f);
    lesion.regression = random.range(0.35f, 0.9f);
    lesion.blood = random.range(0.25f, 0.7f);
    lesion.softness = random.range(0.04f, 0.1f);
    lesion.scale = maybe(random, 0.3f, 0.1f, 0.4f);
  }
  if (random.chance(0.10f)) add_melanoma_signs(lesion, random, random.range(0.2f, 0.5f));
}

void draw_basal_cell(LesionParameters& lesion, Random& random) {
  lesion.irregularity = random.range(0.05f, 0.16f);
  lesion.raggedness = random.range(0.01f, 0.06f);
  lesion.softness = random.range(0.03f, 0.12f);
  lesion.melanin = random.range(0.03f, 0.35f);
  lesion.blood = random.range(0.25f, 0.85f);
  lesion.patchiness = random.range(0.2f, 0.6f);
  lesion.centre_gain = random.range(-0.2f, 0.2f);
  lesion.lobes = random.between(0, 2);
  lesion.vessels = maybe_count(random, 0.8f, 1, 4);
  lesion.nests = maybe_count(random, 0.6f, 2, 10);
  lesion.ulcer = maybe(random, 0.35f, 0.3f, 1.0f);
  lesion.shine = maybe(random, 0.55f, 0.3f, 0.9f);
  lesion.dots = maybe(random, 0.18f, 0.1f, 0.4f);
  lesion.scale = maybe(random, 0.2f, 0.1f, 0.4f);
}

void draw_actinic(LesionParameters& lesion, Random& random) {
  lesion.irregularity = random.range(0.06f, 0.2f);
  lesion.raggedness = random.range(0.03f, 0.09f);
  lesion.softness = random.range(0.04f, 0.14f);
  lesion.radius *= random.range(1.0f, 1.4f);
  lesion.melanin = random.range(0.05f, 0.3f);
  lesion.blood = random.range(0.45f, 1.1f);
  lesion.patchiness = random.range(0.3f, 0.8f);
  lesion.scale = maybe(random, 0.75f, 0.35f, 1.0f);
  lesion.strawberry = maybe(random, 0.55f, 0.4f, 1.0f);
  lesion.dotted_vessels = maybe(random, 0.45f, 0.4f, 1.0f);
  lesion.grain = random.range(0.25f, 0.55f);
  if (random.chance(0.35f)) {  // pigmented
    lesion.melanin = random.range(0.4f, 1.1f);
    lesion.dots = random.range(0.2f, 0.8f);
    lesion.network = maybe(random, 0.3f, 0.2f, 0.5f);
  }
  lesion.skin.freckles = maybe(random, 0.55f, 0.2f, 0.7f);
}

void draw_vascular(LesionParameters& lesion, Random& random) {
  lesion.radius *= random.range(0.5f, 1.0f);
  lesion.irregularity = random.range(0.02f, 0.10f);
  lesion.softness = random.range(0.008f, 0.04f);
  lesion.melanin = random.range(0.0f, 0.1f);
  lesion.blood = random.range(0.3f, 0.8f);
  lesion.blood_pool = random.range(0.5f, 1.0f);
  lesion.lacunae = maybe(random, 0.6f, 0.5f, 1.0f);
  lesion.clot = maybe(random, 0.35f, 0.2f, 1.0f);
  lesion.veil = maybe(random, 0.3f, 0.15f, 0.5f);
  lesion.scale = maybe(random, 0.1f, 0.2f, 0.5f);
}

void draw_dermatofibroma(LesionParameters& lesion, Random& random) {
  lesion.irregularity = random.range(0.02f, 0.09f);
  lesion.softness = random.range(0.06f, 0.14f);
  lesion.melanin = random.range(0.25f, 0.8f);
  lesion.blood = random.range(0.15f, 0.6f);
  lesion.network = maybe(random, 0.7f, 0.3f, 0.8f);
  lesion.central_white = maybe(random, 0.82f, 0.4f, 1.0f);
  lesion.centre_gain = random.range(-0.2f, 0.3f);
  lesion.shine = maybe(random, 0.35f, 0.2f, 0.6f);
  lesion.dotted_vessels = maybe(random, 0.2f, 0.2f, 0.6f);
}

void draw_appearance(LesionParameters& lesion, Random& random) {
  switch (lesion.diagnosis) {
    case Diagnosis::kNv: return draw_nevus(lesion, random);
    case Diagnosis::kMel: return draw_melanoma(lesion, random);
    case Diagnosis::kBkl: return draw_keratosis(lesion, random);
    case Diagnosis::kBcc: return draw_basal_cell(lesion, random);
    case Diagnosis::kAkiec: return draw_actinic(lesion, random);
    case Diagnosis::kVasc: return draw_vascular(lesion, random);
    case Diagnosis::kDf: return draw_dermatofibroma(lesion, random);
  }
}

}  // namespace

LesionParameters draw_lesion(Diagnosis diagnosis, std::uint64_t seed) {
  Random random(seed, "lesion");
  LesionParameters lesion;
  lesion.diagnosis = diagnosis;
  lesion.seed = seed;
  lesion.skin = draw_skin(random);
  lesion.radius = std::clamp(random.normal(0.30f, 0.075f), 0.14f, 0.48f);
  lesion.aspect = random.range(0.65f, 1.0f);
  lesion.irregularity = random.range(0.02f, 0.09f);
  lesion.raggedness = random.range(0.005f, 0.03f);
  lesion.network_cell = random.range(0.024f, 0.042f);
  lesion.network_disorder = random.range(0.1f, 0.35f);
  lesion.globule_cell = random.range(0.020f, 0.038f);
  lesion.grain = random.range(0.2f, 0.65f);
  draw_appearance(lesion, random);
  return lesion;
}

}  // namespace app::demo
