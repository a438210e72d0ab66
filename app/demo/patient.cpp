#include "app/demo/patient.h"

#include <algorithm>
#include <array>

#include "app/demo/random.h"

namespace app::demo {
namespace {

constexpr std::array<float, 7> kMeanAge{46.0f, 61.0f, 64.0f, 67.0f, 68.0f, 52.0f, 52.0f};
constexpr std::array<float, 7> kFaceShare{0.04f, 0.10f, 0.25f, 0.32f, 0.45f, 0.06f, 0.02f};
constexpr std::array<const char*, 8> kSites{"back",    "lower extremity", "trunk", "upper extremity",
                                            "abdomen", "chest",           "foot",  "neck"};

std::string draw_age(Diagnosis diagnosis, Random& random) {
  const float age = random.normal(kMeanAge[static_cast<std::size_t>(diagnosis)], 14.0f);
  const int rounded = 5 * static_cast<int>(std::clamp(age, 5.0f, 89.0f) / 5.0f);
  return random.chance(0.015f) ? "" : std::to_string(rounded);
}

std::string draw_site(Diagnosis diagnosis, Random& random) {
  if (random.chance(0.02f)) return "";
  if (random.chance(kFaceShare[static_cast<std::size_t>(diagnosis)])) return "face";
  // The earlier sites of the list are the more frequent ones.
  const float place = random.unit() * random.range(0.4f, 1.0f);
  return kSites[static_cast<std::size_t>(place * static_cast<float>(kSites.size()))];
}

std::string draw_dx_type(Diagnosis diagnosis, Random& random) {
  const float which = random.unit();
  if (is_malignant(diagnosis)) return "histo";
  if (diagnosis == Diagnosis::kNv && which < 0.4f) return "follow_up";
  return which < 0.75f ? "histo" : which < 0.97f ? "consensus" : "confocal";
}

}  // namespace

Patient draw_patient(Diagnosis diagnosis, std::uint64_t seed) {
  Random random(seed, "patient");
  Patient patient;
  patient.age = draw_age(diagnosis, random);
  patient.sex = random.chance(0.01f) ? "" : random.chance(0.54f) ? "male" : "female";
  patient.localization = draw_site(diagnosis, random);
  patient.dx_type = draw_dx_type(diagnosis, random);
  return patient;
}

}  // namespace app::demo
