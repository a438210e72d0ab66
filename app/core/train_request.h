// One training run as asked for on the Train page or on the command line. A plain value. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/core/types.h"

namespace app {

struct TrainRequest {
  std::string target = "";  // name of a target; empty: the workspace's default
  std::string model = "";   // "" or "starter": shipped model; "imagenet": imported weights; else a run id "run:3"
  Depth depth = Depth::Head;
  int epochs = 20;
  float learning_rate = 1e-3F;
  int batch_size = 32;
  std::uint64_t seed = 1;
  bool class_weights = true;
  bool augment = false;
  int patience_epochs = 8;            // early stopping; 0 switches it off
  std::string criterion = "val_auc";  // or "val_loss": chooses the best epoch, stops and restores
  // If set, the preset's recipe replaces every field from `epochs` on; `seed`, `target`, `model` and `depth` still
  // apply.
  std::string preset = "";
  bool allow_leak = false;                                    // else a split that leaks is refused
  std::vector<std::pair<std::string, std::string>> settings;  // name and value, over form or preset
};

}  // namespace app
