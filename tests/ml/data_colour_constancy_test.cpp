// Shades of grey.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/colour_constancy.h"
#include "ml/data/preprocess.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/test_picture.h"

namespace {

std::vector<float> planes_of(const std::vector<std::array<float, 3>>& pixels) {
  std::vector<float> planes(3 * pixels.size());
  for (std::size_t i = 0; i < pixels.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c) planes[c * pixels.size() + i] = pixels[i][c];
  return planes;
}

// By hand: the norms with p = 6 of (60, 120), (30, 90), (90, 30) and (120, 120), per channel.
TEST(ColourConstancy, AgreesWithTheFormula) {
  const std::vector<float> planes = planes_of({{60, 30, 90}, {120, 90, 30}});
  const auto gains = ml::shades_of_grey(planes);
  const auto norm = [](double a, double b) { return std::pow((std::pow(a, 6) + std::pow(b, 6)) / 2, 1.0 / 6); };
  const double light[3] = {norm(60, 120), norm(30, 90), norm(90, 30)};
  const double grey = std::sqrt((light[0] * light[0] + light[1] * light[1] + light[2] * light[2]) / 3);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(gains[c], grey / light[c], 1e-5);
}

TEST(ColourConstancy, AGreyPictureStaysAsItIs) {
  std::vector<float> planes = planes_of({{60, 60, 60}, {200, 200, 200}});
  const std::vector<float> before = planes;
  ml::remove_colour_cast(planes);
  for (std::size_t i = 0; i < planes.size(); ++i) EXPECT_NEAR(planes[i], before[i], 1e-3);
}

TEST(ColourConstancy, PicturesUnderDifferentLightBecomeTheSame) {
  const std::vector<std::array<float, 3>> pixels = {{60, 50, 40}, {100, 80, 70}, {20, 90, 30}};
  std::vector<float> white = planes_of(pixels);
  std::vector<float> warm = white;
  const std::array<float, 3> light = {1.3F, 1.F, 0.7F};
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t i = 0; i < pixels.size(); ++i) warm[c * pixels.size() + i] *= light[c];
  ml::remove_colour_cast(white);
  ml::remove_colour_cast(warm);
  const float brightness = warm[0] / white[0];  // brightness is not taken out
  for (std::size_t i = 0; i < white.size(); ++i) EXPECT_NEAR(warm[i], brightness * white[i], 1e-2);
}

TEST(ColourConstancy, ABlackPictureAndEmptyPlacesStay) {
  std::vector<float> planes = {0, -1, 0, -1, 0, -1};
  const std::vector<float> before = planes;
  ml::remove_colour_cast(planes);
  EXPECT_EQ(planes, before);
}

TEST(ColourConstancy, TheContractCarriesItAndAppliesIt) {
  ml::PreprocessContract contract = ml::imagenet_contract(32);
  const std::string plain_id = contract.id();
  contract.colour_constancy = ml::ColourConstancy::ShadesOfGrey;
  EXPECT_NE(contract.id(), plain_id);
  EXPECT_EQ(ml::PreprocessContract::from_json(contract.to_json()), contract);
  expect_error([&] { ml::require_same_contract(contract, ml::imagenet_contract(32)); }, {"colour_constancy"});
  const ml::Pixels pixels = plain_picture(40, 40, 200, 150, 100);
  std::vector<float> input(ml::input_length(contract));
  ml::preprocess(pixels.view(), contract, input);
  const double grey = std::sqrt((200.0 * 200 + 150.0 * 150 + 100.0 * 100) / 3);
  EXPECT_NEAR(input[0], (grey / 255 - 0.485) / 0.229, 1e-4);
  EXPECT_NEAR(input[2 * 32 * 32], (grey / 255 - 0.406) / 0.225, 1e-4);
}

}  // namespace
