// What each setting of a recipe is, for people: a title, its unit, one sentence of help, its group and its values. For
// forms and for --describe.
//
// Use: `for (const SettingInfo& info : setting_infos()) ...`
// Threads: any thread; pure functions. Names are those of settings.h and set_in_plan.
#pragma once

#include <span>
#include <string_view>

namespace ml {

enum class SettingGroup { Length, Rate, Balance, Views, Mixing, Optimiser, Network, Machine };
enum class SettingKind { Whole, Number, Switch, Choice };

struct SettingInfo {
  std::string_view name;
  std::string_view title;  // "Learning rate"
  std::string_view unit;   // "epochs"; may be empty
  std::string_view help;   // a sentence
  SettingGroup group = SettingGroup::Length;
  SettingKind kind = SettingKind::Number;
  std::span<const std::string_view> choices = {};
  bool of_plan = false;  // of the whole recipe, not of one phase
};

std::string_view title_of(SettingGroup group);
std::span<const SettingInfo> setting_infos();

}  // namespace ml
