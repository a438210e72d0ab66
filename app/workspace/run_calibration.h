// What makes a run's probabilities mean what they say: temperature and prior, fitted on validation at its best epoch
// (ml/metrics/fitted_calibration.h), kept with the run and in its model's file. Stored predictions stay as the network
// gave them; shown_prediction is the one place where calibration is applied to them, predict_images the one where it is
// applied to new ones.
//
//   RunCalibration made = fit_run_calibration(workspace, reader, run);   // after training, and by `nevus calibrate`
//   switch_calibration(workspace, reader, run, false);                   // a kept threshold moves with it
//
// Any thread with a reader of its own. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "app/workspace/dataset.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/metrics/fitted_calibration.h"

namespace app {

// How far probabilities mean what they say, on the images that the calibration was fitted on; `after`: each calibrated
// by a fit on the others (cross-fitted over lesions or patients). Of more than two groups: of the most probable one.
struct CalibrationFigures {
  std::optional<double> ece_before, ece_after;
  std::optional<double> log_loss_before, log_loss_after;
};

struct RunCalibration {
  std::optional<ml::FittedCalibration> fitted;
  std::string why_not;  // nothing was fitted: why; empty with nothing fitted: made before there was calibration
  CalibrationFigures figures;
  int epoch = 0;  // whose predictions it was fitted on
  int views = 0;  // in which they were asked; 0: not recorded
  std::int64_t label_revision = 0;
  std::int64_t edit_revision = -1;  // of the set and its splits; -1: not recorded

  // What is applied; null: nothing is.
  const ml::FittedCalibration* applied() const { return fitted && fitted->on ? &*fitted : nullptr; }
};

// Throws where what is kept is damaged, naming the run.
RunCalibration calibration_of(const db::Run& run);

// On the stored predictions of validation, by the labels and the lesions or patients of `data`.
RunCalibration fitted_calibration(const TargetData& data, const std::optional<db::Prediction>& stored);
// Kept with the run, not in its model's file. A kept threshold moves, so that no decision changes.
void keep_calibration(db::Transaction& transaction, RunId run, const RunCalibration& calibration);

// Fits on the stored predictions of validation at the run's best epoch, with the labels of now, and keeps it with the
// run and in its model's file; a kept threshold moves, so that no decision changes. Throws where the run is trained
// just now, has neither epoch nor predictions, or another best epoch by the time that it is fitted; what cannot be
// estimated is given back with the reason.
RunCalibration fit_run_calibration(Workspace& workspace, const db::Reader& from, RunId run);
// Throws where nothing was fitted.
void switch_calibration(Workspace& workspace, const db::Reader& from, RunId run, bool on);

// db::prediction with the run's calibration applied.
std::optional<db::Prediction> shown_prediction(const db::Readable& from, const db::Run& run, int epoch,
                                               db::Split split);
// Of two groups, on the scale of the probabilities that are told: the one that is kept with the run, else 0.5 as its
// network means it. `of_run` null: the run has no calibration that is on.
double threshold_of_run(const db::Run& run, const ml::FittedCalibration* of_run, bool calibrated);

// "calibrated on val: T 1.31, prior -1.20"; of more groups "prior of 7 groups (decided without it)"; "not calibrated:
// why".
std::string calibration_words(const RunCalibration& calibration);
std::string calibration_words(const ml::FittedCalibration& applied);
// With what it did, and what it does not know; for a tooltip and for `nevus calibrate`.
std::string calibration_text(const RunCalibration& calibration);
Json calibration_json(const RunCalibration& calibration);
// "mean of 8 views, calibrated on val: T 1.31, prior -1.20"; views 0: not recorded.
// With dropout: "mean of 8 views, each in 10 dropout passes, calibrated (without dropout) on val: ...".
std::string asked_words(int views, const std::string& calibration_words, int dropout_passes = 0);
// Of what was judged: ECE and log loss before calibration and, where there is one, after.
CalibrationFigures figures_of(const Scored& scored);
// "ECE 0.033 (cross-fitted over lesions; 0.169 before calibration)", or "ECE 0.255 (0.214 before calibration), judged
// as shown: fitted on epoch 2"
std::string figures_words(const Scored& scored);
// {applied, temperature, bias}, as predictions name it.
Json applied_json(const ml::FittedCalibration* applied);

}  // namespace app
