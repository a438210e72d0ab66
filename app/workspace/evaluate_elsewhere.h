// A run asked about the images of another workspace: its model, their labels. Images it was trained on, found by their
// content, and those that share the name of a lesion or a patient with one, are marked as a leak, and the score without
// them is given.
// Any thread with a reader of the home workspace. Throws as evaluate_split does, where the run has no
// model file, and on an epoch that is not its best.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/workspace/evaluate_model.h"

namespace app {

struct ElsewhereRequest {
  RunId run = 0;
  std::filesystem::path workspace;  // the other one's folder
  std::string split = "val";        // there
  std::optional<double> threshold = {};
  std::string reason = "evaluated from another workspace";
  bool calibrated = true;
  std::string target = {};  // there; empty: the run's
  int epoch = 0;            // 0: the best, and the only one that is asked elsewhere
  Questions questions = {};
  ml::Precision precision = ml::Precision::Float32;
};

EvaluateOutcome evaluate_elsewhere(const Workspace& home, const db::Reader& from, const ElsewhereRequest& request,
                                   const OnProgress& progress);

}  // namespace app
