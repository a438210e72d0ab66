#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/augment.h"
#include "ml/data/preprocess.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/test_picture.h"

namespace {

ml::PreprocessContract plain_contract(int size_px) {
  ml::PreprocessContract contract;
  contract.size_px = size_px;
  return contract;
}

ml::AugmentConfig everything() {
  ml::AugmentConfig config;
  config.rotation_deg = 40;
  config.shift_fraction = 0.2;
  config.zoom_fraction = 0.2;
  config.shear_deg = 10;
  config.flip_horizontal = config.flip_vertical = true;
  config.brightness = config.contrast = config.saturation = 0.2;
  config.hue_deg = 15;
  return config;
}

using Planes = std::vector<float>;

Planes applied(const ml::Pixels& pixels, const ml::PreprocessContract& contract, const ml::AugmentDraw& draw,
               ml::EdgeFill fill = ml::EdgeFill::Nearest) {
  Planes out(ml::input_length(contract));
  ml::apply_augmentation(pixels.view(), contract, draw, fill, out);
  return out;
}

Planes preprocessed(const ml::Pixels& pixels, const ml::PreprocessContract& contract) {
  Planes out(ml::input_length(contract));
  ml::preprocess(pixels.view(), contract, out);
  return out;
}

float largest_difference(const Planes& a, const Planes& b) {
  float largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

TEST(Augment, ThatChangesNothingIsPreprocessingToOneLevel) {
  for (const int side : {13, 32, 57, 120}) {
    SCOPED_TRACE(side);
    const ml::Pixels picture = test_picture(side, side);
    EXPECT_LE(largest_difference(applied(picture, plain_contract(32), {}), preprocessed(picture, plain_contract(32))),
              1.0F / 255.F);
  }
  const ml::Pixels wide = test_picture(70, 40);
  for (const ml::CropMode crop : {ml::CropMode::Stretch, ml::CropMode::FitPad}) {
    ml::PreprocessContract contract = plain_contract(32);
    contract.crop = crop;
    EXPECT_LE(largest_difference(applied(wide, contract, {}), preprocessed(wide, contract)), 1.0F / 255.F);
  }
}

// Away from the crop's border, where augment also sees the pixels beyond it.
TEST(Augment, ThatChangesNothingIsPreprocessingInsideACentreSquare) {
  const ml::Pixels wide = test_picture(90, 64);
  const Planes ours = applied(wide, plain_contract(32), {});
  const Planes expected = preprocessed(wide, plain_contract(32));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const std::size_t x = i % 32;
    if (x > 0 && x < 31) {
      ASSERT_NEAR(ours[i], expected[i], 1.0 / 255) << i;
    }
  }
}

TEST(Augment, FlipsMirrorThePlainView) {
  const ml::Pixels picture = test_picture(16, 16);
  const Planes plain = applied(picture, plain_contract(16), {});
  ml::AugmentDraw sideways;
  sideways.flip_horizontal = true;
  ml::AugmentDraw upside;
  upside.flip_vertical = true;
  const Planes mirrored = applied(picture, plain_contract(16), sideways);
  const Planes turned = applied(picture, plain_contract(16), upside);
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t y = 0; y < 16; ++y) {
      for (std::size_t x = 0; x < 16; ++x) {
        const std::size_t plane = c * 256;
        ASSERT_NEAR(mirrored[plane + y * 16 + x], plain[plane + y * 16 + 15 - x], 1e-5);
        ASSERT_NEAR(turned[plane + y * 16 + x], plain[plane + (15 - y) * 16 + x], 1e-5);
      }
    }
  }
}

