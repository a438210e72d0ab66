#include "app/cli/recipe_option.h"

#include "ml/train/train_plan.h"

namespace app::cli {

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const ml::PresetInfo& preset : ml::presets()) names.emplace_back(preset.name);
  for (const ml::PresetInfo& preset : ml::presets())
    if (!preset.former_name.empty()) names.emplace_back(preset.former_name);
  return names;
}

}  // namespace app::cli
