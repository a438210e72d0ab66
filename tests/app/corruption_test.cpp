#include "app/stress/corruption.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/stress/attack.h"
#include "app/stress/network_view.h"
#include "ml/data/preprocess.h"
#include "ml/infer/predictor.h"
#include "ml/random/counter_rng.h"

namespace app {
namespace {

// Skin with a darker disc, and the noise of a camera.
ml::Pixels picture(int width_px, int height_px) {
  ml::Pixels pixels = ml::Pixels::blank(width_px, height_px);
  ml::CounterRng rng(3);
  for (int y = 0; y < height_px; ++y)
    for (int x = 0; x < width_px; ++x) {
      const bool inside = std::hypot(x - width_px / 2, y - height_px / 2) < height_px / 4;
      for (int channel = 0; channel < 3; ++channel)
        pixels.data[static_cast<std::size_t>((y * width_px + x) * 3 + channel)] =
            static_cast<std::uint8_t>(std::lround((inside ? 90 : 190) - 25 * channel + 10 * rng.uniform()));
    }
  return pixels;
}

double distance(const ml::Pixels& a, const ml::Pixels& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.data.size(); ++i) sum += std::abs(static_cast<int>(a.data[i]) - b.data[i]);
  return sum / static_cast<double>(a.data.size());
}

TEST(Corruption, ChangesMoreWithEachStrengthAndKeepsTheSize) {
  const ml::Pixels view = picture(96, 96);
  for (const CorruptionInfo& info : corruption_list()) {
    double before = 0;
    for (int strength = 1; strength <= kStrengths; ++strength) {
      const ml::Pixels worse = corrupted(view, info.id, strength, 7);
      ASSERT_EQ(worse.width_px, 96) << info.name;
      ASSERT_EQ(worse.height_px, 96) << info.name;
      const double now = distance(view, worse);
      // A coarser JPEG may meet a pattern of noise by chance a little better.
      EXPECT_GT(now, info.id == Corruption::Jpeg ? 0 : before) << info.name << " " << strength;
      before = now;
    }
  }
}

TEST(Corruption, IsTheSameBytesForTheSameSeedAndOthersForAnother) {
  const ml::Pixels view = picture(64, 64);
  for (const Corruption kind : {Corruption::Noise, Corruption::Hair}) {
    EXPECT_EQ(corrupted(view, kind, 3, 5).data, corrupted(view, kind, 3, 5).data);
    EXPECT_NE(corrupted(view, kind, 3, 5).data, corrupted(view, kind, 3, 6).data);
  }
}

TEST(Corruption, HasThePublishedAmounts) {
  const auto amounts = [](std::string_view name) {
    return corruption_list()[static_cast<std::size_t>(*corruption_named(name))].amounts;
  };
  EXPECT_THAT(amounts("noise"), ::testing::ElementsAre(0.08, 0.12, 0.18, 0.26, 0.38));
  EXPECT_THAT(amounts("jpeg"), ::testing::ElementsAre(25, 18, 15, 10, 7));
  EXPECT_THAT(amounts("blur"), ::testing::ElementsAre(1, 2, 3, 4, 6));
  EXPECT_FALSE(corruption_named("fog"));
}

TEST(Corruption, DoesWhatItsParameterSays) {
  const ml::Pixels view = picture(64, 64);
  const ml::Pixels bright = corrupted(view, Corruption::Brightness, 1, 0);  // V + 0.1
  for (std::size_t i = 0; i < view.data.size(); i += 3)
    EXPECT_EQ(bright.data[i], std::lround(std::min(255.0, view.data[i] + 25.5)));
  double deviation = 0;
  const ml::Pixels noisy = corrupted(view, Corruption::Noise, 1, 0);
  for (std::size_t i = 0; i < view.data.size(); ++i)
    deviation += std::pow(static_cast<int>(noisy.data[i]) - view.data[i], 2);
  EXPECT_NEAR(std::sqrt(deviation / static_cast<double>(view.data.size())), 0.08 * 255, 1.5);
  // A point spreads to the peak of a Gaussian, 1 / (2 pi s^2).
  ml::Pixels point = ml::Pixels::blank(33, 33);
  for (std::size_t channel = 0; channel < 3; ++channel) point.data[(16 * 33 + 16) * 3 + channel] = 255;
  EXPECT_NEAR(corrupted(point, Corruption::Blur, 1, 0).data[(16 * 33 + 16) * 3], 255 / (2 * M_PI), 1.5);
}

TEST(Corruption, DrawsHairsThatStayAsMoreAreAddedAndLeavesTheRestAlone) {
  const ml::Pixels view = picture(96, 96);
  const ml::Pixels few = corrupted(view, Corruption::Hair, 1, 9), more = corrupted(view, Corruption::Hair, 2, 9);
  std::size_t touched = 0;
  for (std::size_t i = 0; i < view.data.size(); ++i) {
    touched += few.data[i] != view.data[i] ? 1 : 0;
    if (few.data[i] + 8 < view.data[i]) {
      EXPECT_LT(more.data[i], view.data[i]) << i;
    }
  }
  EXPECT_GT(touched, 0U);
  EXPECT_LT(touched, view.data.size() / 2);
}

TEST(Corruption, RefusesAStrengthThatThereIsNot) {
  EXPECT_THAT([] { corrupted(picture(32, 32), Corruption::Blur, 6, 0); },
              ::testing::ThrowsMessage<std::runtime_error>(::testing::HasSubstr("1 to 5, not 6")));
}

TEST(NetworkView, GivesTheNetworkTheNumbersOfThePicture) {
  ml::PreprocessContract contract = ml::imagenet_contract(64);
  const ml::Pixels whole = picture(150, 110);
  for (const ml::CropMode crop : {ml::CropMode::CentreSquare, ml::CropMode::Stretch, ml::CropMode::FitPad})
    for (const ml::ColourConstancy constancy : {ml::ColourConstancy::None, ml::ColourConstancy::ShadesOfGrey}) {
      contract.crop = crop;
      contract.crop_fraction = crop == ml::CropMode::CentreSquare ? 0.8 : 1;
      contract.colour_constancy = constancy;
      std::vector<float> expected(ml::input_length(contract)), found(expected.size());
      ml::preprocess(whole.view(), contract, expected);
      ml::preprocess(network_view(whole.view(), contract).view(), contract_of_views(contract), found);
      for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-6) << i;
    }
}

