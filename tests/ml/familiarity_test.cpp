// How unlike the training images an image is, on features that the tests draw.
#include "ml/familiarity/familiarity.h"

#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/familiarity/principal_axes.h"
#include "ml/familiarity/quantiles.h"
#include "ml/familiarity/referral.h"
#include "ml/model/companions.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

constexpr std::size_t kDimension = 40;

// Two groups around means of their own; the first coordinates vary most. `shift` moves everything along the last one.
struct Drawn {
  std::vector<float> features;
  std::vector<int> group;
};
Drawn drawn(std::size_t n, std::uint64_t seed, float shift = 0) {
  ml::CounterRng rng(seed);
  Drawn set;
  for (std::size_t i = 0; i < n; ++i) {
    set.group.push_back(static_cast<int>(i % 2));
    for (std::size_t k = 0; k < kDimension; ++k) {
      const double mean = 2 + (k == i % 2 ? 3 : 0);
      const double deviation = k < 4 ? 0.8 : 0.1;
      set.features.push_back(static_cast<float>(mean + deviation * rng.normal()) + (k + 1 == kDimension ? shift : 0.F));
    }
  }
  return set;
}

ml::Familiarity fitted(std::size_t train, std::size_t validation) {
  const Drawn learnt = drawn(train, 1);
  return ml::fit_familiarity({learnt.features, kDimension, learnt.group, {"benign", "malignant"}},
                             drawn(validation, 2).features);
}

std::span<const float> row(const Drawn& set, std::size_t i) {
  return std::span(set.features).subspan(i * kDimension, kDimension);
}

double share_unlike(const ml::Familiarity& known, const Drawn& set) {
  double unlike = 0;
  for (std::size_t i = 0; i < set.group.size(); ++i) unlike += known.judge(row(set, i)).unlike.value() ? 1 : 0;
  return unlike / static_cast<double>(set.group.size());
}

ml::Model small_model() {
  ml::ModelSpec spec;
  spec.width = 0.35;
  return ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
}

TEST(PrincipalAxes, FindTheDirectionsAndTheVarianceAlongThem) {
  ml::CounterRng rng(3);
  constexpr std::size_t kRows = 3000, kColumns = 30;
  std::vector<float> rows;
  for (std::size_t i = 0; i < kRows; ++i) {
    const double along = 3 * rng.normal();  // (3/5, 4/5, 0, ...)
    for (std::size_t k = 0; k < kColumns; ++k)
      rows.push_back(static_cast<float>((k == 0 ? 0.6 : k == 1 ? 0.8 : 0) * along + 0.1 * rng.normal()));
  }
  const ml::PrincipalAxes it = ml::principal_axes(rows, kColumns, 5);
  ASSERT_EQ(it.count(), 5U);
  EXPECT_NEAR(it.axis(0)[0], 0.6, 0.01);
  EXPECT_NEAR(it.axis(0)[1], 0.8, 0.01);
  EXPECT_NEAR(it.variances[0], 9, 0.5);
  EXPECT_NEAR(it.total_variance, 9 + kColumns * 0.01, 0.5);
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < 5; ++j)
      EXPECT_NEAR(ml::dot_product(it.axis(i), it.axis(j)), i == j ? 1 : 0, 1e-4) << i << " " << j;
}

TEST(PrincipalAxes, OfFewRowsAreNoMoreThanTheySpan) {
  const std::vector<float> rows = {1, 0, 0, 0, -1, 0, 0, 0, 0, 2, 0, 0, 0, -2, 0, 0};
  const ml::PrincipalAxes it = ml::principal_axes(rows, 4, 64);
  ASSERT_EQ(it.count(), 2U);
  EXPECT_NEAR(it.axis(0)[1], 1, 1e-5);
  EXPECT_NEAR(it.variances[0], 2, 1e-5);
  EXPECT_NEAR(it.variances[1], 0.5, 1e-5);
}

TEST(Familiarity, CallsAboutTheStatedShareOfLikeImagesUnlikeAndNearlyAllOfOthers) {
  const ml::Familiarity known = fitted(2000, 1000);
  EXPECT_LT(share_unlike(known, drawn(1000, 7)), 0.03);
  EXPECT_GT(share_unlike(known, drawn(1000, 8, 1.5F)), 0.95);
  EXPECT_EQ(known.images, 2000);
  EXPECT_EQ(known.validation_images, 1000);
}

