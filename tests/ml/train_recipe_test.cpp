// The parts of a recipe: focal loss, mixing, balanced sampling, clipping, averaged weights.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ml/arch/trainable.h"
#include "ml/data/preprocess.h"
#include "ml/data/symmetry.h"
#include "ml/infer/predictor.h"
#include "ml/loss/loss.h"
#include "ml/train/batch_loss.h"
#include "ml/train/evaluation.h"
#include "ml/train/training_data.h"
#include "tests/ml/discs.h"
#include "tests/ml/expect_error.h"

namespace {

using namespace discs;
using Floats = std::vector<float>;

TEST(StepsOfAnEpoch, AreCountedWithoutALastBatchOfOneThatWaits) {
  const Discs source(51);  // 34 of them train
  ml::TrainConfig config = config_for(ml::Depth::Head, 3);
  config.batch = 33;
  config.schedule = ml::RateSchedule::Cosine;
  Log log;
  ml::TrainControl control;
  ml::train(small_model(ml::mlp_head(1)), halves_of(source), nullptr, config, control, log);
  ASSERT_EQ(log.steps.size(), 3U);
  EXPECT_EQ(log.steps.front().steps, 1U);
  // Its third of three steps: the rate has come down by the cosine, not half way.
  EXPECT_NEAR(log.epochs.back().learning_rate, config.learning_rate * 0.25F, 1e-6F);
}

TEST(FocalLoss, WithGammaZeroIsCrossEntropy) {
  const Floats logits = {-2.F, 0.3F, 4.F, -0.1F};
  const std::vector<int> labels = {0, 1, 0, 1};
  const Floats weights = {1.F, 2.F, 0.5F, 1.F};
  Floats focal(4), plain(4);
  EXPECT_NEAR(ml::focal_with_logits(logits, labels, weights, focal, 0.F),
              ml::bce_with_logits(logits, Floats{0, 1, 0, 1}, weights, plain), 1e-6);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(focal[i], plain[i], 1e-7);
}

TEST(FocalLoss, TwoClassesBySoftmaxAndByOneLogitAreTheSame) {
  const std::vector<int> labels = {0, 1, 1};
  const Floats single = {0.7F, -1.2F, 2.F};
  const Floats pairs = {0, 0.7F, 0, -1.2F, 0, 2.F};
  Floats single_gradient(3), pair_gradient(6);
  EXPECT_NEAR(ml::focal_with_logits(single, labels, {}, single_gradient, 2.F),
              ml::softmax_focal(pairs, 2, labels, {}, pair_gradient, 2.F), 1e-6);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(pair_gradient[2 * i + 1], single_gradient[i], 1e-6);
    EXPECT_NEAR(pair_gradient[2 * i], -single_gradient[i], 1e-6);
  }
}

// torchvision.ops.sigmoid_focal_loss(alpha=-1, gamma=2, reduction="mean") at these logits and its gradient.
TEST(FocalLoss, AgreesWithTorchvision) {
  const Floats logits = {-2.F, 0.3F, 4.F, -0.1F};
  Floats gradient(4);
  EXPECT_NEAR(ml::focal_with_logits(logits, std::vector<int>{0, 1, 0, 1}, {}, gradient, 2.F), 1.0455655346566708, 1e-6);
  const Floats expected = {0.0012177350F, -0.0481021098F, 0.2715989633F, -0.0848986538F};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(gradient[i], expected[i], 1e-7);
}

TEST(FocalLoss, GradientsAgreeWithDifferences) {
  Floats logits = {0.4F, -1.F, 2.F, 0.1F, 3.F, -2.F};
  const std::vector<int> labels = {2, 0};
  const Floats weights = {1.5F, 0.7F};
  Floats gradient(6), ignored(6);
  ml::softmax_focal(logits, 3, labels, weights, gradient, 1.5F);
  for (std::size_t i = 0; i < 6; ++i) {
    Floats up = logits, down = logits;
    up[i] += 0.01F;
    down[i] -= 0.01F;
    const float slope = (ml::softmax_focal(up, 3, labels, weights, ignored, 1.5F) -
                         ml::softmax_focal(down, 3, labels, weights, ignored, 1.5F)) /
                        0.02F;
    EXPECT_NEAR(gradient[i], slope, 2e-4) << i;
  }
}

