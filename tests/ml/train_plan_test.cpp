// Presets, settings by name, the layer table.
#include "ml/train/train_plan.h"

#include <gtest/gtest.h>

#include "ml/arch/layer_table.h"
#include "ml/arch/trainable.h"
#include "ml/train/settings.h"
#include "tests/ml/expect_error.h"

namespace {

ml::Model prepared(const ml::TrainPlan& plan) {
  ml::Model model = ml::make_model({}, ml::imagenet_contract(), 1);
  ml::prepare(model, plan, {"benign", "malignant"}, "malignant", 1);
  return model;
}

void expect_counts(const char* preset, std::int64_t total, std::int64_t trainable) {
  const ml::TrainPlan plan = ml::preset_plan(preset, ml::Depth::Head);
  const ml::Model model = prepared(plan);
  const ml::ParameterCounts counts = ml::parameter_counts(model.spec, plan.phases.back().depth);
  EXPECT_EQ(counts.total, total) << preset;
  EXPECT_EQ(counts.trainable, trainable) << preset;
  EXPECT_EQ(counts.frozen, total - trainable) << preset;
}

TEST(Preset, HasTheParameterCountsOfTheReferenceProject) {
  expect_counts("reference-optimized", 2'625'089, 2'225'473);
  expect_counts("reference-improved", 2'625'089, 2'225'473);
  expect_counts("reference-simple", 2'422'081, 164'097);
  expect_counts("reference-readme", 2'430'273, 172'289);
}

TEST(Preset, AllAreValidAtEveryDepth) {
  for (const ml::PresetInfo& info : ml::presets())
    for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole}) {
      const ml::TrainPlan plan = ml::preset_plan(info.name, depth);
      ASSERT_FALSE(plan.phases.empty());
      for (const ml::TrainConfig& phase : plan.phases) EXPECT_NO_THROW(ml::require_valid(phase)) << info.name;
    }
}

TEST(Preset, OfTheReferenceProjectKeepsKerasSemantics) {
  for (const char* name : {"reference-optimized", "reference-simple", "reference-improved", "reference-readme"})
    for (const ml::TrainConfig& phase : ml::preset_plan(name, ml::Depth::Head).phases) {
      EXPECT_EQ(phase.adam.epsilon, 1e-7F);
      EXPECT_EQ(phase.adam.bias_correction, ml::BiasCorrection::Keras);
      EXPECT_EQ(phase.criterion, ml::Criterion::ValLoss);
      EXPECT_EQ(phase.plateau_patience, 5);
      EXPECT_EQ(phase.patience, 10);
      EXPECT_EQ(phase.augment.edge_fill, ml::EdgeFill::Nearest);
    }
  const auto improved = ml::preset_plan("reference-improved", ml::Depth::Head).phases;
  ASSERT_EQ(improved.size(), 2U);
  EXPECT_EQ(improved[0].learning_rate, 1e-3F);
  EXPECT_EQ(improved[1].learning_rate, 1e-4F);
}

TEST(Preset, SaysWhereItsTailBegins) {
  EXPECT_FALSE(ml::preset_plan("reference-improved", ml::Depth::Tail)
                   .tail_block);  // as ModelSpec has it: the reference project's
  ml::TrainPlan plan = ml::preset_plan("nevus", ml::Depth::Tail);
  EXPECT_EQ(plan.tail_block, 7);
  ml::set_in_plan(plan, "tail_block", "9");
  ml::Model model = ml::make_model({}, ml::imagenet_contract(224), 1);
  ml::prepare(model, plan, {"a", "b"}, "target", 1);
  EXPECT_EQ(model.spec.tail_block, 9);
  ml::set_in_plan(plan, "tail_block", "1");
  expect_error([&] { ml::prepare(model, plan, {"a", "b"}, "target", 1); }, {"tail_block", "2 .. 17"});
}

TEST(Preset, SaysWhichBlocksTheHeadReads) {
  EXPECT_FALSE(ml::preset_plan("reference-improved", ml::Depth::Tail).pooled_blocks);
  EXPECT_FALSE(ml::preset_plan("nevus", ml::Depth::Tail).pooled_blocks);
  ml::TrainPlan plan = ml::preset_plan("nevus", ml::Depth::Head);
  EXPECT_EQ(plan.pooled_blocks, (std::vector{13, 16, 17}));
  ml::Model model = ml::make_model({}, ml::imagenet_contract(224), 1);
  ml::prepare(model, plan, {"a", "b"}, "target", 1);
  EXPECT_EQ(model.weights.at("classifier.0.weight").values.size(), 2432U);
  ml::set_in_plan(plan, "pooled_blocks", "none");
  EXPECT_EQ(ml::blocks_text(*plan.pooled_blocks), "none");
  ml::prepare(model, plan, {"a", "b"}, "target", 1);
  EXPECT_EQ(model.weights.at("classifier.0.weight").values.size(), 1280U) << "another head: it reads others";
  ml::set_in_plan(plan, "pooled_blocks", "14,17");
  EXPECT_EQ(ml::blocks_text(*plan.pooled_blocks), "14,17");
  for (const char* wrong : {"", "14,", "fourteen", "14;17"})
    expect_error([&] { ml::set_in_plan(plan, "pooled_blocks", wrong); }, {"pooled_blocks"});
  // Refused before a phase has begun, whichever it is that cannot be.
  ml::TrainPlan later = ml::preset_plan("nevus", ml::Depth::Tail);
  ml::set_in_plan(later, "pooled_blocks", "17");
  ml::set_in_plan(later, "2:batch_statistics", "batch");
  expect_error(
      [&] {
        ml::prepare(model, later, {"a", "b"}, "target", 1);
      },
      {"stored statistics", "pooled_blocks=none"});
  // By hand, a model is trained as it is.
  ml::TrainPlan by_hand{.head = "mlp", .phases = {{}}};
  ml::prepare(model, plan, {"a", "b"}, "target", 1);
  ml::prepare(model, by_hand, {"a", "b"}, "target", 1);
  EXPECT_EQ(model.spec.pooled_blocks, (std::vector{14, 17}));
}

TEST(Preset, AdaptsToManyClassesUnlessToldOtherwise) {
  ml::TrainPlan two = ml::preset_plan("nevus", ml::Depth::Tail), many = two, told = two;
  ml::adapt(two, 2);
  EXPECT_EQ(two.phases[1].criterion, ml::Criterion::ValAuc);
  EXPECT_GT(two.phases[0].mix.mixup_alpha, 0);
  ml::adapt(many, 7);
  EXPECT_EQ(many.phases[0].criterion, ml::Criterion::ValBalancedAccuracy);
  EXPECT_EQ(many.phases[1].criterion, ml::Criterion::ValBalancedAccuracy);
  EXPECT_EQ(many.phases[0].mix.mixup_alpha, 0);
  EXPECT_EQ(many.tail_block, 12);
  EXPECT_EQ(two.tail_block, 7);
  EXPECT_GT(many.phases[1].mix.mixup_alpha, 0);  // of pixels, not of features
  ml::TrainPlan head = ml::preset_plan("nevus", ml::Depth::Head);
  EXPECT_GT(head.phases[0].augment.artefact_share, 0);
  ml::adapt(head, 7);
  EXPECT_EQ(head.phases[0].augment.artefact_share, 0);
  EXPECT_GT(many.phases[0].augment.artefact_share, 0);
  ml::set_in_plan(told, "criterion", "val_loss");
  ml::set_in_plan(told, "mix.mixup_alpha", "0.3");
  ml::adapt(told, 7);
  EXPECT_EQ(told.phases[0].criterion, ml::Criterion::ValLoss);
  EXPECT_EQ(told.phases[0].mix.mixup_alpha, 0.3);
}

TEST(Preset, KeepsWhatManyClassesNeedInThePhaseThatWasNotSpokenOf) {
  ml::TrainPlan plan = ml::preset_plan("nevus", ml::Depth::Tail);
  ml::set_in_plan(plan, "1:epochs", "7");
  ml::adapt(plan, 7);
  EXPECT_EQ(plan.phases[0].epochs, 7);
  EXPECT_EQ(plan.phases[1].epochs, 30);
  plan = ml::preset_plan("nevus", ml::Depth::Tail);
  ml::set_in_plan(plan, "epochs", "7");
  ml::adapt(plan, 7);
  EXPECT_EQ(plan.phases[1].epochs, 7);
}

TEST(Preset, IsFoundByItsFormerNameAndThenHasItsPresentOne) {
  for (const char* name : {"optimized", "simple", "improved", "readme"}) {
    const ml::TrainPlan plan = ml::preset_plan(std::string("seed-") + name, ml::Depth::Head);
    EXPECT_EQ(plan.preset, std::string("reference-") + name);
    EXPECT_EQ(ml::settings_text(plan.phases[0]),
              ml::settings_text(ml::preset_plan(plan.preset, ml::Depth::Head).phases[0]));
  }
}

TEST(Preset, AnUnknownNameIsRefusedWithTheOnesThereAre) {
  expect_error([] { ml::preset_plan("resnet", ml::Depth::Head); }, {"resnet", "reference-optimized", "nevus"});
}

TEST(Settings, ComeBackAsTheyWereSet) {
  ml::TrainConfig config;
  for (const ml::SettingValue& setting :
       ml::settings_of(ml::preset_plan("reference-optimized", ml::Depth::Head).phases[0]))
    ml::set_setting(config, setting.name, setting.value);
  config.depth = ml::Depth::Tail;
  EXPECT_EQ(ml::settings_text(config),
            ml::settings_text(ml::preset_plan("reference-optimized", ml::Depth::Head).phases[0]));
  EXPECT_TRUE(ml::changed_settings(ml::TrainConfig{}).empty());
}

TEST(Settings, AWrongNameOrValueIsExplained) {
  ml::TrainConfig config;
  expect_error([&] { ml::set_setting(config, "rotation", "3"); }, {"rotation", "augment.rotation_deg"});
  expect_error([&] { ml::set_setting(config, "epochs", "3x"); }, {"3x", "epochs", "20"});
  expect_error([&] { ml::set_setting(config, "schedule", "linear"); }, {"linear", "constant"});
}

TEST(Settings, APhaseIsNamedByItsNumber) {
  ml::TrainPlan plan = ml::preset_plan("reference-improved", ml::Depth::Head);
  ml::set_in_plan(plan, "2:epochs", "7");
  ml::set_in_plan(plan, "batch", "16");
  ml::set_in_plan(plan, "head", "linear");
  ml::set_in_plan(plan, "input_px", "96");
  ml::set_in_plan(plan, "colour_constancy", "shades-of-grey");
  EXPECT_EQ(plan.phases[0].epochs, 50);
  EXPECT_EQ(plan.phases[1].epochs, 7);
  EXPECT_EQ(plan.phases[0].batch + plan.phases[1].batch, 32);
  const ml::Model model = prepared(plan);
  EXPECT_EQ(model.spec.head.name, "linear");
  EXPECT_EQ(model.contract.size_px, 96);
  EXPECT_EQ(model.contract.colour_constancy, ml::ColourConstancy::ShadesOfGrey);
  expect_error([&] { ml::set_in_plan(plan, "3:epochs", "7"); }, {"3:epochs", "2"});
}

// Before a first phase that may take hours.
TEST(Settings, ThatALaterPhaseWouldRefuseAreRefusedWithItsNumber) {
  const auto refused = [](const char* name, const char* value, std::initializer_list<const char*> parts) {
    ml::TrainPlan plan = ml::preset_plan("reference-improved", ml::Depth::Head);
    ml::set_in_plan(plan, name, value);
    expect_error([&] { ml::require_valid(plan); }, parts);
  };
  refused("2:adam.beta1", "1", {"settings: 2:adam.beta1 must"});
  refused("2:adam.beta2", "-0.1", {"settings: 2:adam.beta2 must"});
  refused("1:adam.epsilon", "0", {"settings: 1:adam.epsilon must"});
  refused("adam.weight_decay", "-1", {"settings: adam.weight_decay must"});
  refused("2:mix.cutmix_alpha", "-1", {"phase 2: the alpha"});
  if (!ml::has_precision(ml::Precision::Bfloat16))
    refused("2:frozen_precision", "bfloat16", {"2:frozen_precision=bfloat16", "float32"});
  ml::TrainPlan plan = ml::preset_plan("reference-improved", ml::Depth::Head);
  ml::set_in_plan(plan, "2:batch_statistics", "batch");
  ml::set_in_plan(plan, "2:batch", "1");
  EXPECT_NO_THROW(ml::require_valid(plan));
  ml::set_in_plan(plan, "head", "linear");
  expect_error([&] { prepared(plan); }, {"2:batch is 1", "BatchNorm"});
  ml::set_in_plan(plan, "2:batch_statistics", "stored");
  EXPECT_NO_THROW(prepared(plan));
}

TEST(LayerTable, AddsUpToTheCounts) {
  const ml::Model model = prepared(ml::preset_plan("reference-optimized", ml::Depth::Head));
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole}) {
    std::int64_t total = 0, trainable = 0;
    for (const ml::LayerRow& row : ml::layer_table(model.spec, depth)) {
      total += row.parameters;
      trainable += row.trainable;
    }
    EXPECT_EQ(total, ml::parameter_counts(model.spec, depth).total);
    EXPECT_EQ(trainable, ml::parameter_counts(model.spec, depth).trainable);
  }
  EXPECT_EQ(ml::layer_table(model.spec, ml::Depth::Head).front().output, "(32, 112, 112)");
}

}  // namespace
