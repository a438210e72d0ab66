// Asks a model about pictures that were made worse (corruption.h), and with `attack` about some that were made to
// mislead it (attack.h). The corrupted pictures are made at the size the network sees, from those of a split, and asked
// about in the model's own views; attacked ones in the plain view, which the attack knows.
//
//   const StressResult result = run_stress(workspace, {.model = "run:3", .limit = 400}, progress, interrupt.token());
//
// Stopped, it gives the cells that are done. Deterministic by seed. Memory: 150 kB an image at 224 px.
// One thread at a time; the owner of the workspace's reader decides. Throws where there is no such model, or no
// labelled image of the target in the split.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/stress/stress_result.h"
#include "app/workspace/evaluate_model.h"

namespace app {

struct StressRequest {
  std::optional<RunId> run;  // neither run nor model: the newest finished run
  std::string model;         // name or file, see model_store.h
  std::string split = "val";
  std::optional<double> threshold = {};  // empty: the one kept with the run, else 0.5
  int limit = 400;                       // images, drawn with whole lesions; 0: all
  std::uint64_t seed = 1;
  int views = 0;                   // 0: as the model asks
  std::vector<std::string> names;  // of corruptions; empty: all
  bool attack = false;
  bool calibrated = true;  // false: probabilities as the network gave them
};

StressResult run_stress(Workspace& workspace, const StressRequest& request, const OnProgress& progress,
                        const std::stop_token& stop = {});

}  // namespace app
