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
  std::string model = "";   // "starter": shipped; "imagenet": imported; "run:3"; a file; "": the usual of the first two
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
  std::vector<std::string> leave_out;                         // sources that it neither learns from nor validates on
  bool allow_leak = false;                                    // else a split that leaks is refused
  std::vector<std::pair<std::string, std::string>> settings;  // name and value, over form or preset
  int keep_every = 0;    // epochs whose weights are kept besides the best and the last; 0: none
  RunId parent = 0;      // begun from the weights of this run; 0: from `model`
  int parent_epoch = 0;  // of these of its kept epochs; 0: its best
  RunId replay_of = 0;   // the run whose settings and changes it repeats; 0: none
  int threads = 0;       // that it was begun with, so that it goes on with as many; 0: not known
};

}  // namespace app