TEST(FocalLoss, IsFiniteFarOut) {
  Floats gradient(2);
  EXPECT_TRUE(std::isfinite(ml::focal_with_logits(Floats{200.F, -200.F}, std::vector<int>{0, 1}, {}, gradient, 2.F)));
  EXPECT_TRUE(std::isfinite(gradient[0]) && std::isfinite(gradient[1]));
  ml::focal_with_logits(Floats{200.F, -200.F}, std::vector<int>{1, 0}, {}, gradient, 2.F);
  EXPECT_EQ(gradient[0], 0.F);
}

TEST(MixedLoss, IsTheSharedSumOfBothLabels) {
  const Floats logits = {0.5F, -1.F, 2.F};
  const std::vector<int> labels = {1, 0, 0};
  ml::BatchMix mix;
  mix.partner = {1, 2, 0};
  mix.own_share = 0.7F;
  Floats gradient(3), own(3), other(3);
  const float mixed = ml::mixed_batch_loss(logits, 2, labels, {}, mix, {}, gradient);
  const float expected = 0.7F * ml::batch_loss(logits, 2, labels, {}, {}, own) +
                         0.3F * ml::batch_loss(logits, 2, std::vector<int>{0, 0, 1}, {}, {}, other);
  EXPECT_NEAR(mixed, expected, 1e-6);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(gradient[i], 0.7F * own[i] + 0.3F * other[i], 1e-6);
}

TEST(MixedAccuracy, CountsEachLabelWithItsShare) {
  const Floats logits = {0.5F, -1.F, 2.F};  // bright, dark, bright
  const std::vector<int> labels = {1, 0, 0};
  EXPECT_EQ(ml::mixed_correct(logits, 2, labels, {}), 2);
  ml::BatchMix mix;
  mix.partner = {1, 2, 0};  // whose labels are dark, dark, bright
  mix.own_share = 0.75F;
  EXPECT_DOUBLE_EQ(ml::mixed_correct(logits, 2, labels, mix), 0.75 * 2 + 0.25 * 2);
  mix.partner = {1, 0, 2};
  EXPECT_DOUBLE_EQ(ml::mixed_correct(logits, 2, labels, mix), 0.75 * 2);
}

// With a rate near 0 the network answers throughout as it did at first: what is added to its logits while it learns
// moves the loss and not how many images are right.
TEST(TrainingAccuracy, IsOfTheAnswersThatTheNetworkGives) {
  const Discs source(36);
  ml::Dataset data = halves_of(source);
  std::erase_if(data.train, [](std::size_t image) { return image % 2 == 0 && image > 4; });  // few are dark
  ml::TrainConfig config = config_for(ml::Depth::Head, 1);
  config.learning_rate = 1e-12F;
  config.class_weights = false;
  Log plain, adjusted;
  run(data, config, plain);
  ASSERT_NE(plain.epochs[0].train_accuracy, 12.0 / 15) << "as if all were called bright";
  config.logit_adjustment = 50;
  run(data, config, adjusted);
  EXPECT_NE(adjusted.epochs[0].train_loss, plain.epochs[0].train_loss);
  EXPECT_EQ(adjusted.epochs[0].train_accuracy, plain.epochs[0].train_accuracy);
}