// A model that nobody trained has a loss too, and an attack must raise it.
TEST(Attacker, RaisesTheLossWithinTheAmountAndTheSameAgain) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 5);
  const std::vector<ml::Pixels> views = {picture(64, 64), corrupted(picture(64, 64), Corruption::Noise, 1, 1)};
  const std::vector<int> labels = {0, 1};
  ml::Predictor predictor(model, 1);
  const auto loss = [&](const std::vector<ml::Pixels>& seen) {
    double sum = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      std::vector<float> input(predictor.input_length()), probabilities(2);
      ml::preprocess(seen[i].view(), model.contract, input);
      predictor.predict(input, 1, probabilities);
      sum -= std::log(static_cast<double>(probabilities[static_cast<std::size_t>(labels[i])]));
    }
    return sum;
  };
  Attacker attacker(model, views, labels, 1);
  for (const int amount : {2, 8}) {
    const auto one_step = attacker.attack(0, 2, Attack::Fgsm, amount),
               steps = attacker.attack(0, 2, Attack::Pgd, amount);
    EXPECT_GT(loss(one_step), loss(views)) << amount;
    EXPECT_GT(loss(steps) - loss(views), 0.9 * (loss(one_step) - loss(views))) << amount;
    for (const auto& changed : {one_step, steps})
      for (std::size_t image = 0; image < views.size(); ++image)
        for (std::size_t i = 0; i < views[image].data.size(); ++i)
          ASSERT_LE(std::abs(static_cast<int>(changed[image].data[i]) - views[image].data[i]), amount);
  }
  EXPECT_EQ(attacker.attack(0, 2, Attack::Pgd, 2)[1].data, attacker.attack(0, 2, Attack::Pgd, 2)[1].data);
}

}  // namespace
}  // namespace app
