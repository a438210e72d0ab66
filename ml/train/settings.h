// Every setting of a training run by name: what a user may set as text, what a run's identity is made of,
// what --describe prints. The one table behind all three.
//
// Use: `set_setting(config, "label_smoothing", "0.1");` `for (auto& [name, value] : settings_of(config)) ...`
// Threads: any thread; pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ml/train/train_config.h"

namespace ml {

struct SettingValue {
  std::string name;   // "augment.rotation_deg"
  std::string value;  // "40", "true", "cosine"
};

// All of them but the depth, in the table's order.
std::vector<SettingValue> settings_of(const TrainConfig& config);
// Only those that differ from a TrainConfig of the same depth as it is made.
std::vector<SettingValue> changed_settings(const TrainConfig& config);

// Throws when there is no such setting (naming the nearest ones) or the value is not of its kind.
void set_setting(TrainConfig& config, std::string_view name, std::string_view value);

// "epochs=20; batch=32; …": two runs with equal text are the same run.
std::string settings_text(const TrainConfig& config);

}  // namespace ml
