// A recipe: the head, the preprocessing, and one or more phases of training that follow each other. The
// presets are the reference project's recipes, and our own.
//
// Use: `TrainPlan plan = preset_plan("nevus", Depth::Tail); set_in_plan(plan, "epochs", "10");`
// Threads: any thread; plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ml/arch/trainable.h"
#include "ml/train/settings.h"
#include "ml/train/train_config.h"

namespace ml {

struct TrainPlan {
  std::string preset;   // empty: made by hand
  std::string summary;  // one sentence
  std::string head;     // by head_by_name; empty: the model's own where it fits, else linear
  std::optional<ColourConstancy> colour_constancy;  // if absent, keeps the model's value
  std::optional<int> input_px;                      // if absent, keeps the model's value
  std::optional<int> tail_block;                    // where the tail begins; if absent, keeps the model's value
  std::optional<int> views;                         // test-time views per image; if absent, keeps the model's value
  std::vector<SettingValue> multiclass_settings;    // set_in_plan's names and values, applied to three classes or more
  std::vector<TrainConfig> phases;
  std::optional<std::vector<int>> pooled_blocks = {};  // that the head reads too; if absent, keeps the model's value
};

struct PresetInfo {
  std::string_view name;
  std::string_view former_name;  // accepted too; empty: there is none
  std::string_view summary;
};
std::vector<PresetInfo> presets();

// `depth` matters to "nevus" only; the others train what the reference project trained. A former name is accepted and
// becomes the present one. Throws when there is none of this name.
TrainPlan preset_plan(std::string_view name, Depth depth);

// "linear" (dropout, dense), "dense128" (the reference project's small head), "dense128-64" (its README's), "mlp" (its
// optimised one). Throws when it is none of them.
HeadSpec head_by_name(std::string_view name, int outputs);

// "13,16,17" as people write it; empty is "none".
std::string blocks_text(const std::vector<int>& blocks);

// Gives a model the plan's preprocessing and input size, and its head where it has another, other classes or is to read
// other blocks.
void prepare(Model& model, const TrainPlan& plan, const std::vector<std::string>& classes, const std::string& target,
             std::uint64_t seed);

// Throws when a setting of a phase is out of range, naming it as set_in_plan does: "2:learning_rate" where it is not of
// all phases.
void require_valid(const TrainPlan& plan);

// Gives the phases what depends on the number of classes.
void adapt(TrainPlan& plan, std::size_t classes);

// "head", "colour_constancy" (none, shades-of-grey), "input_px", "tail_block", "pooled_blocks" ("13,16,17", none),
// "views", or a setting of every phase, "2:learning_rate" of one.
void set_in_plan(TrainPlan& plan, std::string_view name, std::string_view value);

}  // namespace ml
