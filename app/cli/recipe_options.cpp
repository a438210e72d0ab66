#include "app/cli/recipe_options.h"

#include "app/core/joined.h"
#include "app/core/setting_text.h"
#include "ml/train/train_plan.h"

namespace app::cli {
namespace {

std::string preset_names() {
  std::vector<std::string> names;
  for (const ml::PresetInfo& preset : ml::presets()) names.emplace_back(preset.name);
  return joined(names);
}

}  // namespace

RecipeHandles add_recipe(Verb& verb, RecipeOptions& options, TrainRequest& request) {
  const RecipeHandles handles{
      verb.option("--preset", request.preset,
                  "A recipe (" + preset_names() + "); options on the command line override its settings"),
      verb.option("--depth", options.depth, "What learns").one_of({"head", "tail", "whole"}).shows_default(),
      verb.option("--seed", request.seed, "Seed of the random numbers").shows_default(),
      verb.option("--target", request.target, "Target to train on; malignant where there is one"),
      verb.option("--model", request.model,
                  "starter, imagenet, run:N or a file; imagenet where imported, else starter")};
  verb.option("--set", options.assignments,
              "NAME=VALUE, any setting of `nevus train --describe`; 2:NAME=VALUE of the second phase only")
      .one_value_each();
  return handles;
}

void complete(const RecipeOptions& options, TrainRequest& request) {
  request.depth = depth_from_name(options.depth);
  for (const std::string& assignment : options.assignments) request.settings.push_back(split_assignment(assignment));
}

}  // namespace app::cli
