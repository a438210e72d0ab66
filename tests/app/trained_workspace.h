// A workspace of generated images with one run of a head on the shipped model, for verbs that ask a model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "ml/model/model.h"
#include "tests/temp_folder.h"

namespace test_support {

struct TrainedWorkspace {
  explicit TrainedWorkspace(int images = 60) {
    const auto index = app::demo::write_demo(folder / "images", app::demo::for_images({}, images)).index_file;
    app::Workspace workspace(folder / "ws", app::Workspace::Open::OrCreate);
    import_images(workspace, app::read_index_table(index), {}, {});
    app::TrainRequest request;
    request.model = "starter";
    request.target = "malignant";
    request.epochs = 2;
    request.allow_leak = true;
    ml::TrainControl control;
    const app::TrainOutcome outcome = run_training(workspace, request, control, {}, 1);
    run = outcome.run;
    model_file = outcome.model_file;
  }

  std::string place() const { return (folder / "ws").string(); }
  app::Workspace open() const { return {folder / "ws", app::Workspace::Open::MustExist}; }
  std::vector<std::string> pictures(std::size_t most) const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "images" / "images"))
      if (files.size() < most) files.push_back(entry.path().string());
    return files;
  }
  // As if it had been fitted; validation is too small here.
  void calibrate(double temperature, double prior) {
    app::Workspace workspace = open();
    app::RunCalibration calibration{
        .fitted = ml::FittedCalibration{
            .temperature = temperature, .bias = {-prior / 2, prior / 2}, .images = 40, .fitted_on = "val"}};
    ml::Model model = ml::load_model(model_file);
    model.calibration = calibration.fitted;
    ml::save_model(model_file, model);
    workspace.writer().transact_and_wait("Calibrate",
                                         [&](db::Transaction& t) { app::keep_calibration(t, run, calibration); });
  }

  TempFolder folder;
  db::RunId run = 0;
  std::filesystem::path model_file;
};

}  // namespace test_support
