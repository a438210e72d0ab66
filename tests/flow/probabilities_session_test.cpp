// What stands beside a probability in the window: how unlike the training images an image is, as a column to sort and
// filter by; and what the probabilities went through, with its two switches.

#include <gtest/gtest.h>

#include "app/workspace/run_calibration.h"
#include "db/runs.h"
#include "ml/familiarity/familiarity.h"
#include "ml/familiarity/quantiles.h"
#include "ml/model/model.h"
#include "tests/flow/keyboard_session.h"
#include "tests/flow/session_run.h"

namespace {

class ProbabilitiesSession : public flow_test::Keyboard {
 protected:
  void SetUp() override {
    Keyboard::SetUp();
    const app::TrainOutcome outcome = flow_test::trained_head(*workspace_, 3);
    run_ = outcome.run;
    model_ = outcome.model_file;
  }
  // As of a model with many validation images, whose scores were spread evenly from 0 to 2.
  void let_the_model_have_a_threshold() {
    ml::Model model = ml::load_model(model_);
    ml::Familiarity known = *ml::familiarity_of(model);
    known.validation.clear();
    for (std::size_t i = 0; i < ml::kQuantiles; ++i)
      known.validation.push_back(2.0F * static_cast<float>(i) / static_cast<float>(ml::kQuantiles - 1));
    known.validation_images = 500;
    ml::put_familiarity(model, known);
    ml::save_model(model_, model);
  }
  // Validation here is a handful of images, of which nothing could be fitted.
  void let_the_run_be_calibrated() {
    app::RunCalibration made{.fitted = ml::FittedCalibration{.temperature = 2, .bias = {0.5, -0.5}, .fitted_on = "val"},
                             .figures = {.ece_before = 0.2, .ece_after = 0.05},
                             .epoch = 1};
    made.fitted->images = 200;
    made.fitted->groups = 150;
    workspace_->writer().transact_and_wait(
        "Calibrate a run", [&](db::Transaction& transaction) { app::keep_calibration(transaction, run_, made); });
  }
  app::RunCalibration calibration() const { return app::calibration_of(*db::run(*workspace_->make_reader(), run_)); }

  app::RunId run_ = 0;
  std::filesystem::path model_;
};

TEST_F(ProbabilitiesSession, a_filter_by_prediction_can_be_lifted_while_predictions_are_hidden) {
  play(R"(
wait until eval.n > 0 timeout 30
key f1
click @library.predicted.malignant
wait 3
expect shown < 80
key b
wait 3
click @clause.predicted.0
wait 3
expect shown == 80
)");
}

TEST_F(ProbabilitiesSession, the_library_sorts_and_filters_by_how_unlike_the_images_are) {
  let_the_model_have_a_threshold();
  play(R"(
wait until eval.n > 0 timeout 30
key f1
expect unlike.known == 0
click @library.measures
wait 3
click @library.sort.unlike
wait until unlike.known > 30 timeout 60
expect unlike.words contains images are unlike the training images
expect focus.unlike > 0
click @library.sort.unlike
wait 3
key ctrl+f
text unlike>0
wait 5
expect shown > 30
expect shown < 81
)");
}

TEST_F(ProbabilitiesSession, with_too_few_validation_images_nothing_is_known_and_it_is_said) {
  play(R"(
wait until eval.n > 0 timeout 30
key f1
click @library.measures
wait 3
click @library.sort.unlike
wait until unlike.words contains "cannot be said" timeout 60
expect unlike.known == 0
expect focus.unlike == none
)");
}

TEST_F(ProbabilitiesSession, the_badge_says_what_probabilities_went_through_and_switches_it) {
  let_the_run_be_calibrated();
  play(R"(
wait until calibration contains "calibrated on val: T 2.00, prior -1.00" timeout 30
key f3
wait 5
click @train.calibration
wait until calibration == "not calibrated: switched off" timeout 30
)");
  ASSERT_TRUE(calibration().fitted.has_value());
  EXPECT_EQ(calibration().applied(), nullptr);
}

// The command's name says what it does next; no decision changes, so as many images are called malignant as before.
TEST_F(ProbabilitiesSession, the_palette_switches_calibration_off_and_on_again) {
  let_the_run_be_calibrated();
  play(R"(
wait until calibration contains "calibrated on val" timeout 30
key ctrl+k
text Show uncalibrated
wait 3
key enter
wait until calibration == "not calibrated: switched off" timeout 30
expect eval.threshold == 0.500000
key ctrl+k
text Show calibrated
wait 3
key enter
wait until calibration contains "calibrated on val" timeout 30
)");
  EXPECT_NE(calibration().applied(), nullptr);
}

// What the calibrated run before it decides at means something else on the scores of a run that has no calibration.
TEST_F(ProbabilitiesSession, a_run_that_is_started_begins_at_its_own_threshold) {
  let_the_run_be_calibrated();
  play(R"(
wait until calibration contains "calibrated on val" timeout 30
expect eval.threshold < 0.45
key f3
wait 5
click @train.start
wait until run.epochs_done > 0 timeout 120
wait until run.live == 0 timeout 120
wait until calibration contains "not calibrated" timeout 30
expect eval.threshold == 0.500000
)");
}

}  // namespace
