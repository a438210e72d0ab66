#include <array>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/preprocess.h"
#include "ml/data/resample.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"
#include "tests/ml/test_picture.h"

namespace {

ml::Pixels resized_as_recorded(const nlohmann::json& record) {
  const ml::Pixels picture = test_picture(record["width"], record["height"]);
  const std::vector<int> box = record["box"];
  const ml::PixelsView part = picture.view().part(box[0], box[1], box[2] - box[0], box[3] - box[1]);
  return ml::resize_bilinear(part, record["size"][0], record["size"][1]);
}

// FNV-1a without the project's finishing mix, as the recording script has it.
std::string fnv1a(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3ULL;
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return text.data();
}

TEST(ResizeBilinear, GivesPillowsBytesForSmallPictures) {
  for (const auto& record : recorded::load("preprocess.json", "small")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    EXPECT_EQ(resized_as_recorded(record).data, record["bytes"].get<std::vector<std::uint8_t>>());
  }
}

// In one call Pillow may begin with the rows, which rounds elsewhere.
TEST(ResizeBilinear, IsWithinOneLevelOfPillowInOneCall) {
  for (const auto& record : recorded::load("preprocess.json", "small")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const std::vector<std::uint8_t> ours = resized_as_recorded(record).data;
    const std::vector<int> expected = record["at_once"];
    ASSERT_EQ(ours.size(), expected.size());
    for (std::size_t i = 0; i < ours.size(); ++i) ASSERT_NEAR(ours[i], expected[i], 1) << i;
  }
}

TEST(ResizeBilinear, GivesPillowsBytesForPhotographSizes) {
  for (const auto& record : recorded::load("preprocess.json", "large")) {
    SCOPED_TRACE(record["width"].dump() + "x" + record["height"].dump());
    const ml::Pixels pixels = resized_as_recorded(record);
    const double sum = std::accumulate(pixels.data.begin(), pixels.data.end(), 0.0);
    EXPECT_NEAR(sum / static_cast<double>(pixels.data.size()), record["mean"].get<double>(), 1e-6);
    EXPECT_EQ(fnv1a(pixels.data), record["fnv1a"].get<std::string>());
  }
}

TEST(ResizeBilinear, IgnoresAFourthChannelAndPaddedRows) {
  const ml::Pixels rgb = test_picture(31, 22);
  std::vector<std::uint8_t> padded(22 * (31 * 4 + 9), 0xAB);
  for (int y = 0; y < 22; ++y) {
    for (int x = 0; x < 31; ++x) {
      for (int c = 0; c < 3; ++c) padded[static_cast<std::size_t>(y * 133 + x * 4 + c)] = rgb.view().row(y)[x * 3 + c];
    }
  }
  const ml::PixelsView rgba{padded.data(), 31, 22, 133, 4};
  EXPECT_EQ(ml::resize_bilinear(rgba, 12, 10).data, ml::resize_bilinear(rgb.view(), 12, 10).data);
}

TEST(ResizeBilinear, RefusesAnEmptyTarget) {
  const ml::Pixels picture = test_picture(4, 4);
  expect_error([&] { ml::resize_bilinear(picture.view(), 0, 3); }, {"resize", "0x3"});
}

TEST(Preprocess, NormalisesByMeanAndDeviationPerChannel) {
  const ml::PreprocessContract contract = ml::imagenet_contract(8);
  std::vector<float> input(ml::input_length(contract));
  ml::preprocess(plain_picture(20, 16, 255, 0, 51).view(), contract, input);
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_NEAR(input[i], (1.0 - 0.485) / 0.229, 1e-5);
    EXPECT_NEAR(input[64 + i], (0.0 - 0.456) / 0.224, 1e-5);
    EXPECT_NEAR(input[128 + i], (0.2 - 0.406) / 0.225, 1e-5);
  }
}

TEST(Preprocess, UsesKerasRangeForKerasMobileNet) {
  const ml::PreprocessContract contract{.size_px = 4, .range = ml::ValueRange::MinusOneToOne};
  std::vector<float> input(ml::input_length(contract));
  ml::preprocess(plain_picture(4, 4, 255, 0, 51).view(), contract, input);
  EXPECT_NEAR(input[0], 1.0, 1e-6);
  EXPECT_NEAR(input[16], -1.0, 1e-6);
  EXPECT_NEAR(input[32], 51 / 127.5 - 1, 1e-6);
}

