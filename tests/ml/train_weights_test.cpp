// What a step does to the weights beside Adam, and which weights are judged and kept.
#include <cmath>

#include <gtest/gtest.h>

#include "ml/data/preprocess.h"
#include "ml/infer/predictor.h"
#include "ml/model/blend.h"
#include "ml/network/network.h"
#include "ml/train/judged_weights.h"
#include "ml/train/weight_update.h"
#include "tests/ml/discs.h"
#include "tests/ml/expect_error.h"

namespace {

using namespace discs;
using Floats = std::vector<float>;

const std::vector<ml::ParameterSlice> kSlices = {{"features.16.conv.0.0.weight", {2}, 0, 2},
                                                 {"features.17.conv.0.0.weight", {1}, 2, 1},
                                                 {"features.17.conv.0.1.weight", {2}, 3, 2},
                                                 {"classifier.1.weight", {3}, 5, 3},
                                                 {"classifier.1.bias", {1}, 8, 1}};

Floats some(float first) {
  Floats values(9);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = first + 0.3F * static_cast<float>(i);
  return values;
}

TEST(RatesByDepth, fall_block_by_block_from_the_head_to_the_image) {
  std::vector<float> factors;
  for (const ml::RateStretch& stretch : ml::rates_by_depth(kSlices, 0.5F))
    factors.insert(factors.end(), stretch.size, stretch.factor);
  EXPECT_EQ(factors, (Floats{0.25F, 0.25F, 0.5F, 0.5F, 0.5F, 1, 1, 1, 1}));
  EXPECT_TRUE(ml::rates_by_depth(kSlices, 1.F).empty());
}

TEST(RatesByDepth, of_a_whole_network_name_every_block_once) {
  const ml::Network network(small_model(), {.depth = ml::Depth::Whole});
  const auto stretches = ml::rates_by_depth(network.slices(), 0.5F);
  std::vector<float> factors;
  std::size_t size = 0;
  for (const ml::RateStretch& stretch : stretches) {
    size += stretch.size;
    if (factors.empty() || factors.back() != stretch.factor) factors.push_back(stretch.factor);
  }
  EXPECT_EQ(size, network.slices().back().offset + network.slices().back().size);
  ASSERT_EQ(factors.size(), 20U);  // features.0 to features.18, and the head
  for (std::size_t i = 0; i < factors.size(); ++i)
    EXPECT_EQ(factors[i], std::pow(0.5F, static_cast<float>(factors.size() - 1 - i)));
}

// Each parameter goes as an optimiser of its own at its rate would take it.
TEST(WeightUpdate, with_rates_by_depth_is_one_adam_a_block) {
  ml::TrainConfig config;
  config.rate_decay_by_depth = 0.5F;
  config.adam.weight_decay = 0.1F;
  Floats together = some(-1), apart = together;
  ml::WeightUpdate update(kSlices, together, config);
  struct Part {
    std::size_t first, size;
    float factor;
    ml::Adam adam;
  };
  std::vector<Part> parts;
  for (const auto& [first, size, factor] : {std::tuple{0U, 2U, 0.25F}, {2U, 3U, 0.5F}, {5U, 4U, 1.F}})
    parts.push_back({first, size, factor, ml::Adam(size, config.adam)});
  for (int step = 0; step < 5; ++step) {
    Floats gradients(9);
    for (std::size_t i = 0; i < 9; ++i) gradients[i] = std::sin(static_cast<float>(step) + together[i]);
    update.step(together, gradients, 0.02F);
    for (Part& part : parts)
      part.adam.step(std::span(apart).subspan(part.first, part.size),
                     std::span(gradients).subspan(part.first, part.size), 0.02F * part.factor);
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(together[i], apart[i], 1e-6) << step << ", " << i;
  }
}

TEST(WeightUpdate, pulls_the_backbone_and_not_the_head_to_where_it_began) {
  ml::TrainConfig config;
  config.l2_sp = 4.F;
  const Floats start = some(-1);
  Floats now = some(2);
  ml::WeightUpdate update(kSlices, start, config);
  const float rate = 0.05F;
  for (int step = 1; step <= 10; ++step) {
    update.step(now, Floats(9, 0.F), rate);  // no gradient: Adam moves nothing
    const float left = std::pow(1.F - rate * config.l2_sp, static_cast<float>(step));
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(now[i], start[i] + 3 * left, 1e-5);
  }
  for (std::size_t i = 5; i < 9; ++i) EXPECT_EQ(now[i], some(2)[i]);
  config.l2_sp = 1e6F;  // more than all at once would swing to the other side
  ml::WeightUpdate strong(kSlices, start, config);
  strong.step(now, Floats(9, 0.F), rate);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(now[i], start[i], 1e-6);
}

double distance(const ml::Model& a, const ml::Model& b, std::string_view part) {
  double squares = 0;
  for (const auto& [name, tensor] : a.weights.tensors())
    for (std::size_t i = 0; name.starts_with(part) && i < tensor.values.size(); ++i)
      squares += std::pow(static_cast<double>(tensor.values[i]) - b.weights.at(name).values[i], 2);
  return std::sqrt(squares);
}

TEST(WeightUpdate, keeps_a_trained_tail_nearer_to_its_start) {
  const Discs source(48);
  ml::TrainConfig config = config_for(ml::Depth::Tail, 3);
  Log log;
  const double usual = distance(run(halves_of(source), config, log).model, small_model(), "features.");
  config.l2_sp = 100.F;
  const double pulled = distance(run(halves_of(source), config, log).model, small_model(), "features.");
  config.l2_sp = 0.F;
  config.rate_decay_by_depth = 0.5F;
  const double slowed = distance(run(halves_of(source), config, log).model, small_model(), "features.");
  EXPECT_GT(usual, 0);
  EXPECT_LT(pulled, 0.8 * usual);
  EXPECT_LT(slowed, 0.8 * usual);
}

TEST(JudgedWeights, of_a_share_lie_between_start_and_what_was_learnt) {
  const Discs source(48);
  ml::TrainConfig config = config_for(ml::Depth::Tail, 1);
  Log log;
  const ml::Model learnt = run(halves_of(source), config, log).model;
  config.kept_share = 0.25F;
  Log shared_log;
  const ml::TrainResult shared = run(halves_of(source), config, shared_log);
  EXPECT_EQ(log.epochs[0].train_loss, shared_log.epochs[0].train_loss);  // what learns is the same
  const ml::Model expected = ml::blend(small_model(), learnt, 0.25);
  for (const auto& [name, tensor] : expected.weights.tensors())
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      ASSERT_NEAR(shared.model.weights.at(name).values[i], tensor.values[i], 1e-6) << name;
}

TEST(JudgedWeights, are_what_the_epoch_reports) {
  const Discs source(48);
  const ml::Dataset data = halves_of(source);
  ml::TrainConfig config = config_for(ml::Depth::Tail, 2);
  config.kept_share = 0.5F;
  config.average_decay = 0.9F;
  Log log;
  const ml::TrainResult result = run(data, config, log);
  ml::Predictor predictor(result.model);
  Floats input(predictor.input_length()), probabilities(2);
  for (std::size_t i = 0; i < data.val.size(); ++i) {
    ml::preprocess(source.pixels(data.val[i]).view(), result.model.contract, input);
    predictor.predict(input, 1, probabilities);
    EXPECT_NEAR(probabilities[1], result.val_probabilities[2 * i + 1], 2e-3F);
  }
}

TEST(JudgedWeights, leave_what_learns_as_it_was) {
  ml::TrainConfig config = config_for(ml::Depth::Tail, 1);
  config.kept_share = 0.5F;
  config.average_decay = 0.9F;
  ml::Network network(small_model(), {.depth = ml::Depth::Tail});
  ml::JudgedWeights judged(network, config);
  for (float& value : network.parameters()) value += 1.F;
  judged.observe(network.parameters(), 0);
  const Floats learning = network.snapshot();
  judged.exchange(network);
  const Floats between = network.snapshot();
  EXPECT_NE(between, learning);
  judged.exchange(network);
  EXPECT_EQ(network.snapshot(), learning);
  judged.exchange(network);
  EXPECT_EQ(network.snapshot(), between);
}

TEST(JudgedWeights, of_a_share_are_refused_for_a_head) {
  const Discs source(12);
  Log log;
  ml::TrainConfig config = config_for(ml::Depth::Head, 1);
  config.kept_share = 0.5F;
  expect_error([&] { run(halves_of(source), config, log); }, {"kept_share", "head"});
  config.kept_share = 0.F;
  expect_error([&] { run(halves_of(source), config, log); }, {"kept_share"});
  config = config_for(ml::Depth::Tail, 1);
  config.rate_decay_by_depth = 0.F;
  expect_error([&] { run(halves_of(source), config, log); }, {"rate_decay_by_depth"});
}

TEST(Blend, ends_are_the_two_models_and_the_middle_is_their_mean) {
  const ml::Model from = small_model();
  ml::Model to = ml::make_model(from.spec, from.contract, 12);
  to.views = 8;
  to.trained_on = "{}";
  EXPECT_EQ(ml::blend(from, to, 0).weights.tensors(), from.weights.tensors());
  EXPECT_EQ(ml::blend(from, to, 1).weights.tensors(), to.weights.tensors());
  const ml::Model middle = ml::blend(from, to, 0.5);
  EXPECT_EQ(middle.views, 8);
  const char* const name = "features.1.conv.0.0.weight";
  for (std::size_t i = 0; i < middle.weights.at(name).values.size(); ++i)
    EXPECT_NEAR(middle.weights.at(name).values[i],
                (from.weights.at(name).values[i] + to.weights.at(name).values[i]) / 2, 1e-6);
}

// Of other sizes in the two, too: they were trained on other numbers of groups.
TEST(Blend, leaves_behind_what_was_made_for_either_model) {
  ml::Model from = small_model(), to = from;
  from.weights.set("companion.familiarity.means", {{2}, {1, 2}});
  to.weights.set("companion.familiarity.means", {{4}, {1, 2, 3, 4}});
  to.weights.set("companion.referral.chosen", {{2}, {1, 2}});
  to.weights.metadata()["companion.threshold"] = "{}";
  to.calibration = ml::FittedCalibration{.temperature = 2};
  const ml::Model between = ml::blend(from, to, 0.5);
  EXPECT_EQ(between.weights.tensors(), small_model().weights.tensors());
  EXPECT_TRUE(between.weights.metadata().empty());
  EXPECT_FALSE(between.calibration);
}

TEST(Blend, refuses_what_is_no_pair) {
  const ml::Model from = small_model();
  ml::Model to = small_model(ml::mlp_head(1));
  expect_error([&] { ml::blend(from, to, 0.5); }, {"networks differ"});
  to = from;
  to.target = "other";
  expect_error([&] { ml::blend(from, to, 0.5); }, {"target", "other"});
  to = from;
  to.contract.colour_constancy = ml::ColourConstancy::ShadesOfGrey;
  expect_error([&] { ml::blend(from, to, 0.5); }, {"colour_constancy"});
  expect_error([&] { ml::blend(from, from, 1.5); }, {"share"});
}

}  // namespace