// A bright dot right of the middle; where it goes says how the picture was moved.
std::pair<double, double> dot_after(const ml::AugmentDraw& draw) {
  ml::Pixels picture = plain_picture(64, 64, 0, 0, 0);
  for (int y = 30; y < 34; ++y) {
    for (int x = 46; x < 50; ++x) picture.data[static_cast<std::size_t>((y * 64 + x) * 3)] = 255;
  }
  const Planes out = applied(picture, plain_contract(64), draw, ml::EdgeFill::Constant);
  double sum = 0;
  double sum_x = 0;
  double sum_y = 0;
  for (std::size_t i = 0; i < 64 * 64; ++i) {
    sum += out[i];
    sum_x += out[i] * (static_cast<double>(i % 64) + 0.5 - 32);
    sum_y += out[i] * (static_cast<double>(i / 64) + 0.5 - 32);
  }
  return {sum_x / sum, sum_y / sum};
}

TEST(Augment, MovesTheImageByTheUnitsOfItsNames) {
  ml::AugmentDraw shift;
  shift.shift_x_fraction = 0.125;
  shift.shift_y_fraction = -0.25;
  EXPECT_NEAR(dot_after(shift).first, 24, 0.1);
  EXPECT_NEAR(dot_after(shift).second, -16, 0.1);
  ml::AugmentDraw rotation;
  rotation.rotation_deg = 30;
  EXPECT_NEAR(dot_after(rotation).first, 16 * std::cos(0.5236), 0.1);
  EXPECT_NEAR(std::abs(dot_after(rotation).second), 8, 0.1);
  ml::AugmentDraw zoom;
  zoom.zoom = 1.5;
  EXPECT_NEAR(dot_after(zoom).first, 24, 0.1);
  ml::AugmentDraw flip_and_shift;
  flip_and_shift.flip_horizontal = true;
  flip_and_shift.shift_x_fraction = 0.125;
  EXPECT_NEAR(dot_after(flip_and_shift).first, -8, 0.1);
}

TEST(Augment, ShearSlantsColumnsAndLeavesRowsInPlace) {
  ml::Pixels picture = plain_picture(64, 64, 0, 0, 0);
  for (int y = 0; y < 64; ++y) {
    for (int x = 30; x < 34; ++x) picture.data[static_cast<std::size_t>((y * 64 + x) * 3)] = 255;
  }
  ml::AugmentDraw shear;
  shear.shear_deg = 20;
  const Planes out = applied(picture, plain_contract(64), shear, ml::EdgeFill::Constant);
  for (const std::size_t y : {16U, 31U, 47U}) {
    double sum = 0;
    double sum_x = 0;
    for (std::size_t x = 0; x < 64; ++x) {
      sum += out[y * 64 + x];
      sum_x += out[y * 64 + x] * (static_cast<double>(x) + 0.5 - 32);
    }
    EXPECT_NEAR(sum, 4, 0.05);
    EXPECT_NEAR(sum_x / sum, (static_cast<double>(y) + 0.5 - 32) * std::tan(20 * 3.14159265 / 180), 0.1);
  }
}

TEST(Augment, ZoomingOutAveragesInsteadOfSkipping) {
  ml::Pixels stripes = plain_picture(128, 128, 0, 0, 0);
  for (std::size_t i = 0; i < stripes.data.size(); i += 6)
    stripes.data[i] = stripes.data[i + 1] = stripes.data[i + 2] = 255;
  ml::AugmentDraw draw;
  draw.rotation_deg = 10;
  const Planes out = applied(stripes, plain_contract(32), draw, ml::EdgeFill::Reflect);
  for (std::size_t y = 8; y < 24; ++y) {
    for (std::size_t x = 8; x < 24; ++x) EXPECT_NEAR(out[y * 32 + x], 0.5, 0.06);
  }
}