TEST(Preprocess, ShowsTheMiddleSquareOfAWideImage) {
  ml::Pixels picture = plain_picture(20, 10, 0, 0, 0);
  for (int y = 0; y < 10; ++y)
    picture.data[static_cast<std::size_t>((y * 20 + 5) * 3)] = 255;  // first column of the square
  ml::PreprocessContract contract;
  contract.size_px = 10;
  std::vector<float> input(300);
  ml::preprocess(picture.view(), contract, input);
  for (std::size_t y = 0; y < 10; ++y) {
    EXPECT_EQ(input[y * 10], 1.F);
    EXPECT_EQ(input[y * 10 + 1], 0.F);
  }
}

TEST(Preprocess, PadsWithZeroInTheNetworksUnits) {
  ml::PreprocessContract contract = ml::imagenet_contract(8);
  contract.crop = ml::CropMode::FitPad;
  std::vector<float> input(192);
  ml::preprocess(plain_picture(40, 20, 200, 200, 200).view(), contract, input);
  const auto at = [&](std::size_t y, std::size_t x) { return input[y * 8 + x]; };
  EXPECT_EQ(at(1, 3), 0.F);
  EXPECT_EQ(at(6, 3), 0.F);
  EXPECT_NEAR(at(2, 0), (200 / 255.0 - 0.485) / 0.229, 1e-5);
  EXPECT_NEAR(at(5, 7), (200 / 255.0 - 0.485) / 0.229, 1e-5);
}

TEST(Preprocess, RefusesWhatItCannotRead) {
  const ml::PreprocessContract contract = ml::imagenet_contract(8);
  std::vector<float> input(192);
  const ml::Pixels picture = test_picture(9, 9);
  expect_error([&] { ml::preprocess({}, contract, input); }, {"empty"});
  ml::PixelsView grey = picture.view();
  grey.channels = 1;
  expect_error([&] { ml::preprocess(grey, contract, input); }, {"1 channels", "RGB"});
  ml::PixelsView overlapping = picture.view();
  overlapping.stride_bytes = 8;
  expect_error([&] { ml::preprocess(overlapping, contract, input); }, {"stride"});
  input.resize(191);
  expect_error([&] { ml::preprocess(picture.view(), contract, input); }, {"192", "191"});
}

TEST(CropGeometry, PutsTheInputsCornersOnTheImage) {
  ml::PreprocessContract contract = ml::imagenet_contract(224);
  const auto crop = ml::crop_geometry(600, 450, contract);
  const auto map = crop.image_from_crop();
  EXPECT_DOUBLE_EQ(map.offset_x_px, 75);
  EXPECT_DOUBLE_EQ(map.offset_y_px, 0);
  EXPECT_DOUBLE_EQ(224 * map.scale_x + map.offset_x_px, 525);
  EXPECT_DOUBLE_EQ(224 * map.scale_y + map.offset_y_px, 450);

  contract.crop = ml::CropMode::Stretch;
  const auto stretched = ml::crop_geometry(600, 450, contract).image_from_crop();
  EXPECT_DOUBLE_EQ(224 * stretched.scale_x, 600);
  EXPECT_DOUBLE_EQ(224 * stretched.scale_y, 450);

  contract.crop = ml::CropMode::FitPad;
  const auto padded = ml::crop_geometry(600, 450, contract);
  EXPECT_EQ(padded.target_height_px, 168);
  EXPECT_EQ(padded.target_y_px, 28);
  EXPECT_DOUBLE_EQ(28 * padded.image_from_crop().scale_y + padded.image_from_crop().offset_y_px, 0);
  EXPECT_DOUBLE_EQ(196 * padded.image_from_crop().scale_y + padded.image_from_crop().offset_y_px, 450);
}

TEST(CropGeometry, StaysInsideTheThinnestImage) {
  ml::PreprocessContract contract = ml::imagenet_contract(16);
  contract.crop_fraction = 0.1;
  const auto square = ml::crop_geometry(1, 3000, contract);
  EXPECT_EQ(square.source_width_px, 1);
  EXPECT_EQ(square.source_height_px, 1);
  contract.crop = ml::CropMode::FitPad;
  EXPECT_EQ(ml::crop_geometry(1, 3000, contract).target_width_px, 1);
}

}  // namespace