// Four bright images among sixty, drawn again and again: each time in another view, as far as there are others.
TEST(BalancedSampling, ShowsAnImageThatComesAgainInAnotherView) {
  const Discs source(60);
  ml::Dataset data;
  data.source = &source;
  for (std::size_t i = 0; i < source.size(); ++i) {
    data.labels.push_back(i < 4 ? 1 : 0);
    data.train.push_back(i);
  }
  const ml::Model model = small_model();
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Whole}) {
    ml::TrainConfig config = config_for(depth, 1);
    config.balanced_sampling = true;
    config.augment = {.rotation_deg = 180, .zoom_fraction = 0.2, .brightness = 0.3};
    config.views_per_image = 2;
    ml::TrainControl control;
    Log log;
    ml::TrainingData training(model, data, config);
    ASSERT_TRUE(training.prepare(nullptr, control, log));
    const auto inputs = training.training_inputs(0);
    std::map<std::size_t, std::vector<Floats>> shown;
    ml::InputBatch batch;
    while (inputs->next(batch)) {
      const auto length = static_cast<std::ptrdiff_t>(batch.inputs.size() / batch.images.size());
      for (std::size_t i = 0; i < batch.images.size(); ++i) {
        const auto begin = batch.inputs.begin() + static_cast<std::ptrdiff_t>(i) * length;
        shown[batch.images[i]].emplace_back(begin, begin + length);
      }
    }
    for (std::size_t image = 0; image < 4; ++image) {
      const std::size_t times = shown[image].size();
      ASSERT_GE(times, 3U);
      const std::set<Floats> views(shown[image].begin(), shown[image].end());
      EXPECT_EQ(views.size(), depth == ml::Depth::Head ? 3U : times) << "image " << image;
    }
  }
}

// Every third dark image is left, so that bright ones are three quarters.
TEST(BalancedSampling, ShowsEveryClassEquallyOften) {
  const Discs source(120);
  ml::Dataset data = halves_of(source);
  std::erase_if(data.train, [](std::size_t image) { return image % 2 == 0 && image % 3 != 0; });
  const ml::Model model = small_model();
  for (const bool balanced : {false, true}) {
    ml::TrainConfig config = config_for(ml::Depth::Head, 1);
    config.balanced_sampling = balanced;
    ml::TrainControl control;
    Log log;
    ml::TrainingData training(model, data, config);
    ASSERT_TRUE(training.prepare(nullptr, control, log));
    std::size_t bright = 0, all = 0;
    ml::InputBatch batch;
    for (int epoch = 0; epoch < 40; ++epoch) {
      const auto inputs = training.training_inputs(epoch);
      while (inputs->next(batch)) {
        for (const int label : training.labels_of(batch.images)) bright += label == 1 ? 1 : 0;
        for (const float weight : training.weights_of(batch.images)) {
          EXPECT_TRUE(!balanced || weight == 1.F);
        }
        all += batch.images.size();
      }
    }
    EXPECT_EQ(all, 40 * data.train.size());
    EXPECT_NEAR(static_cast<double>(bright) / static_cast<double>(all), balanced ? 0.5 : 0.74, 0.03);
  }
}

TEST(Clipping, BoundsTheFirstStepsWithoutStoppingLearning) {
  const Discs source(48);
  ml::TrainConfig config = config_for(ml::Depth::Head, 4);
  Log plain, clipped;
  run(halves_of(source), config, plain);
  config.clip_norm = 1e-3F;
  config.adam.epsilon = 1.F;  // so that Adam does not undo the scaling
  run(halves_of(source), config, clipped);
  EXPECT_LT(clipped.epochs.back().train_loss, clipped.epochs.front().train_loss);
  EXPECT_GT(clipped.epochs.back().train_loss, plain.epochs.back().train_loss);
}

TEST(AveragedWeights, AreWhatIsJudgedAndKept) {
  const Discs source(48);
  ml::TrainConfig config = config_for(ml::Depth::Head, 3);
  Log plain, averaged;
  const auto kept_plain = run(halves_of(source), config, plain);
  config.average_decay = 0.99F;
  const auto kept_averaged = run(halves_of(source), config, averaged);
  EXPECT_EQ(plain.epochs[2].train_loss, averaged.epochs[2].train_loss);  // what learns is the same
  EXPECT_NE(plain.epochs[2].val_loss, averaged.epochs[2].val_loss);
  EXPECT_FALSE(kept_plain.model.weights == kept_averaged.model.weights);
}