TEST(Augment, FillsBeyondTheBorderAsAsked) {
  ml::Pixels picture = plain_picture(32, 32, 0, 0, 0);
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x)
      picture.data[static_cast<std::size_t>((y * 32 + x) * 3)] = static_cast<std::uint8_t>(8 * x + 4);
  }
  ml::AugmentDraw draw;
  draw.shift_x_fraction = 0.25;  // eight pixels of the left are beyond the border
  const ml::PreprocessContract contract = plain_contract(32);
  const auto red_at = [&](ml::EdgeFill fill, std::size_t x) {
    return applied(picture, contract, draw, fill)[16 * 32 + x] * 255;
  };
  EXPECT_NEAR(red_at(ml::EdgeFill::Nearest, 0), 8, 5);
  EXPECT_NEAR(red_at(ml::EdgeFill::Reflect, 0), 8 * 7 + 4, 1);
  EXPECT_NEAR(red_at(ml::EdgeFill::Reflect, 7), 4, 1);
  EXPECT_EQ(red_at(ml::EdgeFill::Constant, 0), 0);
  EXPECT_NEAR(red_at(ml::EdgeFill::Constant, 8), 4, 1);
  ml::PreprocessContract imagenet = ml::imagenet_contract(32);
  EXPECT_EQ(applied(picture, imagenet, draw, ml::EdgeFill::Constant)[16 * 32], 0.F);
}

TEST(Augment, ChangesBrightnessContrastAndSaturation) {
  ml::Pixels picture = plain_picture(8, 8, 120, 60, 30);
  const ml::PreprocessContract contract = plain_contract(8);
  ml::AugmentDraw brighter;
  brighter.brightness = 1.5;
  EXPECT_NEAR(applied(picture, contract, brighter)[0] * 255, 180, 0.5);
  ml::AugmentDraw no_contrast;
  no_contrast.contrast = 0;
  const Planes even = applied(picture, contract, no_contrast);
  const double luma = 0.299 * 120 + 0.587 * 60 + 0.114 * 30;
  EXPECT_NEAR(even[0] * 255, luma, 0.5);
  ml::AugmentDraw grey;
  grey.saturation = 0;
  const Planes greyed = applied(picture, contract, grey);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(greyed[c * 64] * 255, luma, 0.5);
}

TEST(Augment, TurnsHueAboutTheGreyAxis) {
  const ml::PreprocessContract contract = plain_contract(4);
  ml::AugmentDraw third;
  third.hue_deg = 120;
  const Planes turned = applied(plain_picture(4, 4, 200, 100, 10), contract, third);
  EXPECT_NEAR(turned[0] * 255, 10, 0.5);
  EXPECT_NEAR(turned[16] * 255, 200, 0.5);
  EXPECT_NEAR(turned[32] * 255, 100, 0.5);
  ml::AugmentDraw some;
  some.hue_deg = 37;
  for (const float value : applied(plain_picture(4, 4, 90, 90, 90), contract, some)) EXPECT_NEAR(value * 255, 90, 0.1);
}

TEST(Augment, IsAFunctionOfSeedImageEpochAndView) {
  const ml::Pixels picture = test_picture(40, 40);
  const ml::PreprocessContract contract = plain_contract(16);
  const auto view_of = [&](std::uint64_t seed, const char* key, std::uint32_t epoch, std::uint32_t view) {
    Planes out(ml::input_length(contract));
    ml::augment(picture.view(), contract, everything(), seed, key, epoch, view, out);
    return out;
  };
  EXPECT_EQ(view_of(1, "a", 0, 0), view_of(1, "a", 0, 0));
  const std::set<Planes> different{view_of(1, "a", 0, 0), view_of(2, "a", 0, 0), view_of(1, "b", 0, 0),
                                   view_of(1, "a", 1, 0), view_of(1, "a", 0, 1)};
  EXPECT_EQ(different.size(), 5U);
}

TEST(Augment, StaysWithinTheContractsRange) {
  const ml::Pixels picture = test_picture(50, 31);
  const ml::PreprocessContract contract{.size_px = 24, .range = ml::ValueRange::MinusOneToOne};
  Planes out(ml::input_length(contract));
  for (std::uint32_t view = 0; view < 50; ++view) {
    ml::augment(picture.view(), contract, everything(), 5, "x", 0, view, out);
    for (const float value : out) {
      ASSERT_GE(value, -1.0001F);
      ASSERT_LE(value, 1.0001F);
    }
  }
}

