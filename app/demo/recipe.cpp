#include "app/demo/recipe.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <type_traits>

#include "app/core/json.h"

namespace app::demo {
namespace {

// Calls visit(name, field) for every field: reading, writing and refusing share one list.
template <typename Recipe, typename Visit>
void visit_fields(Recipe& recipe, const Visit& visit) {
  visit("images", recipe.images);
  visit("seed", recipe.seed);
  visit("width_px", recipe.width_px);
  visit("height_px", recipe.height_px);
  visit("malignant_share", recipe.malignant_share);
  visit("wrong_label_share", recipe.wrong_label_share);
  visit("repeat_share", recipe.repeat_share);
  visit("exact_duplicate_share", recipe.exact_duplicate_share);
  visit("near_duplicate_share", recipe.near_duplicate_share);
  visit("leaked_duplicates", recipe.leaked_duplicates);
  visit("val_share", recipe.val_share);
  visit("test_share", recipe.test_share);
  visit("hair_share", recipe.hair_share);
  visit("jpeg_quality", recipe.jpeg_quality);
}

class Complaints {
 public:
  void require(bool good, const std::string& text) {
    if (!good) text_ += (text_.empty() ? "" : "; ") + text;
  }
  template <typename Number>
  void within(const char* name, Number value, Number low, Number high) {
    std::ostringstream text;
    text << name << " is " << value << " and must be " << low << " to " << high;
    require(value >= low && value <= high, text.str());  // false for NaN, too
  }
  void throw_if_any() const {
    if (!text_.empty()) throw BadRecipe("The demo recipe cannot be carried out: " + text_ + ".");
  }

 private:
  std::string text_;
};

// JSON's numbers are wider than the fields; a silent wrap would make -1 a very large seed.
template <typename Number>
bool fits(const Json& value) {
  if constexpr (std::is_same_v<Number, double>) return value.is_number();
  if constexpr (std::is_same_v<Number, std::uint64_t>) return value.is_natural();
  return value.is_integer() && std::in_range<int>(value.get<std::int64_t>());
}

template <typename Number>
void read_number(const Json& value, const char* name, Number& field) {
  if (!fits<Number>(value))
    throw BadRecipe(std::string("The demo recipe's field ") + name + " must be " +
                    (std::is_integral_v<Number> ? "a whole number within its range" : "a number") + ", not " +
                    value.dump() + ".");
  field = value.get<Number>();
}

}  // namespace

void validate(const DemoRecipe& r) {
  Complaints complaints;
  complaints.within("images", r.images, kFewestImages, kMostImages);
  complaints.within("width_px", r.width_px, 64, 2048);
  complaints.within("height_px", r.height_px, 64, 2048);
  complaints.within("malignant_share", r.malignant_share, 0.0, 1.0);
  complaints.within("wrong_label_share", r.wrong_label_share, 0.0, 0.3);
  complaints.within("repeat_share", r.repeat_share, 0.0, 0.5);
  complaints.within("exact_duplicate_share", r.exact_duplicate_share, 0.0, 0.1);
  complaints.within("near_duplicate_share", r.near_duplicate_share, 0.0, 0.1);
  complaints.within("leaked_duplicates", r.leaked_duplicates, 0, 1000);
  complaints.within("val_share", r.val_share, 0.0, 0.5);
  complaints.within("test_share", r.test_share, 0.0, 0.5);
  complaints.within("hair_share", r.hair_share, 0.0, 1.0);
  complaints.within("jpeg_quality", r.jpeg_quality, 30, 100);
  complaints.require(r.val_share + r.test_share <= 0.7, "val_share and test_share together must be at most 0.7");
  complaints.require(r.leaked_duplicates == 0 || r.val_share + r.test_share > 0.0,
                     "leaked_duplicates must be 0 when val_share and test_share are 0");
  complaints.throw_if_any();
}

DemoRecipe recipe_from_json(const std::string& text) {
  const std::optional<Json> json = Json::parse_if_valid(text);
  if (!json || !json->is_object())
    throw BadRecipe("The demo recipe is not a JSON object: check it for a missing bracket or comma.");
  DemoRecipe recipe;
  std::size_t known = 0;
  visit_fields(recipe, [&](const char* name, auto& field) {
    const Json* found = json->find(name);
    if (found == nullptr) return;
    read_number(*found, name, field);
    ++known;
  });
  if (known != json->size()) {
    const Json fields = Json::parse(recipe_to_json(recipe));
    for (const auto& [name, value] : json->members())
      if (!fields.find(name)) throw BadRecipe("The demo recipe has an unknown field: " + name + ".");
  }
  validate(recipe);
  return recipe;
}

std::string recipe_to_json(const DemoRecipe& recipe) {
  Json json;
  visit_fields(recipe, [&](const char* name, const auto& field) { json[name] = field; });
  return json.dump(2) + "\n";
}

DemoRecipe read_recipe(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw BadRecipe("The demo recipe could not be opened; check that it exists and may be read: " + file.string());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  try {
    return recipe_from_json(text);
  } catch (const BadRecipe& error) {
    throw BadRecipe(std::string(error.what()) + " " + file.string());
  }
}

DemoRecipe for_images(DemoRecipe recipe, int images) {
  recipe.images = images;
  const int duplicates =
      static_cast<int>(recipe.exact_duplicate_share * images) + static_cast<int>(recipe.near_duplicate_share * images);
  recipe.leaked_duplicates = std::min(recipe.leaked_duplicates, duplicates);
  return recipe;
}

}  // namespace app::demo
