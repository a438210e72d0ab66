// A workspace with images that were never read from a file and a run that says something of those of validation, for
// tests of figures and reports.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/core/json.h"
#include "app/workspace/run_groups.h"
#include "db/runs.h"
#include "tests/app/filled_workspace.h"

namespace test_support {

struct JudgedImage {
  int group = 0;
  std::vector<float> probabilities;
};

struct JudgedWorkspace : FilledWorkspace {
  // The groups are the classes; two are nv and mel under the target malignant. The images are of a lesion each, or all
  // of one patient.
  explicit JudgedWorkspace(const std::vector<JudgedImage>& judged, const std::vector<std::string>& groups = {},
                           const std::string& patient = "") {
    set_classes(groups);
    add_run();
    db::Prediction stored{.run = run, .epoch = 2, .split = db::Split::Val, .groups = static_cast<int>(names.size())};
    for (const JudgedImage& image : judged) {
      db::Image added = row(static_cast<int>(stored.images.size()));
      added.split = db::Split::Val;
      added.patient_id = patient;
      if (patient.empty()) added.lesion_id = "L" + std::to_string(stored.images.size());
      added.sex = stored.images.size() % 2 == 0 ? "female" : "male";
      added.source = "made up";
      stored.images.push_back(add(added, classes[static_cast<std::size_t>(image.group)]));
      stored.probabilities.insert(stored.probabilities.end(), image.probabilities.begin(), image.probabilities.end());
    }
    write("Predictions", [&](db::Transaction& t) {
      if (!stored.images.empty()) db::save_prediction(t, stored);
    });
  }

  void set_classes(const std::vector<std::string>& groups) {
    if (groups.empty()) {
      names = {"benign", "malignant"};
      classes = {nv, mel};
      target_groups = {{"benign", {nv}}, {"malignant", {mel}}};
      return;
    }
    names = groups;
    write("Classes", [&](db::Transaction& t) {
      for (std::size_t i = 0; i < groups.size(); ++i) {
        classes.push_back(db::add_class(t, {0, groups[i], groups[i], 0, static_cast<int>(i) + 2}));
        target_groups.push_back({groups[i], {classes.back()}});
      }
      db::save_target(t, {0, "kind", "", target_groups});
    });
  }

  void add_run() {
    db::Run made;
    made.target = names.size() == 2 ? "malignant" : "kind";
    made.depth = "head";
    made.weights_hash = "abc123";
    made.contract_json = R"({"size_px":224,"crop":"centre_square"})";
    made.classes_json = app::run_groups_json(target_groups);
    write("Run", [&](db::Transaction& t) {
      run = db::add_run(t, made);
      for (int epoch = 1; epoch <= 3; ++epoch) {
        app::Json metrics{
            {"accuracy", 0.5 + 0.1 * epoch}, {"auc", 0.6 + 0.1 * epoch}, {"train_accuracy", 0.9}, {"n", 7}};
        db::save_epoch(t, {.run = run,
                           .epoch = epoch,
                           .train_loss = 1.0 / epoch,
                           .val_loss = 1.5 / epoch,
                           .val_auc = 0.6 + 0.1 * epoch,
                           .learning_rate = epoch == 3 ? 1e-4 : 1e-3,
                           .seconds = 2,
                           .metrics_json = metrics.dump()});
      }
      db::save_checkpoint(t, {run, 2, "runs/1/best.safetensors", 0.8, true});
      db::set_run_state(t, run, db::RunState::Finished);
    });
  }

  std::vector<std::string> names;
  std::vector<db::ClassId> classes;
  std::vector<db::TargetGroup> target_groups;
  db::RunId run = 0;
};

inline std::vector<JudgedImage> of_two(const std::vector<std::pair<int, float>>& scored) {
  std::vector<JudgedImage> images;
  for (const auto& [group, score] : scored) images.push_back({group, {1 - score, score}});
  return images;
}

inline std::vector<JudgedImage> seven_images() {
  return of_two({{0, 0.1F}, {0, 0.2F}, {0, 0.6F}, {1, 0.4F}, {1, 0.7F}, {1, 0.9F}, {0, 0.45F}});
}

}  // namespace test_support