TEST(Augment, HandlesTheSmallestImagesAndTheWildestDraws) {
  ml::AugmentDraw draw;
  draw.rotation_deg = 45;
  draw.shift_x_fraction = 0.99;
  draw.zoom = 0.05;
  draw.shear_deg = 60;
  for (const auto fill : {ml::EdgeFill::Nearest, ml::EdgeFill::Reflect, ml::EdgeFill::Constant}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 40}, {3, 2}}) {
      for (const float value : applied(test_picture(width, height, 4), plain_contract(9), draw, fill)) {
        ASSERT_GE(value, 0.F);
        ASSERT_LE(value, 1.00001F);
      }
    }
  }
}

TEST(AugmentDraw, StaysWithinTheAmountsAndUsesThem) {
  const ml::AugmentConfig config = everything();
  double widest_rotation = 0;
  int flips = 0;
  for (std::uint32_t view = 0; view < 400; ++view) {
    const ml::AugmentDraw draw = ml::draw_augmentation(config, 9, "key", 0, view);
    ASSERT_LE(std::abs(draw.rotation_deg), 40);
    ASSERT_LE(std::abs(draw.shift_x_fraction), 0.2);
    ASSERT_LE(std::abs(draw.zoom - 1), 0.2);
    ASSERT_LE(std::abs(draw.hue_deg), 15);
    widest_rotation = std::max(widest_rotation, std::abs(draw.rotation_deg));
    flips += draw.flip_horizontal ? 1 : 0;
  }
  EXPECT_GT(widest_rotation, 35);
  EXPECT_NEAR(flips, 200, 50);
}

TEST(AugmentDraw, KeepsTheOtherChangesWhenOneIsSwitchedOff) {
  ml::AugmentConfig config = everything();
  const ml::AugmentDraw all = ml::draw_augmentation(config, 9, "key", 3, 4);
  config.rotation_deg = 0;
  config.flip_horizontal = false;
  const ml::AugmentDraw fewer = ml::draw_augmentation(config, 9, "key", 3, 4);
  EXPECT_EQ(fewer.rotation_deg, 0);
  EXPECT_FALSE(fewer.flip_horizontal);
  EXPECT_EQ(fewer.zoom, all.zoom);
  EXPECT_EQ(fewer.hue_deg, all.hue_deg);
}

TEST(AugmentConfig, NamesAnAmountThatIsNotPossible) {
  const auto refuse = [](double ml::AugmentConfig::*amount, double value, const char* name) {
    ml::AugmentConfig config;
    config.*amount = value;
    expect_error([&] { ml::require_valid(config); }, {name});
  };
  refuse(&ml::AugmentConfig::rotation_deg, -1, "rotation_deg");
  refuse(&ml::AugmentConfig::zoom_fraction, 1, "zoom_fraction");
  refuse(&ml::AugmentConfig::shear_deg, 90, "shear_deg");
  refuse(&ml::AugmentConfig::hue_deg, std::numeric_limits<double>::quiet_NaN(), "hue_deg");
  refuse(&ml::AugmentConfig::brightness, std::numeric_limits<double>::infinity(), "brightness");
}

TEST(AugmentConfig, HasAnIdThatEverySettingChanges) {
  std::vector<ml::AugmentConfig> all(11);
  all[1].rotation_deg = 1;
  all[2].shift_fraction = 0.1;
  all[3].zoom_fraction = 0.1;
  all[4].shear_deg = 1;
  all[5].flip_horizontal = true;
  all[6].flip_vertical = true;
  all[7].brightness = 0.1;
  all[8].contrast = 0.1;
  all[9].saturation = 0.1;
  all[10].edge_fill = ml::EdgeFill::Nearest;
  std::set<std::string> ids;
  for (const auto& config : all) ids.insert(config.id());
  EXPECT_EQ(ids.size(), all.size());
}

}  // namespace
