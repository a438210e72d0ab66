#include "app/demo/plan.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "app/demo/patient.h"
#include "app/demo/random.h"

namespace app::demo {
namespace {

constexpr int kMostPhotographsOfALesion = 4;

int share_of(int total, double share) { return static_cast<int>(std::lround(total * share)); }

std::string numbered(const char* format, int number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

// Shares within the malignant and within the benign lesions, about those of HAM10000 with the rare
// ones lifted so that a few hundred images hold some of each.
constexpr std::array<std::pair<Diagnosis, double>, 3> kMalignantMix{
    {{Diagnosis::kMel, 0.50}, {Diagnosis::kBcc, 0.30}, {Diagnosis::kAkiec, 0.20}}};
constexpr std::array<std::pair<Diagnosis, double>, 4> kBenignMix{
    {{Diagnosis::kNv, 0.715}, {Diagnosis::kBkl, 0.185}, {Diagnosis::kVasc, 0.057}, {Diagnosis::kDf, 0.043}}};

// `count` diagnoses in these shares; rounding falls to the first.
template <typename Mix>
std::vector<Diagnosis> diagnoses_in(const Mix& mix, int count) {
  std::vector<Diagnosis> list;
  for (auto entry = mix.rbegin(); entry != mix.rend(); ++entry) {
    const int wanted = entry + 1 == mix.rend() ? count - static_cast<int>(list.size()) : share_of(count, entry->second);
    list.insert(list.end(), static_cast<std::size_t>(std::max(wanted, 0)), entry->first);
  }
  return list;
}

struct PlannedLesion {
  Diagnosis diagnosis;
  Split split = Split::kTrain;
  int photographs = 1;
};

// Splits are drawn within malignant and within benign, so that every split has its share of both.
void add_lesions(std::vector<PlannedLesion>& lesions, std::vector<Diagnosis> diagnoses, const DemoRecipe& recipe,
                 Random& random) {
  random.shuffle(diagnoses);
  const int count = static_cast<int>(diagnoses.size());
  const int val = share_of(count, recipe.val_share);
  const int test = share_of(count, recipe.test_share);
  for (int i = 0; i < count; ++i) {
    const Split split = i < val ? Split::kVal : i < val + test ? Split::kTest : Split::kTrain;
    lesions.push_back({diagnoses[static_cast<std::size_t>(i)], split});
  }
}

std::vector<PlannedLesion> plan_lesions(const DemoRecipe& recipe, int count, int repeats) {
  Random random(recipe.seed, "lesions");
  std::vector<PlannedLesion> lesions;
  const int malignant = share_of(count, recipe.malignant_share);
  add_lesions(lesions, diagnoses_in(kMalignantMix, malignant), recipe, random);
  add_lesions(lesions, diagnoses_in(kBenignMix, count - malignant), recipe, random);
  random.shuffle(lesions);
  while (repeats > 0) {
    PlannedLesion& lesion = lesions[static_cast<std::size_t>(random.between(0, count - 1))];
    if (lesion.photographs >= kMostPhotographsOfALesion) continue;
    ++lesion.photographs;
    --repeats;
  }
  return lesions;
}

std::vector<PlannedImage> plan_photographs(const DemoRecipe& recipe, const std::vector<PlannedLesion>& lesions) {
  std::vector<PlannedImage> images;
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    PlannedImage image;
    image.lesion_id = numbered("DEMO_L%06d", static_cast<int>(i) + 1);
    image.truth = lesions[i].diagnosis;
    image.split = lesions[i].split;
    image.lesion_seed = seed_from(mix_bits(recipe.seed) + i, "demo lesion");
    image.patient = draw_patient(image.truth, image.lesion_seed);
    for (int shot = 0; shot < lesions[i].photographs; ++shot) {
      image.photograph_seed = seed_from(image.lesion_seed + static_cast<std::uint64_t>(shot), "demo shot");
      images.push_back(image);
    }
  }
  return images;
}

// A leaked copy was, so the story goes, entered a second time as a lesion of its own.
void leak(PlannedImage& copy, int number, const DemoRecipe& recipe) {
  copy.leaked = true;
  copy.lesion_id = numbered("DEMO_L%06d", number);
  copy.split = copy.split != Split::kTrain ? Split::kTrain : recipe.val_share > 0.0 ? Split::kVal : Split::kTest;
}

void add_duplicates(std::vector<PlannedImage>& images, const DemoRecipe& recipe, int exact, int near,
                    int& lesion_count) {
  Random random(recipe.seed, "duplicates");
  std::vector<int> originals(images.size());
  std::iota(originals.begin(), originals.end(), 0);
  random.shuffle(originals);
  std::vector<ShotKind> kinds(static_cast<std::size_t>(exact), ShotKind::kExactDuplicate);
  kinds.insert(kinds.end(), static_cast<std::size_t>(near), ShotKind::kNearDuplicate);
  random.shuffle(kinds);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    PlannedImage copy = images[static_cast<std::size_t>(originals[i])];
    copy.kind = kinds[i];
    copy.original = originals[i];
    if (static_cast<int>(i) < recipe.leaked_duplicates) leak(copy, ++lesion_count, recipe);
    images.push_back(copy);
  }
}

// Numbers run through all classes, as if the pictures had come in one after another.
void shuffle_and_number(std::vector<PlannedImage>& images, const DemoRecipe& recipe) {
  Random random(recipe.seed, "order");
  std::vector<std::size_t> order(images.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  random.shuffle(order);
  std::vector<int> place(images.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
  std::vector<PlannedImage> shuffled;
  for (std::size_t i = 0; i < order.size(); ++i) {
    shuffled.push_back(std::move(images[order[i]]));
    PlannedImage& image = shuffled.back();
    image.image_id = numbered("DEMO_%07d", static_cast<int>(i) + 1);
    image.label = image.truth;
    if (image.original >= 0) image.original = place[static_cast<std::size_t>(image.original)];
  }
  images = std::move(shuffled);
}

// The mistakes people make, not any mistake.
Diagnosis mistaken_for(Diagnosis truth, Random& random) {
  using enum Diagnosis;
  constexpr std::array<std::array<Diagnosis, 3>, 7> kMistakes{{{kMel, kBkl, kMel},
                                                               {kNv, kNv, kBkl},
                                                               {kNv, kMel, kAkiec},
                                                               {kAkiec, kNv, kBkl},
                                                               {kBkl, kBcc, kBkl},
                                                               {kNv, kMel, kBcc},
                                                               {kNv, kBcc, kNv}}};
  return kMistakes[static_cast<std::size_t>(truth)][static_cast<std::size_t>(random.between(0, 2))];
}

// Wrong labels go to training images, and to others only when those run out: numbers on the
// validation and test splits then mean what they say.
void spoil_labels(std::vector<PlannedImage>& images, const DemoRecipe& recipe) {
  Random random(recipe.seed, "wrong labels");
  std::vector<PlannedImage*> candidates;
  for (PlannedImage& image : images) candidates.push_back(&image);
  random.shuffle(candidates);
  std::stable_partition(candidates.begin(), candidates.end(),
                        [](const PlannedImage* image) { return image->split == Split::kTrain; });
  const int wrong = share_of(recipe.images, recipe.wrong_label_share);
  for (int i = 0; i < wrong; ++i) {
    PlannedImage& image = *candidates[static_cast<std::size_t>(i)];
    image.label = mistaken_for(image.truth, random);
  }
}

}  // namespace

std::string_view name_of(Split split) {
  return split == Split::kTrain ? "train" : split == Split::kVal ? "val" : "test";
}

DemoPlan make_plan(const DemoRecipe& recipe) {
  validate(recipe);
  const int exact = share_of(recipe.images, recipe.exact_duplicate_share);
  const int near = share_of(recipe.images, recipe.near_duplicate_share);
  const int repeats = share_of(recipe.images, recipe.repeat_share);
  if (recipe.leaked_duplicates > exact + near)
    throw BadRecipe("The demo recipe cannot be carried out: leaked_duplicates is " +
                    std::to_string(recipe.leaked_duplicates) + " but the duplicate shares give only " +
                    std::to_string(exact + near) + " duplicates.");
  DemoPlan plan;
  plan.lesions = recipe.images - exact - near - repeats;
  plan.images = plan_photographs(recipe, plan_lesions(recipe, plan.lesions, repeats));
  add_duplicates(plan.images, recipe, exact, near, plan.lesions);
  shuffle_and_number(plan.images, recipe);
  spoil_labels(plan.images, recipe);
  return plan;
}

LesionImage photograph_of(const PlannedImage& image, const DemoRecipe& recipe) {
  Photograph photograph = draw_photograph(recipe.hair_share, image.photograph_seed);
  if (image.kind == ShotKind::kNearDuplicate) photograph = near_copy_of(photograph, image.photograph_seed);
  return render(draw_lesion(image.truth, image.lesion_seed), photograph, recipe.width_px, recipe.height_px);
}

}  // namespace app::demo
