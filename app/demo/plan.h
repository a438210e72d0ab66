// Everything a demo set will contain, decided before a pixel is made: lesions, their photographs,
// duplicates, splits, and which labels will be wrong. Any image can then be made on its own.
//
//     DemoPlan plan = make_plan(recipe);   // throws BadRecipe
//     LesionImage image = photograph_of(plan.images[7], recipe);
//
// Any thread; plain values.
#pragma once

#include <string>
#include <vector>

#include "app/demo/diagnosis.h"
#include "app/demo/recipe.h"
#include "app/demo/renderer.h"

namespace app::demo {

enum class Split { kTrain, kVal, kTest };
std::string_view name_of(Split split);

enum class ShotKind { kPhotograph, kExactDuplicate, kNearDuplicate };

struct Patient {
  std::string age;  // years to the next five, or empty when unknown, like the others
  std::string sex;
  std::string localization;
  std::string dx_type;
};

struct PlannedImage {
  std::string image_id;
  std::string lesion_id;
  Diagnosis truth = Diagnosis::kNv;
  Diagnosis label = Diagnosis::kNv;  // as the index will say
  Split split = Split::kTrain;
  Patient patient;
  ShotKind kind = ShotKind::kPhotograph;
  int original = -1;    // of a duplicate: its place in DemoPlan::images
  bool leaked = false;  // a duplicate in another split than its original, under another lesion id
  std::uint64_t lesion_seed = 0;
  std::uint64_t photograph_seed = 0;
};

struct DemoPlan {
  std::vector<PlannedImage> images;
  int lesions = 0;
};

DemoPlan make_plan(const DemoRecipe& recipe);
LesionImage photograph_of(const PlannedImage& image, const DemoRecipe& recipe);

}  // namespace app::demo
