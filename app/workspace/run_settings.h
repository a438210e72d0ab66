// What a run was trained with, as people read it, and two runs side by side.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/changed_settings.h"
#include "db/runs.h"

namespace app {

struct RunSetting {
  std::string key;    // in JSON: "learning_rate"
  std::string title;  // for people: "learning rate"
  std::string value;  // "0.001"; empty: it has none
  bool operator==(const RunSetting&) const = default;
};

// In a fixed order; settings that were given by name come last, by name.
// A value that was changed names what it began with: "40, begun with 20".
std::vector<RunSetting> run_settings(const db::Run& run, const ChangedSettings& changed = {});

struct SettingPair {
  std::string key, title, a, b;
  bool differs() const { return a != b; }
};

std::vector<SettingPair> side_by_side(const std::vector<RunSetting>& a, const std::vector<RunSetting>& b);

}  // namespace app
