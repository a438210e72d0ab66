// The description of networks, their parameter counts, and model files.
#include "ml/model/model.h"

#include <limits>

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/arch/mobilenet_v2.h"
#include "ml/arch/pooled_features.h"
#include "ml/arch/trainable.h"
#include "ml/model/safetensors.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

ml::Model small_model(std::uint64_t seed) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 32;
  spec.classes = {"benign", "malignant"};
  return ml::make_model(spec, ml::imagenet_contract(32), seed);
}

TEST(ParameterCounts, AreThoseOfTheReferenceModel) {
  ml::ModelSpec spec;
  spec.head = ml::mlp_head(1);
  const ml::ParameterCounts tail = ml::parameter_counts(spec, ml::Depth::Tail);
  EXPECT_EQ(tail.total, 2'625'089);
  EXPECT_EQ(tail.trainable, 2'225'473);
  EXPECT_EQ(tail.frozen, 399'616);
  // 367,105 in the head, of which its BatchNorms' 3,072 running statistics never learn.
  EXPECT_EQ(ml::parameter_counts(spec, ml::Depth::Head).trainable, 367'105 - 3'072);
  EXPECT_EQ(ml::parameter_counts(spec, ml::Depth::Whole).frozen, 34'112 + 3'072);
}

TEST(MobileNetV2, HasTorchvisionsShapes) {
  ml::ModelSpec spec;
  const ml::Backbone backbone = ml::make_backbone(spec);
  EXPECT_EQ(backbone.units.size(), 52U);
  EXPECT_EQ(backbone.features, 1280);
  EXPECT_EQ(backbone.map_px, 7);
  EXPECT_EQ(backbone.cut_length(), 14U * 14U * 96U);
  EXPECT_EQ(backbone.units[backbone.tail_first_trainable].conv, "features.12.conv.1.0");
  EXPECT_TRUE(backbone.units[backbone.tail_first_trainable].depthwise);
  spec.width = 0.35F;
  EXPECT_EQ(ml::make_backbone(spec).units.front().out_channels, 16);
  EXPECT_EQ(ml::make_backbone(spec).features, 1280);
  spec.width = 1.4F;
  EXPECT_EQ(ml::make_backbone(spec).features, 1792);
  EXPECT_EQ(ml::rounded_channels(32 * 0.35), 16);
  EXPECT_EQ(ml::rounded_channels(24 * 0.75), 24);
}

TEST(ModelSpec, ComesBackFromItsJson) {
  ml::ModelSpec spec;
  spec.width = 0.5F;
  spec.input_px = 96;
  spec.tail_block = 7;
  spec.classes = {"akiec", "bcc", "mel"};
  spec.head = ml::mlp_head(3);
  EXPECT_EQ(ml::ModelSpec::from_json(spec.to_json()), spec);
}

TEST(ModelSpec, OfAnOlderFileHasTheReferenceProjectsTail) {
  std::string json = ml::ModelSpec{}.to_json();
  const std::string entry = "\"tail_block\":12,";
  ASSERT_NE(json.find(entry), json.npos);
  json.erase(json.find(entry), entry.size());
  EXPECT_EQ(ml::ModelSpec::from_json(json), ml::ModelSpec{});
}

TEST(ModelSpec, NamesTheBlocksThatTheHeadReadsBesideTheLastMap) {
  ml::ModelSpec spec;
  EXPECT_EQ(spec.to_json().find("pooled_blocks"), std::string::npos) << "as in files made before there were any";
  spec.pooled_blocks = {13, 16, 17};
  EXPECT_EQ(ml::ModelSpec::from_json(spec.to_json()), spec);
  const ml::Backbone backbone = ml::make_backbone(spec);
  EXPECT_EQ(backbone.map_channels, 1280);
  EXPECT_EQ(backbone.features, 1280 + 2 * (96 + 160 + 320));
  const std::vector<ml::PooledPart> parts = ml::pooled_parts(backbone.units);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(backbone.units[parts[1].unit].conv, "features.16.conv.2");
  EXPECT_EQ(parts[1].offset, 1280U + 2 * 96);
  EXPECT_EQ(parts[1].channels, 160U);
  EXPECT_EQ(parts[0].places, 196U);
  EXPECT_EQ(ml::head_tensors(spec).front().shape, (ml::Shape{1, backbone.features}));
  for (const std::vector<int>& blocks : {std::vector{11}, {18}, {16, 13}, {13, 13}}) {
    spec.pooled_blocks = blocks;
    expect_error([&] { ml::require_valid(spec); }, {"pooled_blocks", "12"});
  }
}

TEST(ModelSpec, SaysWhereTheTailBegins) {
  ml::ModelSpec spec;
  std::int64_t last_count = 0;
  for (const int block : {17, 12, 7, 2}) {
    spec.tail_block = block;
    const ml::Backbone backbone = ml::make_backbone(spec);
    const ml::UnitSpec& first = backbone.units[backbone.tail_first_trainable];
    EXPECT_EQ(first.block, block);
    EXPECT_TRUE(first.depthwise);
    EXPECT_TRUE(backbone.units[backbone.tail_cut].begins_block);
    EXPECT_GT(ml::parameter_counts(spec, ml::Depth::Tail).trainable, last_count);
    last_count = ml::parameter_counts(spec, ml::Depth::Tail).trainable;
  }
  EXPECT_LT(last_count, ml::parameter_counts(spec, ml::Depth::Whole).trainable);
}

TEST(ModelSpec, IsRefusedWhereNoNetworkCanBeMade) {
  ml::ModelSpec spec;
  spec.input_px = 100;
  expect_error([&] { ml::require_valid(spec); }, {"input_px", "multiple of 32"});
  for (const int block : {1, 18}) {
    spec = {};
    spec.tail_block = block;
    expect_error([&] { ml::require_valid(spec); }, {"tail_block", "2 .. 17"});
  }
  spec = {};
  spec.width = 0.F;
  expect_error([&] { ml::require_valid(spec); }, {"width"});
  spec = {};
  spec.classes = {"only"};
  expect_error([&] { ml::require_valid(spec); }, {"two classes"});
  spec.classes = {"a", "b", "c"};
  expect_error([&] { ml::require_valid(spec); }, {"1 outputs", "need 3"});
  spec = {};
  spec.head.layers.pop_back();
  expect_error([&] { ml::require_valid(spec); }, {"must be dense"});
  expect_error([] { ml::ModelSpec::from_json("{\"family\":\"resnet\"}"); }, {"resnet", "mobilenet_v2"});
  spec = {};
  spec.family = "resnet";
  expect_error([&] { ml::make_backbone(spec); }, {"resnet", "mobilenet_v2"});
  expect_error([] { ml::ModelSpec::from_json("{"); }, {"cannot read the description"});
}

TEST(Model, KeepsItsCalibrationInItsFileAndLosesItWithItsHead) {
  const test_support::TempFolder folder;
  const auto file = folder.path() / "m.safetensors";
  ml::Model model = small_model(3);
  ml::save_model(file, model);
  EXPECT_FALSE(ml::load_model(file).calibration) << "as in files made before there was one";
  model.calibration = ml::FittedCalibration{.temperature = 1.25,
                                            .bias = std::vector<double>(model.spec.classes.size(), 0.0),
                                            .on = false,
                                            .images = 120,
                                            .groups = 90,
                                            .fitted_on = "val",
                                            .without_images = {1},
                                            .at_bound = true,
                                            .nll_before = 0.5,
                                            .nll_after = 0.25};
  ml::save_model(file, model);
  ml::Model back = ml::load_model(file);
  EXPECT_EQ(back.calibration, model.calibration);
  back.calibration.reset();
  ml::save_model(file, back);
  EXPECT_FALSE(ml::load_model(file).calibration) << "what was read with it does not come back";
  ml::replace_head(model, model.spec.head, model.spec.classes, 3);
  EXPECT_FALSE(model.calibration) << "another head says other things";
}

TEST(Model, RefusesADamagedCalibrationByName) {
  const test_support::TempFolder folder;
  const auto file = folder.path() / "m.safetensors";
  const ml::Model model = small_model(3);
  const std::vector<std::pair<std::string, std::string>> damaged = {
      {"{", "calibration"},
      {R"({"bias":[]})", "temperature"},
      {R"({"temperature":0,"bias":[]})", "above 0"},
      {R"({"temperature":1,"bias":[1,2,3,4,5,6,7,8,9]})", "9 biases"},
      {R"({"temperature":"hot","bias":[]})", "calibration"}};
  for (const auto& [text, why] : damaged) {
    SCOPED_TRACE(text);
    ml::save_model(file, model);
    ml::Weights weights = ml::read_safetensors(file);
    weights.metadata()["nevus.calibration"] = text;
    ml::write_safetensors(file, weights);
    expect_error([&] { ml::load_model(file); }, {"cannot read the calibration", why.c_str(), file.c_str()});
  }
}

TEST(Model, ComesBackFromItsFile) {
  const test_support::TempFolder folder;
  ml::Model model = small_model(3);
  model.target = "malignant";
  model.views = 4;
  model.trained_on = R"({"split":"train"})";
  ml::save_model(folder.path() / "m.safetensors", model);
  const ml::Model back = ml::load_model(folder.path() / "m.safetensors");
  EXPECT_EQ(back.spec, model.spec);
  EXPECT_EQ(back.contract, model.contract);
  EXPECT_EQ(back.target, model.target);
  EXPECT_EQ(back.views, 4);
  EXPECT_EQ(back.trained_on, model.trained_on);
  EXPECT_EQ(back.weights.tensors(), model.weights.tensors());
  EXPECT_EQ(ml::backbone_hash(back), ml::backbone_hash(model));
}

TEST(Model, WhatItsFileSaidIsNotSavedAlongWithWhatItIsNow) {
  const test_support::TempFolder folder;
  ml::Model model = small_model(3);
  model.views = 8;
  ml::save_model(folder.path() / "eight.safetensors", model);
  ml::Model back = ml::load_model(folder.path() / "eight.safetensors");
  back.views = 1;
  ml::save_model(folder.path() / "one.safetensors", back);
  EXPECT_EQ(ml::load_model(folder.path() / "one.safetensors").views, 1);
}

TEST(Model, IsMadeFromItsSeedAlone) {
  EXPECT_EQ(small_model(5).weights, small_model(5).weights);
  EXPECT_NE(ml::backbone_hash(small_model(5)), ml::backbone_hash(small_model(6)));
}

TEST(Model, IsRefusedWithTensorsMissingExtraOrMisshaped) {
  const test_support::TempFolder folder;
  const std::filesystem::path path = folder.path() / "m.safetensors";
  const auto expect_refused = [&](const ml::Model& model, std::initializer_list<const char*> parts) {
    expect_error([&] { ml::save_model(path, model); }, parts);
  };
  ml::Model model = small_model(1);
  model.weights.erase("features.3.conv.2.weight");
  expect_refused(model, {"1 tensor is missing", "features.3.conv.2.weight", path.c_str()});
  model = small_model(1);
  model.weights.set("surplus", {{1}, {0}});
  expect_refused(model, {"not used", "surplus"});
  model = small_model(1);
  model.weights.set("classifier.1.bias", {{2}, {0, 0}});
  expect_refused(model, {"classifier.1.bias is (2), expected (1)"});
}

// float32 has both: a broken file or a training that ran away.
TEST(Model, IsRefusedByNameWithNumbersThatAreNoneAndVariancesBelowZero) {
  const test_support::TempFolder folder;
  const ml::Model whole = small_model(1);
  const auto refused = [&](const char* name, float value, const char* why) {
    ml::Model broken = whole;
    broken.weights.at(name).values[3] = value;
    broken.trained_on = "{}";
    expect_error([&] { ml::save_model(folder.path() / "m.safetensors", broken); }, {name, why});
    ml::Model taking = whole;
    expect_error([&] { ml::import_backbone(taking, broken.weights); }, {name, why});
    EXPECT_EQ(taking.weights, whole.weights);
  };
  refused("features.0.0.weight", std::numeric_limits<float>::quiet_NaN(), "1 of its numbers are not finite");
  refused("features.3.conv.0.0.weight", std::numeric_limits<float>::infinity(), "not finite");
  refused("features.0.1.running_var", -0.5F, "variances are below 0");
}

TEST(Model, IsNotLoadedFromPlainWeights) {
  const test_support::TempFolder folder;
  const std::filesystem::path path = folder.path() / "w.safetensors";
  ml::write_safetensors(path, small_model(1).weights);
  expect_error([&] { ml::load_model(path); }, {"import it as weights", path.c_str()});
}

TEST(Model, TakesOnlyABackboneThatFits) {
  ml::Model model = small_model(1);
  const std::string before = ml::backbone_hash(model);
  ml::Weights weights = small_model(2).weights;
  weights.set("features.0.0.weight", ml::Tensor::zeros({32, 3, 3, 3}));
  weights.erase("features.18.1.bias");
  expect_error([&] { ml::import_backbone(model, weights); },
               {"features.18.1.bias", "features.0.0.weight is (32, 3, 3, 3), expected (16, 3, 3, 3)"});
  EXPECT_EQ(ml::backbone_hash(model), before);
  const ml::WeightsReport report = ml::import_backbone(model, small_model(2).weights);
  EXPECT_EQ(report.extra, (std::vector<std::string>{"classifier.1.bias", "classifier.1.weight"}));
  EXPECT_EQ(ml::backbone_hash(model), ml::backbone_hash(small_model(2)));
}

TEST(Model, GetsAnotherHeadForOtherClasses) {
  ml::Model model = small_model(1);
  const std::string before = ml::backbone_hash(model);
  ml::replace_head(model, ml::mlp_head(3), {"a", "b", "c"}, 9);
  EXPECT_EQ(model.weights.at("classifier.9.weight").shape, (ml::Shape{3, 128}));
  EXPECT_FALSE(model.weights.contains("classifier.1.weight"));
  EXPECT_EQ(ml::backbone_hash(model), before);
  const test_support::TempFolder folder;
  ml::save_model(folder.path() / "m", model);
  EXPECT_EQ(ml::load_model(folder.path() / "m").spec, model.spec);
}

}  // namespace