// What the epoch reports is what asking the finished model in its views gives.
TEST(Views, AreWhatValidationAsksWith) {
  const Discs source(24, true);
  ml::Dataset data = halves_of(source);
  std::swap(data.train[5], data.val[1]);  // the one that cannot be read
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole}) {
    ml::Model model = small_model();
    model.views = 3;
    Log log;
    ml::TrainControl control;
    const ml::TrainResult result = ml::train(model, data, nullptr, config_for(depth, 2), control, log);
    EXPECT_EQ(result.model.views, 3);
    ml::Predictor predictor(result.model);
    for (std::size_t i = 0; i < data.val.size(); ++i) {
      if (data.val[i] == 5) {
        EXPECT_TRUE(std::isnan(result.val_probabilities[2 * i + 1]));
        continue;
      }
      Floats input(predictor.input_length()), turned(input.size()), probabilities(2);
      ml::preprocess(source.pixels(data.val[i]).view(), result.model.contract, input);
      float mean = 0;
      for (int view = 0; view < 3; ++view) {
        ml::apply_symmetry(input, 32, view, turned);
        predictor.predict(turned, 1, probabilities);
        mean += probabilities[1] / 3;
      }
      EXPECT_NEAR(mean, result.val_probabilities[2 * i + 1], 2e-3F) << ml::depth_name(depth) << ", image " << i;
    }
  }
}

// An image that is both trained on and judged has rows of both kinds, which must not be mistaken for each other.
TEST(Views, OfATrainingImageAreNotItsRandomViews) {
  const Discs source(16);
  ml::Dataset data = halves_of(source);
  data.val = data.train;
  ml::Model model = small_model();
  model.views = 3;
  ml::TrainConfig config = config_for(ml::Depth::Head, 1);
  config.augment = {.rotation_deg = 90, .brightness = 0.9};
  config.views_per_image = 4;
  Log log;
  ml::TrainControl control;
  const ml::TrainResult result = ml::train(model, data, nullptr, config, control, log);
  ml::Predictor predictor(result.model);
  for (std::size_t i = 0; i < data.val.size(); ++i) {
    Floats input(predictor.input_length()), turned(3 * input.size()), probabilities(6);
    ml::preprocess(source.pixels(data.val[i]).view(), result.model.contract, input);
    for (int view = 0; view < 3; ++view)
      ml::apply_symmetry(input, 32, view,
                         std::span(turned).subspan(static_cast<std::size_t>(view) * input.size(), input.size()));
    predictor.predict(turned, 3, probabilities);
    EXPECT_NEAR((probabilities[1] + probabilities[3] + probabilities[5]) / 3, result.val_probabilities[2 * i + 1],
                2e-3F)
        << i;
  }
}

TEST(Views, MeanAnswersAreThoseOfTheProbabilities) {
  const Floats two = ml::mean_answer_logits(Floats{0.F, 2.F, -40.F, -40.F}, 2, 2);  // two images, two views
  const double mean = (0.5 + 1 / (1 + std::exp(-2.0))) / 2;
  EXPECT_NEAR(two[0], std::log(mean / (1 - mean)), 1e-6);
  EXPECT_NEAR(two[1], -40, 1e-4);
  const Floats three = ml::mean_answer_logits(Floats{0, 0, 0, std::log(2.F), 0, 0}, 3, 2);
  EXPECT_NEAR(std::exp(three[0]), (1.0 / 3 + 0.5) / 2, 1e-6);
  EXPECT_NEAR(std::exp(three[1]), (1.0 / 3 + 0.25) / 2, 1e-6);
  EXPECT_EQ(ml::mean_answer_logits(Floats{1, 2, 3}, 2, 1), (Floats{1, 2, 3}));
}

