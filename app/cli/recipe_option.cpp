#include "app/cli/recipe_option.h"

#include <stdexcept>

#include "ml/train/train_plan.h"

namespace app::cli {

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const ml::PresetInfo& preset : ml::presets()) names.emplace_back(preset.name);
  return names;
}

std::pair<std::string, std::string> split_assignment(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos) throw std::runtime_error("reading a setting: --set takes NAME=VALUE, not " + assignment);
  return {assignment.substr(0, equals), assignment.substr(equals + 1)};
}

}  // namespace app::cli
