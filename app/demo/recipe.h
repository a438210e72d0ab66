// What a generated demo set contains: how many images, from which seed, and the shares of each
// teaching fault (wrong labels, repeats, duplicates, leaks). A recipe is stored as JSON
// (assets/demo_recipe.json); the same recipe always writes the same images.
//
//     DemoRecipe recipe = read_recipe("assets/demo_recipe.json");
//     recipe.images = 6000;
//     validate(recipe);  // throws BadRecipe naming the fields that are wrong
//
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace app::demo {

struct DemoRecipe {
  int images = 600;
  std::uint64_t seed = 20260101;
  int width_px = 300;
  int height_px = 225;
  double malignant_share = 0.30;    // of the lesions: mel, bcc and akiec together
  double wrong_label_share = 0.03;  // of the images: the index names another class than the true one
  double repeat_share = 0.15;       // of the images: further photographs of an earlier lesion
  double exact_duplicate_share = 0.01;
  double near_duplicate_share = 0.01;
  int leaked_duplicates = 3;  // how many of the duplicates lie in another split than their original
  double val_share = 0.20;    // of the lesions
  double test_share = 0.15;   // of the lesions
  double hair_share = 0.35;   // of the photographs
  int jpeg_quality = 90;

  bool operator==(const DemoRecipe&) const = default;
};

// A recipe that cannot be carried out. The text names every wrong field and its allowed range.
class BadRecipe : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline constexpr int kFewestImages = 20, kMostImages = 200'000;
void validate(const DemoRecipe& recipe);

// The same recipe for another number of images: a small set has fewer duplicates, so fewer can leak.
DemoRecipe for_images(DemoRecipe recipe, int images);

// Fields that the JSON leaves out keep their defaults; an unknown field is refused by name.
DemoRecipe recipe_from_json(const std::string& text);
std::string recipe_to_json(const DemoRecipe& recipe);
DemoRecipe read_recipe(const std::filesystem::path& file);

}  // namespace app::demo
