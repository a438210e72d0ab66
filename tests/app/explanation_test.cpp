// Why the model says so: answered from what was kept of an image, for any class and for another run's head.
#include "app/workspace/explanation.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

#include "app/models/focused_image.h"
#include "app/table/run_scores.h"
#include "app/workspace/dataset.h"
#include "app/workspace/prediction.h"
#include "engine/image/colour_map.h"
#include "engine/image/image_io.h"
#include "tests/app/typed.h"
#include "tests/temp_folder.h"

namespace {

engine::Image striped_picture() {
  engine::Image image = engine::Image::blank(90, 60, 3);
  for (int y = 0; y < image.height_px; ++y)
    for (int x = 0; x < image.width_px; ++x) image.at(x, y)[x / 10 % 3] = static_cast<std::uint8_t>(40 + 3 * y);
  return image;
}

ml::Model small_model(const ml::HeadSpec& head, std::vector<std::string> classes) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 1);
  ml::replace_head(model, head, std::move(classes), 3);
  return model;
}

TEST(Explanation, OfEveryClassAndOfAnotherHeadComesFromTheSameEvidence) {
  const engine::Image image = striped_picture();
  const ml::Model first = small_model(ml::linear_head(0.F, 1), {"benign", "malignant"});
  ml::Predictor predictor(first);
  const ml::KeptEvidence kept = app::evidence_of(predictor, ml::feature_space(first), image);
  const app::Explanation predicted = app::explain_evidence(predictor.head(), first, kept, image, -1);
  EXPECT_EQ(predicted.group, predicted.probabilities[1] > predicted.probabilities[0] ? 1 : 0);
  const app::Explanation benign = app::explain_evidence(predictor.head(), first, kept, image, 0);
  const app::Explanation malignant = app::explain_evidence(predictor.head(), first, kept, image, 1);
  EXPECT_FLOAT_EQ(benign.cam.raw[1], -malignant.cam.raw[1]);
  EXPECT_FLOAT_EQ(benign.cam.probability + malignant.cam.probability, 1.F);

  const ml::Model other = small_model(ml::linear_head(0.F, 3), {"a", "b", "c"});
  ml::HeadPredictor head(other);
  ASSERT_TRUE(ml::fits(kept, ml::feature_space(other), head));
  const app::Explanation of_other = app::explain_evidence(head, other, kept, image, 2);
  ASSERT_EQ(of_other.probabilities.size(), 3U);
  EXPECT_FLOAT_EQ(of_other.cam.probability, of_other.probabilities[2]);
  // The middle square of a 90 x 60 picture: 60 of 90 columns from the 15th on, all rows.
  EXPECT_FLOAT_EQ(of_other.image_from_crop[0], 60.F / 90.F);
  EXPECT_FLOAT_EQ(of_other.image_from_crop[2], 15.F / 90.F);
  EXPECT_FLOAT_EQ(of_other.image_from_crop[1], 1.F);
}

TEST(ExplanationOfViews, NamesTheProbabilityThatPredictingGivesTheMeanCalibrated) {
  const test_support::TempFolder folder;
  const auto file = folder.path() / "striped.png";
  const std::vector<std::byte> png = engine::encode_png(striped_picture());
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(png.data()), static_cast<long>(png.size()));
  for (const bool calibrated : {false, true}) {
    SCOPED_TRACE(calibrated);
    ml::Model model = small_model(ml::linear_head(0.F, 1), {"benign", "malignant"});
    model.views = 8;
    if (calibrated) model.calibration = ml::FittedCalibration{.temperature = 0.8, .bias = {0.7, -0.7}};
    const app::ImageFiles files({{.path = file, .key = "striped"}});
    const app::PredictedSet predicted = app::predict_images(model, files, {0}, {});
    ASSERT_EQ(predicted.unreadable.size(), 0U);
    EXPECT_EQ(predicted.calibration.has_value(), calibrated);
    const engine::Image image = engine::load_image(file);
    ml::Predictor predictor(model);
    const ml::KeptEvidence kept = app::evidence_of(predictor, ml::feature_space(model), image);
    const app::Explanation why = app::explain_evidence(predictor.head(), model, kept, image, -1);
    EXPECT_EQ(why.views, 8);
    for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(why.probabilities[k], predicted.probabilities[k], 1e-5F) << k;
    EXPECT_EQ(why.group, why.decided);
    EXPECT_EQ(why.probability(), why.probabilities[static_cast<std::size_t>(why.group)]);
    EXPECT_NE(why.probability(), why.cam.probability) << "which is of the plain view";
    const double usual = calibrated ? ml::moved_threshold(*model.calibration, 0.5) : 0.5;
    EXPECT_EQ(why.decided, app::decide_group(predicted.probabilities, usual)) << "what predicting decides";
  }
}

TEST(Explanation, IsWrittenAsTheWindowBeginsToDrawIt) {
  app::Explanation why;
  why.cam.side = 1;
  why.cam.heat = {1};
  app::HeatPicture style;
  style.opacity = 1;
  const engine::Image out = app::render_explanation(engine::Image::blank(40, 30, 3), why, style, "a title");
  const auto most = engine::colour_of(app::HeatStyle{}.colour_map, 1);
  for (int c = 0; c < 3; ++c)
    EXPECT_NEAR(out.at(60, 15)[c], 255 * most[static_cast<std::size_t>(c)], 1) << "inferno, not viridis: " << c;
  EXPECT_EQ(app::HeatStyle{}.opacity, app::HeatPicture{}.opacity);
  EXPECT_EQ(app::HeatStyle{}.threshold, app::HeatPicture{}.threshold);
}

TEST(Explanation, OfThePlainViewIsCalibratedAsPredictingInOneViewAndNamesWhatIsNot) {
  const test_support::TempFolder folder;
  const auto picture = folder / "striped.png";
  engine::save_png(striped_picture(), picture);
  ml::Model model = small_model(ml::linear_head(0.F, 1), {"benign", "malignant"});
  model.views = 8;
  model.trained_on = "{}";
  model.calibration = ml::FittedCalibration{.temperature = 0.8, .bias = {0.7, -0.7}, .fitted_on = "val"};
  const auto file = folder / "model.safetensors";
  ml::save_model(file, model);
  const app::Json why =
      test_support::typed(app::cli::add_explain, {"explain", file, picture, "--group", "malignant", "--json"}).json;
  const app::Json once =
      test_support::typed(app::cli::add_predict, {"predict", file, picture, "--views", "1", "--json"}).json;
  const app::Json& said = once.at("predictions").at(0).at("probabilities").at("malignant");
  EXPECT_NEAR(why.at("plain_view_probability").get<double>(), said.get<double>(), 1e-5);
  std::vector<float> given{0, why.at("plain_view_probability_before_calibration").get<float>()};
  EXPECT_GT(std::abs(given[1] - said.get<float>()), 0.02F) << "or this shows nothing";
  given[0] = 1 - given[1];
  ml::apply(*model.calibration, given, 2);
  EXPECT_NEAR(given[1], said.get<float>(), 1e-5);
  EXPECT_NE(why.find("logit_before_calibration"), nullptr);
  EXPECT_EQ(why.find("logit"), nullptr);
  const std::string text =
      test_support::typed(app::cli::add_explain, {"explain", file, picture, "-o", folder / "o.png"}).text;
  EXPECT_NE(text.find("The map is of the plain view: probability "), std::string::npos) << text;
  EXPECT_NE(text.find(" before calibration"), std::string::npos) << text;
}

}  // namespace
