#include "app/workspace/run_settings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/workspace/run_groups.h"

namespace app {
namespace {

std::string shown(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (!value.is_number() || value.is_integer() || value.is_natural()) return value.dump();
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value.get<double>());
  return text;
}

std::string shown(const Json& config, const char* key) {
  const Json* value = config.find(key);
  return value ? shown(*value) : "";
}

using Named = std::vector<std::pair<std::string, std::string>>;

Named named_settings(const Json& config) { return config.value("settings", Named()); }

// What a recipe decides is not told from the form, which it replaced.
constexpr std::array kFormSettings{std::pair{"epochs", "epochs"},       std::pair{"learning_rate", "learning rate"},
                                   std::pair{"batch", "batch"},         std::pair{"patience", "patience (epochs)"},
                                   std::pair{"criterion", "best by"},   std::pair{"class_weights", "weigh classes"},
                                   std::pair{"augment", "augmentation"}};

bool is_of_form(const std::string& name) {
  return name != "augment" && std::ranges::any_of(kFormSettings, [&](const auto& of) { return name == of.first; });
}

// In the words of the form: a setting that was given by name for all phases came after it.
std::string form_value(const Json& config, const std::string& key) {
  std::string value = shown(config, key.c_str());
  for (const auto& [name, text] : named_settings(config))
    if (name == key) value = text;
  const Json* typed = config.find(key.c_str());
  if (typed == nullptr || value.empty()) return value;
  if (typed->is_boolean()) return value == "true" || value == "1" || value == "yes" ? "yes" : "no";
  return typed->is_number() ? shown(Json(std::strtod(value.c_str(), nullptr))) : value;
}

void add_groups(std::vector<RunSetting>& settings, const db::Run& run) {
  const RunGroups groups = groups_of_run(run);
  settings.push_back({"target", "target", run.target});
  settings.push_back({"groups", "groups", joined(groups.names)});
}

void add_training(std::vector<RunSetting>& settings, const db::Run& run, const Json& config) {
  const std::string model = shown(config, "model"), recipe = shown(config, "preset");
  settings.push_back({"model", "starts from", model.empty() ? "the usual model" : model});
  settings.push_back({"depth", "depth", run.depth});
  settings.push_back({"preset", "recipe", recipe.empty() ? "by hand" : recipe});
  for (const auto& [key, title] : kFormSettings)
    settings.push_back({key, title, recipe.empty() ? form_value(config, key) : std::string()});
  settings.push_back({"seed", "seed", std::to_string(run.seed)});
  settings.push_back({"leave_out", "sources left out", joined(config.value("leave_out", std::vector<std::string>()))});
  settings.push_back({"allow_leak", "leak allowed", shown(config, "allow_leak")});
  settings.push_back({"threads", "threads", shown(config, "threads")});
}

void add_data(std::vector<RunSetting>& settings, const db::Run& run) {
  settings.push_back({"label_revision", "label revision", std::to_string(run.label_revision)});
  settings.push_back({"edit_revision", "revision of the set", std::to_string(run.edit_revision)});
  settings.push_back({"weights_hash", "weights", run.weights_hash.substr(0, 12)});
  settings.push_back({"parent", "went on from",
                      run.parent ? "run:" + std::to_string(*run.parent) + ", epoch " + std::to_string(run.parent_epoch)
                                 : std::string()});
}

void add_named(std::vector<RunSetting>& settings, const Json& config) {
  Named named = named_settings(config);
  if (shown(config, "preset").empty()) std::erase_if(named, [](const auto& one) { return is_of_form(one.first); });
  std::ranges::stable_sort(named, {}, &Named::value_type::first);
  for (const auto& [name, value] : named) settings.push_back({"settings." + name, name, value});
}

// A recipe says the number for each of its phases; what was given later is of the whole run.
void name_change(std::vector<RunSetting>& settings, const std::string& key, const std::optional<int>& now) {
  const auto setting = std::ranges::find(settings, key, &RunSetting::key);
  if (!now || setting == settings.end() || setting->value == std::to_string(*now)) return;
  setting->value =
      std::to_string(*now) + (setting->value.empty() ? ", given as it went on" : ", begun with " + setting->value);
}

}  // namespace

std::vector<RunSetting> run_settings(const db::Run& run, const ChangedSettings& changed) {
  const Json config = Json::parse(run.config_json);
  std::vector<RunSetting> settings;
  add_groups(settings, run);
  add_training(settings, run, config);
  add_data(settings, run);
  add_named(settings, config);
  name_change(settings, "epochs", changed.epochs);
  name_change(settings, "patience", changed.patience);
  return settings;
}

std::vector<SettingPair> side_by_side(const std::vector<RunSetting>& a, const std::vector<RunSetting>& b) {
  std::vector<SettingPair> pairs;
  for (const RunSetting& setting : a) pairs.push_back({setting.key, setting.title, setting.value, ""});
  for (const RunSetting& setting : b) {
    const auto known = std::ranges::find(pairs, setting.key, &SettingPair::key);
    if (known == pairs.end())
      pairs.push_back({setting.key, setting.title, "", setting.value});
    else
      known->b = setting.value;
  }
  return pairs;
}

}  // namespace app