TEST(Familiarity, OfATrainingImageIsAboutOneAndNamesTheGroupItIsNearestTo) {
  const ml::Familiarity known = fitted(2000, 1000);
  const Drawn set = drawn(400, 9);
  double sum = 0;
  int right = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    const ml::FamiliarityJudgement it = known.judge(row(set, i));
    sum += it.score;
    right += static_cast<int>(it.nearest) == set.group[i] ? 1 : 0;
  }
  EXPECT_NEAR(sum / 400, 1, 0.1);
  EXPECT_GT(right, 390);
}

TEST(Familiarity, DoesNotAskHowLongTheFeaturesAre) {
  const ml::Familiarity known = fitted(500, 200);
  const Drawn set = drawn(1, 4);
  std::vector<float> twice = set.features;
  for (float& value : twice) value *= 2;
  EXPECT_NEAR(known.score(set.features), known.score(twice), 1e-4);
}

TEST(Familiarity, PercentileCountsTheValidationImagesBelow) {
  const ml::Familiarity known = fitted(500, 400);
  EXPECT_EQ(known.percentile(0), 0);
  EXPECT_EQ(known.percentile(1e6), 100);
  EXPECT_NEAR(known.percentile(known.threshold().value()).value(), 99, 0.2);
  EXPECT_DOUBLE_EQ(known.relative(2 * known.threshold().value()).value(), 2);
}

TEST(Familiarity, OfTwelveValidationImagesHasAScoreAndNeitherThresholdNorPercentile) {
  const ml::Familiarity known = fitted(500, 12);
  const ml::FamiliarityJudgement it = known.judge(drawn(1, 4).features);
  EXPECT_GT(it.score, 0);
  EXPECT_FALSE(it.unlike.has_value());
  EXPECT_FALSE(it.percentile.has_value());
  EXPECT_EQ(known.validation_images, 12);
}

TEST(Familiarity, OfOneGroupAndOfGroupsThatAreTooSmallTakesThemTogether) {
  const Drawn learnt = drawn(200, 1);
  const std::vector<int> one(200, 0);
  EXPECT_EQ(ml::fit_familiarity({learnt.features, kDimension, one, {"only"}}, {}).groups,
            std::vector<std::string>{"only"});
  std::vector<int> groups(200, 0);
  for (std::size_t i = 0; i < 6; ++i) groups[i] = 1 + static_cast<int>(i % 2);
  EXPECT_EQ(ml::fit_familiarity({learnt.features, kDimension, groups, {"a", "b", "c"}}, {}).groups,
            (std::vector<std::string>{"a", "the smaller groups"}));
  const Drawn few = drawn(6, 1);
  EXPECT_EQ(ml::fit_familiarity({few.features, kDimension, few.group, {"a", "b"}}, {}).groups,
            std::vector<std::string>{"all images"});
}

TEST(Familiarity, RefusesWhatDoesNotFitAndNamesTheRow) {
  Drawn learnt = drawn(30, 1);
  expect_error([&] { ml::fit_familiarity({{}, kDimension, {}, {"a"}}, {}); }, {"no training image"});
  learnt.features[5 * kDimension] = std::numeric_limits<float>::quiet_NaN();
  expect_error([&] { ml::fit_familiarity({learnt.features, kDimension, learnt.group, {"a", "b"}}, {}); }, {"row 5"});
  const ml::Familiarity known = fitted(100, 100);
  expect_error([&] { known.score(std::vector<float>(kDimension + 1)); }, {"41 features", "40"});
}

