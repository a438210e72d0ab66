#include <limits>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ml/data/preprocess_contract.h"
#include "tests/ml/expect_error.h"

namespace {

std::vector<ml::PreprocessContract> contracts_differing_in_one_field() {
  std::vector<ml::PreprocessContract> all(7, ml::imagenet_contract());
  all[1].size_px = 192;
  all[2].crop = ml::CropMode::Stretch;
  all[3].crop_fraction = 0.875;
  all[4].range = ml::ValueRange::MinusOneToOne;
  all[5].mean[1] = 0.5F;
  all[6].std[2] = 0.5F;
  return all;
}

TEST(PreprocessContract, ComesBackFromJsonUnchanged) {
  for (const auto& contract : contracts_differing_in_one_field()) {
    EXPECT_EQ(ml::PreprocessContract::from_json(contract.to_json()), contract);
  }
}

TEST(PreprocessContract, HasAnIdThatEveryFieldChanges) {
  std::set<std::string> ids;
  for (const auto& contract : contracts_differing_in_one_field()) ids.insert(contract.id());
  EXPECT_EQ(ids.size(), 7U);
}

// Feature caches and checkpoints on users' disks carry these names.
TEST(PreprocessContract, HasAnIdThatNeverChanges) {
  EXPECT_EQ(ml::imagenet_contract().id(), "pp1-81b0d6259ca5a713");
  const ml::PreprocessContract keras{.size_px = 160, .range = ml::ValueRange::MinusOneToOne};  // RGB / 127.5 - 1
  EXPECT_EQ(keras.id(), "pp1-5e65fcd32621ca85");
}

// Which pixels it means is kept and read back, and is not part of the name: only pictures that are turned or converted
// mean other pixels, and their cache keys say so.
TEST(PreprocessContract, SaysHowPicturesWereDecodedWithoutChangingItsId) {
  ml::PreprocessContract contract = ml::imagenet_contract();
  EXPECT_EQ(ml::PreprocessContract::from_json(contract.to_json()).decoding, ml::Decoding::AsStored);
  ml::use_meant_pixels(contract);
  EXPECT_NE(contract.to_json().find("\"decoding\":\"upright-srgb\""), std::string::npos);
  EXPECT_EQ(ml::PreprocessContract::from_json(contract.to_json()), contract);
  EXPECT_EQ(contract.id(), ml::imagenet_contract().id());
}

TEST(PreprocessContract, NamesTheFieldInWhichTwoDiffer) {
  const auto all = contracts_differing_in_one_field();
  const std::vector<const char*> fields{"", "size_px", "crop", "crop_fraction", "range", "mean", "std"};
  EXPECT_NO_THROW(ml::require_same_contract(all[0], all[0]));
  for (std::size_t i = 1; i < all.size(); ++i) {
    expect_error([&] { ml::require_same_contract(all[0], all[i]); }, {fields[i], "in the model"});
  }
  expect_error([&] { ml::require_same_contract(all[0], all[1]); }, {"224", "192"});
}

std::string with_field(const char* field, const nlohmann::json& value) {
  nlohmann::json object = nlohmann::json::parse(ml::imagenet_contract().to_json());
  object[field] = value;
  return object.dump();
}

TEST(PreprocessContract, RefusesDamagedJson) {
  const auto read = [](const std::string& text) { return [text] { ml::PreprocessContract::from_json(text); }; };
  expect_error(read("{"), {"preprocessing contract"});
  expect_error(read("[]"), {"preprocessing contract"});
  expect_error(read("{}"), {"size_px"});
  expect_error(read(with_field("crop", "round")), {"round", "crop"});
  expect_error(read(with_field("resampling", "nearest")), {"nearest"});
  expect_error(read(with_field("size_px", 0)), {"size_px"});
  expect_error(read(with_field("size_px", "big")), {"preprocessing contract"});
  expect_error(read(with_field("std", {1, 0, 1})), {"std[1]"});
  expect_error(read(with_field("mean", {1, 0})), {"preprocessing contract"});
  expect_error(read(with_field("gamma", 2.2)), {"does not know"});
  expect_error(read(with_field("decoding", "mirrored")), {"mirrored", "decoding"});
}

TEST(PreprocessContract, RefusesValuesThatMakeNoInput) {
  ml::PreprocessContract contract = ml::imagenet_contract();
  contract.crop_fraction = 1.5;
  expect_error([&] { ml::require_valid(contract); }, {"crop_fraction", "1.5"});
  contract.crop_fraction = std::numeric_limits<double>::quiet_NaN();
  expect_error([&] { ml::require_valid(contract); }, {"crop_fraction"});
  contract.crop_fraction = 1;
  contract.mean[2] = std::numeric_limits<float>::infinity();
  expect_error([&] { ml::require_valid(contract); }, {"mean[2]"});
}

}  // namespace