TEST(DropoutPasses, AreDrawnFromTheSeedAndScatterAroundTheUsualAnswer) {
  ml::Predictor predictor(small_model(ml::mlp_head(1)));
  Floats pooled(predictor.feature_length(), 0.5F), usual(2), passes(2 * 400), again(2 * 400), other(2 * 400);
  predictor.head().probabilities(pooled, 1, usual);
  predictor.head().sampled_probabilities(pooled, 400, 7, passes);
  predictor.head().sampled_probabilities(pooled, 400, 7, again);
  predictor.head().sampled_probabilities(pooled, 400, 8, other);
  EXPECT_EQ(passes, again);
  EXPECT_NE(passes, other);
  double sum = 0, least = 1, most = 0;
  for (std::size_t i = 1; i < passes.size(); i += 2) {
    sum += static_cast<double>(passes[i]);
    least = std::min(least, static_cast<double>(passes[i]));
    most = std::max(most, static_cast<double>(passes[i]));
  }
  EXPECT_LT(least, most);
  EXPECT_NEAR(sum / 400, static_cast<double>(usual[1]), 0.1);
  Floats unchanged(2);  // the running statistics have not moved
  predictor.head().probabilities(pooled, 1, unchanged);
  EXPECT_EQ(unchanged, usual);
  ml::Predictor without(small_model(ml::linear_head(0.F, 1)));  // no dropout: every pass is the usual answer
  without.head().probabilities(pooled, 1, usual);
  without.head().sampled_probabilities(pooled, 3, 7, std::span(passes).first(6));
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(passes[i], usual[i % 2], 1e-6);
}

TEST(Recipe, StylesAreMixedOnTheWayIntoATailAndIntoAWholeNetwork) {
  const Discs source(24);
  for (const ml::Depth depth : {ml::Depth::Tail, ml::Depth::Whole}) {
    const auto loss_of_first_epoch = [&](double style_alpha) {
      Log log;
      ml::TrainConfig config = config_for(depth, 1);
      config.mix.style_alpha = style_alpha;
      run(halves_of(source), config, log);
      return log.epochs.at(0).train_loss;
    };
    EXPECT_NE(loss_of_first_epoch(0.5), loss_of_first_epoch(0));
    EXPECT_EQ(loss_of_first_epoch(0.5), loss_of_first_epoch(0.5));
  }
}

TEST(Recipe, RefusesWhatContradictsItself) {
  const Discs source(12);
  Log log;
  ml::TrainConfig config = config_for(ml::Depth::Head, 1);
  config.mix.cutmix_alpha = 1;
  expect_error([&] { run(halves_of(source), config, log); }, {"CutMix"});
  config = config_for(ml::Depth::Head, 1);
  config.focal_gamma = 2;
  config.label_smoothing = 0.1F;
  expect_error([&] { run(halves_of(source), config, log); }, {"focal", "smoothing"});
}

TEST(Recipe, OfATailServesAHeadAloneWithoutWhatAHeadCannot) {
  ml::TrainConfig config = config_for(ml::Depth::Tail, 3);
  config.fresh_views = true;
  config.augment.rotation_deg = 90;
  config.mix = {.mixup_alpha = 0.2, .cutmix_alpha = 1, .style_alpha = 0.1};
  config.kept_share = 0.7F;
  ml::require_valid(config);
  const ml::TrainConfig head = ml::of_head_alone(config);
  EXPECT_NO_THROW(ml::require_valid(head));
  EXPECT_EQ(head.depth, ml::Depth::Head);
  EXPECT_EQ(head.mix.mixup_alpha, 0.2);
  EXPECT_EQ(head.augment, ml::AugmentConfig{});
  const Discs source(24);
  Log log;
  EXPECT_EQ(run(halves_of(source), head, log).epochs_run, 3);
}

}  // namespace
