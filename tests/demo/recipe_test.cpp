#include "app/demo/recipe.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace app::demo {
namespace {

using testing::HasSubstr;

std::string complaint_about(const std::function<void()>& act) {
  try {
    act();
  } catch (const BadRecipe& error) {
    return error.what();
  }
  return "";
}

TEST(DemoRecipe, SurvivesBeingWrittenAndReadAsJson) {
  DemoRecipe recipe;
  recipe.images = 123;
  recipe.seed = 0xFFFFFFFFFFFFFFFFull;
  recipe.wrong_label_share = 0.07;
  EXPECT_EQ(recipe_from_json(recipe_to_json(recipe)), recipe);
}

TEST(DemoRecipe, FieldsLeftOutKeepTheirDefaults) {
  DemoRecipe expected;
  expected.images = 50;
  EXPECT_EQ(recipe_from_json(R"({"images": 50})"), expected);
}

TEST(DemoRecipe, TheShippedRecipeIsTheDefaultOne) {
  EXPECT_EQ(read_recipe(NEVUS_SOURCE_DIR "/assets/demo_recipe.json"), DemoRecipe{});
}

TEST(DemoRecipe, NamesEveryFieldThatIsOutOfRange) {
  DemoRecipe recipe;
  recipe.images = -3;
  recipe.hair_share = 1.5;
  recipe.val_share = std::numeric_limits<double>::quiet_NaN();
  const std::string text = complaint_about([&] { validate(recipe); });
  EXPECT_THAT(text, HasSubstr("images is -3"));
  EXPECT_THAT(text, HasSubstr("hair_share is 1.5"));
  EXPECT_THAT(text, HasSubstr("val_share is nan"));
  EXPECT_THAT(text, testing::Not(HasSubstr("jpeg_quality")));
}

TEST(DemoRecipe, RefusesLeaksWithoutAnotherSplitToLeakInto) {
  DemoRecipe recipe;
  recipe.val_share = recipe.test_share = 0.0;
  EXPECT_THAT(complaint_about([&] { validate(recipe); }), HasSubstr("leaked_duplicates"));
}

TEST(DemoRecipe, RefusesUnknownFieldsByName) {
  EXPECT_THAT(complaint_about([] { recipe_from_json(R"({"imagse": 50})"); }), HasSubstr("imagse"));
}

TEST(DemoRecipe, RefusesAFieldOfTheWrongType) {
  EXPECT_THAT(complaint_about([] { recipe_from_json(R"({"images": "many"})"); }), HasSubstr("images"));
  EXPECT_THAT(complaint_about([] { recipe_from_json(R"({"images": 10.5})"); }), HasSubstr("images"));
  EXPECT_THAT(complaint_about([] { recipe_from_json(R"({"images": 99999999999})"); }), HasSubstr("images"));
  EXPECT_THAT(complaint_about([] { recipe_from_json(R"({"seed": -1})"); }), HasSubstr("seed"));
}

TEST(DemoRecipe, RefusesTextThatIsNotJson) {
  EXPECT_THAT(complaint_about([] { recipe_from_json("{\"images\": 50"); }), HasSubstr("JSON"));
}

TEST(DemoRecipe, AMissingFileIsNamed) {
  test_support::TempFolder folder;
  EXPECT_THAT(complaint_about([&] { read_recipe(folder.path() / "none.json"); }), HasSubstr("none.json"));
}

}  // namespace
}  // namespace app::demo
