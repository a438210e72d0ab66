#include "app/pages/train/form_settings.h"

#include <algorithm>
#include <exception>

#include "app/core/setting_text.h"
#include "app/workspace/train_request.h"
#include "ml/arch/trainable.h"
#include "ml/train/settings.h"

namespace app {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

std::string without_attempt(std::string text) {
  const std::string attempt = "cannot train with these settings: ";
  return text.starts_with(attempt) ? text.substr(attempt.size()) : text;
}

std::string text_of(const Settings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) text += (text.empty() ? "" : " ") + name + "=" + value;
  return text;
}

std::string_view without_phase(std::string_view name) { return name.substr(name.find(':') + 1); }

// What a plan says of a setting of all its phases; empty: the model decides.
std::string of_plan(const ml::TrainPlan& plan, std::string_view name) {
  const auto text = [](const std::optional<int>& number) { return number ? std::to_string(*number) : std::string(); };
  if (name == "head") return plan.head;
  if (name == "tail_block") return text(plan.tail_block);
  if (name == "pooled_blocks") return plan.pooled_blocks ? ml::blocks_text(*plan.pooled_blocks) : std::string();
  if (name == "input_px") return text(plan.input_px);
  if (name == "views") return text(plan.views);
  if (!plan.colour_constancy) return {};
  return *plan.colour_constancy == ml::ColourConstancy::None ? "none" : "shades-of-grey";
}

std::string of_phase(const ml::TrainConfig& phase, std::string_view name) {
  const std::vector<ml::SettingValue> all = ml::settings_of(phase);
  const auto found = std::ranges::find(all, name, &ml::SettingValue::name);
  return found == all.end() ? std::string() : found->value;
}

// Throws with what is wrong.
ml::TrainPlan checked_plan(const TrainRequest& request) {
  ml::TrainPlan plan = plan_from(request, 0);
  ml::require_valid(plan);
  return plan;
}

}  // namespace

void SettingsForm::follow(const TrainRequest& request) {
  const std::string now = to_json(request);
  if (followed_ != now) read(request);
  followed_ = now;
}

void SettingsForm::read(const TrainRequest& request) {
  plan_problem_.clear();
  TrainRequest recipe = request;
  recipe.settings.clear();
  ml::TrainPlan base;
  try {
    base = plan_from(recipe, 0);
  } catch (const std::exception& error) {  // of a run that another version of the program began
    plan_problem_ = without_attempt(error.what());
  }
  ml::TrainPlan now = base;
  Settings good;
  for (const auto& [name, value] : request.settings) {
    try {
      ml::set_in_plan(now, name, value);
      good.emplace_back(name, value);
    } catch (const std::exception& error) {
      line_problem_ = without_attempt(error.what());  // it names a phase which this recipe does not have
    }
  }
  try {
    ml::require_valid(now);
  } catch (const std::exception& error) {
    plan_problem_ = without_attempt(error.what());
  }
  if (line_problem_.empty()) line_ = text_of(good);
  add_fields(now, base);
  mark_problems();
}

void SettingsForm::add_fields(const ml::TrainPlan& now, const ml::TrainPlan& recipe) {
  fields_.clear();
  phases_.clear();
  for (const ml::TrainConfig& phase : now.phases) phases_.push_back(depth_from_name(ml::depth_name(phase.depth)));
  for (const ml::SettingInfo& info : ml::setting_infos()) {
    if (info.name == "seed" || info.name == "threads") continue;  // of the run, not of the recipe
    if (info.of_plan) {
      fields_.push_back(field(info, 0, of_plan(now, info.name), of_plan(recipe, info.name)));
      continue;
    }
    for (std::size_t i = 0; i < now.phases.size(); ++i)
      fields_.push_back(field(info, static_cast<int>(i) + 1, of_phase(now.phases[i], info.name),
                              of_phase(recipe.phases[i], info.name)));
  }
}

FormField SettingsForm::field(const ml::SettingInfo& info, int phase, const std::string& value,
                              const std::string& of_recipe) const {
  const bool numbered = phase > 0 && phases_.size() > 1;
  FormField made{.name = (numbered ? std::to_string(phase) + ":" : std::string()) + std::string(info.name),
                 .info = &info,
                 .phase = phase,
                 .value = value,
                 .of_recipe = of_recipe,
                 .changed = value != of_recipe};
  return made;
}

void SettingsForm::mark_problems() {
  for (FormField& field : fields_) {
    if (const auto refused = refused_.find(field.name); refused != refused_.end()) {
      field.value = refused->second.first;
      field.problem = refused->second.second;
      field.changed = true;
    } else if (field.name == last_typed_) {
      field.problem = plan_problem_;
    }
  }
}

int SettingsForm::changes(ml::SettingGroup group, int phase) const {
  return static_cast<int>(std::ranges::count_if(fields_, [&](const FormField& field) {
    return field.info->group == group && field.changed && (field.phase == 0 || field.phase == phase);
  }));
}

bool SettingsForm::has_problem(ml::SettingGroup group, int phase) const {
  return std::ranges::any_of(fields_, [&](const FormField& field) {
    return field.info->group == group && !field.problem.empty() && (field.phase == 0 || field.phase == phase);
  });
}

void SettingsForm::type(TrainRequest& request, const std::string& name, const std::string& text) {
  last_typed_ = name;
  refused_.erase(name);
  TrainRequest asked = request;
  std::erase_if(asked.settings, [&](const auto& setting) { return setting.first == name; });
  const auto known = std::ranges::find(fields_, name, &FormField::name);
  try {
    ml::TrainPlan plan = plan_from(asked, 0);
    ml::set_in_plan(plan, name, text);
    const bool as_recipe = known != fields_.end() && known->of_recipe == text;
    // The recipe's own value again is no change, unless another setting of all phases stands before it.
    const bool covered = std::ranges::any_of(
        asked.settings, [&](const auto& setting) { return without_phase(setting.first) == without_phase(name); });
    if (!as_recipe || covered) asked.settings.emplace_back(name, text);
    request = asked;
  } catch (const std::exception& error) {
    refused_[name] = {text, without_attempt(error.what())};
  }
  line_problem_.clear();
  read(request);
  followed_ = to_json(request);
}

void SettingsForm::reset(TrainRequest& request, const std::string& name) {
  const auto known = std::ranges::find(fields_, name, &FormField::name);
  if (known != fields_.end()) type(request, name, known->of_recipe);
  refused_.erase(name);  // what the model decides has no text
  std::erase_if(request.settings, [&](const auto& setting) {
    return setting.first == name && known != fields_.end() && known->of_recipe.empty();
  });
  last_typed_.clear();
  read(request);
}

void SettingsForm::reset_all(TrainRequest& request) {
  request.settings.clear();
  refused_.clear();
  line_problem_.clear();
  last_typed_.clear();
  read(request);
}

void SettingsForm::type_line(TrainRequest& request, const std::string& text) {
  line_ = text;
  line_problem_.clear();
  try {
    TrainRequest asked = request;
    asked.settings = split_assignments(text);
    checked_plan(asked);
    request = asked;
    refused_.clear();
    last_typed_.clear();
    read(request);
    followed_ = to_json(request);
    line_ = text;  // as it was typed, a space at its end included
  } catch (const std::exception& error) {
    line_problem_ = without_attempt(error.what());
  }
}

std::string SettingsForm::problem() const {
  for (const FormField& field : fields_)
    if (!field.problem.empty()) return std::string(field.info->title) + ": " + field.problem;
  return line_problem_.empty() ? plan_problem_ : line_problem_;
}

}  // namespace app
