// The options that every verb with a training recipe has: --preset, --depth, --seed, --target, --model and --set.
// Main thread only.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/core/train_request.h"

namespace app::cli {

struct RecipeOptions {
  std::string depth = "head";
  std::vector<std::string> assignments;  // NAME=VALUE
};

struct RecipeHandles {
  Option preset, depth, seed, target, model;
};

// `options` and `request` must outlive the verb.
RecipeHandles add_recipe(Verb& verb, RecipeOptions& options, TrainRequest& request);

// Puts into the request what was typed as text; once everything is read.
void complete(const RecipeOptions& options, TrainRequest& request);

}  // namespace app::cli
