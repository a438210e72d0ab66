#include "app/demo/plan.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

namespace app::demo {
namespace {

TEST(DemoPlan, HasAsManyImagesAsTheRecipeSays) { EXPECT_EQ(make_plan({}).images.size(), 600u); }

TEST(DemoPlan, LesionsAndTheirIdsNeverStraddleSplits) {
  std::map<std::string, std::set<Split>> splits;
  for (const PlannedImage& image : make_plan({}).images) splits[image.lesion_id].insert(image.split);
  for (const auto& [lesion, found] : splits) EXPECT_EQ(found.size(), 1u) << lesion;
}

TEST(DemoPlan, TheSameSkinIsInTwoSplitsOnlyThroughListedLeaks) {
  const DemoPlan plan = make_plan({});
  std::map<std::uint64_t, std::set<Split>> splits;
  int leaks = 0;
  for (const PlannedImage& image : plan.images) {
    if (!image.leaked) splits[image.lesion_seed].insert(image.split);
    if (!image.leaked) continue;
    ++leaks;
    const PlannedImage& original = plan.images.at(static_cast<std::size_t>(image.original));
    EXPECT_EQ(original.lesion_seed, image.lesion_seed);
    EXPECT_NE(original.split, image.split);
    EXPECT_NE(original.lesion_id, image.lesion_id);
  }
  for (const auto& [seed, found] : splits) EXPECT_EQ(found.size(), 1u) << seed;
  EXPECT_EQ(leaks, DemoRecipe{}.leaked_duplicates);
}

TEST(DemoPlan, DuplicatesPointAtPhotographsOfTheSameLesion) {
  const DemoPlan plan = make_plan({});
  int duplicates = 0;
  for (const PlannedImage& image : plan.images) {
    EXPECT_EQ(image.original >= 0, image.kind != ShotKind::kPhotograph);
    if (image.original < 0) continue;
    ++duplicates;
    const PlannedImage& original = plan.images.at(static_cast<std::size_t>(image.original));
    EXPECT_EQ(original.kind, ShotKind::kPhotograph);
    EXPECT_EQ(original.photograph_seed, image.photograph_seed);
    EXPECT_EQ(original.truth, image.truth);
  }
  EXPECT_EQ(duplicates, 12);
}

TEST(DemoPlan, TheShareOfWrongLabelsIsExactAndSparesValidationAndTest) {
  DemoRecipe recipe;
  recipe.wrong_label_share = 0.05;
  int wrong = 0;
  for (const PlannedImage& image : make_plan(recipe).images) {
    if (image.label == image.truth) continue;
    ++wrong;
    EXPECT_EQ(image.split, Split::kTrain);
  }
  EXPECT_EQ(wrong, 30);
}

TEST(DemoPlan, EverySplitHoldsTheMalignantShareOfLesions) {
  std::map<Split, std::map<std::string, bool>> lesions;
  for (const PlannedImage& image : make_plan({}).images)
    if (!image.leaked) lesions[image.split][image.lesion_id] = is_malignant(image.truth);
  ASSERT_EQ(lesions.size(), 3u);
  for (const auto& [split, members] : lesions) {
    double malignant = 0;
    for (const auto& [id, is] : members) malignant += is ? 1 : 0;
    EXPECT_NEAR(malignant / static_cast<double>(members.size()), 0.30, 0.015) << name_of(split);
  }
}

TEST(DemoPlan, EveryDiagnosisOccurs) {
  std::set<Diagnosis> found;
  for (const PlannedImage& image : make_plan({}).images) found.insert(image.truth);
  EXPECT_EQ(found.size(), kDiagnoses.size());
}

TEST(DemoPlan, AnotherSeedGivesOtherLesions) {
  DemoRecipe other;
  other.seed = 7;
  std::set<std::uint64_t> seeds;
  for (const PlannedImage& image : make_plan({}).images) seeds.insert(image.lesion_seed);
  for (const PlannedImage& image : make_plan(other).images) EXPECT_FALSE(seeds.contains(image.lesion_seed));
}

TEST(DemoPlan, RefusesMoreLeaksThanDuplicates) {
  DemoRecipe recipe;
  recipe.leaked_duplicates = 13;
  EXPECT_THROW(make_plan(recipe), BadRecipe);
}

TEST(DemoPlan, ExtremeRecipesStillAddUp) {
  for (double malignant : {0.0, 1.0}) {
    DemoRecipe recipe;
    recipe.images = 20;
    recipe.malignant_share = malignant;
    recipe.repeat_share = 0.5;
    recipe.leaked_duplicates = 0;
    recipe.wrong_label_share = 0.3;
    recipe.val_share = 0.5;
    recipe.test_share = 0.2;
    const DemoPlan plan = make_plan(recipe);
    EXPECT_EQ(plan.images.size(), 20u);
    for (const PlannedImage& image : plan.images) EXPECT_EQ(is_malignant(image.truth), malignant == 1.0);
  }
}

}  // namespace
}  // namespace app::demo