TEST(Familiarity, TravelsInTheModelsFileAndAModelWithoutItHasNone) {
  const test_support::TempFolder folder;
  const auto file = folder.path() / "m.safetensors";
  ml::Model model = small_model();
  EXPECT_FALSE(ml::familiarity_of(model).has_value());
  for (const std::size_t validation : {std::size_t{300}, std::size_t{12}}) {
    const ml::Familiarity known = fitted(500, validation);
    ml::put_familiarity(model, known);
    ml::save_model(file, model);
    const auto read = ml::familiarity_of(ml::load_model(file));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->groups, known.groups);
    EXPECT_EQ(read->validation_images, known.validation_images);
    EXPECT_EQ(read->threshold(), known.threshold());
    const Drawn set = drawn(1, 4);
    EXPECT_EQ(read->score(set.features), known.score(set.features));
  }
}

TEST(Familiarity, KeepsNamesOfGroupsThatHoldLineBreaksAndReadsTheOlderForm) {
  ml::Model model = small_model();
  const Drawn learnt = drawn(200, 1);
  const std::vector<std::string> names{"clinic A\nthe old house", "[\"clinic\"]"};
  ml::put_familiarity(model,
                      ml::fit_familiarity({learnt.features, kDimension, learnt.group, names}, drawn(30, 2).features));
  EXPECT_EQ(ml::familiarity_of(model)->groups, names);
  model.weights.metadata()["nevus.familiarity.groups"] = "benign\nmalignant\n";
  EXPECT_EQ(ml::familiarity_of(model)->groups, (std::vector<std::string>{"benign", "malignant"}));
  model.weights.metadata()["nevus.familiarity.groups"] = "[\"benign\", 3]";
  expect_error([&] { ml::familiarity_of(model); }, {"do not fit together"});
}

TEST(Companions, AreNoPartOfTheNetworkAndGoWhenItIsTrainedOn) {
  ml::Model model = small_model();
  const std::string hash = ml::backbone_hash(model);
  ml::put_familiarity(model, fitted(100, 100));
  ml::put_referral(model, {"probability", ml::quantiles_of({0.1, 0.4}), 0.5});
  EXPECT_EQ(ml::backbone_hash(model), hash);
  ml::erase_companions(model.weights);
  EXPECT_EQ(model.weights, [&] {
    ml::Model bare = small_model();
    bare.weights.metadata() = model.weights.metadata();
    return bare.weights;
  }());
  EXPECT_FALSE(ml::familiarity_of(model).has_value());
  EXPECT_FALSE(ml::referral_of(model).has_value());
}

TEST(Referral, AnswersWhatHasJustTheDoubtThatWasChosen) {
  const test_support::TempFolder folder;
  const double limit = 1.0 / 3;  // between two floats
  ml::Model model = small_model();
  ml::put_referral(model, {"probability", ml::quantiles_of({0.1, limit, 0.9}), 0.6, 0.5, limit});
  ml::save_model(folder.path() / "m.safetensors", model);
  const auto referral = ml::referral_of(ml::load_model(folder.path() / "m.safetensors"));
  ASSERT_TRUE(referral.has_value());
  EXPECT_GE(referral->most_doubt(), limit);
  EXPECT_NEAR(referral->most_doubt(0.6), limit, 1e-7);
  EXPECT_GT(referral->most_doubt(0.9), limit);
}

TEST(Referral, AnswersTheShareOfValidationImagesThatWasChosenAndTravelsInTheFile) {
  const test_support::TempFolder folder;
  std::vector<double> doubts(1001);
  std::iota(doubts.begin(), doubts.end(), 0.0);
  ml::Model model = small_model();
  ml::put_referral(model, {"probability", ml::quantiles_of(doubts), 0.8});
  ml::save_model(folder.path() / "m.safetensors", model);
  ml::Model read = ml::load_model(folder.path() / "m.safetensors");
  const auto referral = ml::referral_of(read);
  ASSERT_TRUE(referral.has_value());
  EXPECT_EQ(referral->doubt, "probability");
  EXPECT_NEAR(referral->most_doubt(), 800, 1.01);
  EXPECT_NEAR(referral->most_doubt(0.5), 500, 1e-3);
  EXPECT_EQ(referral->most_doubt(0.8), 800);  // the coverage travels as a float, a little above
  EXPECT_EQ(referral->most_doubt(1), 1000);
  expect_error([&] { referral->most_doubt(0); }, {"above 0"});
  ml::erase_referral(read);
  EXPECT_FALSE(ml::referral_of(read).has_value());
}

}  // namespace
