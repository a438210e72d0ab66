// A workspace with made-up images in validation and test, and runs with made-up predictions of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/workspace/run_groups.h"
#include "db/runs.h"
#include "tests/app/filled_workspace.h"

namespace test_support {

struct TwoRuns : FilledWorkspace {
  // Two images of each lesion: benign and malignant by turns. Or all of one patient, whose lesions are not known.
  explicit TwoRuns(int images = 40, db::Split split = db::Split::Val, const std::string& patient = "") {
    for (int i = 0; i < images; ++i) {
      db::Image image = row(i);
      image.split = split;
      image.patient_id = patient;
      if (patient.empty()) image.lesion_id = "lesion " + std::to_string(i / 2);
      ids.push_back(add(image, (i / 2) % 2 == 1 ? mel : nv));
    }
  }

  using Score = std::function<float(int image, bool malignant)>;
  // Of the first `images` of them; 0: of all.
  db::RunId add_run(const std::string& name, const Score& score, db::Split split = db::Split::Val, int images = 0,
                    const std::string& target = "malignant") {
    db::Run run;
    run.name = name;
    run.state = db::RunState::Finished;
    run.target = target;
    run.depth = "head";
    run.config_json = R"({"model":"starter","epochs":5,"learning_rate":0.001,"settings":[]})";
    run.classes_json = app::run_groups_json(db::target_named(reader(), target)->groups);
    db::RunId id = 0;
    write("Train", [&](db::Transaction& t) {
      id = db::add_run(t, run);
      db::save_epoch(t, {id, 1, 0.5, 0.5, 0.8, 0.8, 1e-3, 1.0, "{}"});
      db::save_checkpoint(t, {id, 1, "runs/x/best.safetensors", 0.8, true});
      db::Prediction prediction{id, 1, split, 1, 2, {}, {}};
      for (int i = 0; i < (images > 0 ? images : static_cast<int>(ids.size())); ++i) {
        const float p = score(i, (i / 2) % 2 == 1);
        prediction.images.push_back(ids[static_cast<std::size_t>(i)]);
        prediction.probabilities.insert(prediction.probabilities.end(), {1 - p, p});
      }
      db::save_prediction(t, prediction);
    });
    return id;
  }

  std::vector<db::ImageId> ids;
};

// Right about all but every `wrong`-th image, with a spread of scores.
inline TwoRuns::Score mostly_right(int wrong, float spread = 0.004F) {
  return [wrong, spread](int image, bool malignant) {
    const bool right = image % wrong != wrong - 1;
    return (malignant == right ? 0.8F : 0.2F) + spread * static_cast<float>(image % 17);
  };
}

}  // namespace test_support
