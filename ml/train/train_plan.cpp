#include "ml/train/train_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <stdexcept>

#include "ml/arch/trainable.h"
#include "ml/data/symmetry.h"
#include "ml/model/companions.h"
#include "ml/train/settings.h"

namespace ml {

namespace {

// What the reference project's scripts share. Keras semantics: Adam's epsilon 1e-7 beside sqrt(v), plateau and early
// stopping on the validation loss, class weights n / (2 n_c). The weights come from torchvision, and so do
// the backbone's BatchNorm constants and the input's units.
TrainConfig reference_config(Depth depth, float rate) {
  TrainConfig config;
  config.depth = depth;
  config.epochs = 50;
  config.batch = 32;
  config.learning_rate = rate;
  config.adam = {.epsilon = 1e-7F, .bias_correction = BiasCorrection::Keras};
  config.schedule = RateSchedule::Plateau;
  config.plateau_factor = 0.5F;
  config.plateau_patience = 5;
  config.min_learning_rate = 1e-7F;
  config.criterion = Criterion::ValLoss;
  config.patience = 10;
  config.class_weights = true;
  config.augment = {.rotation_deg = 40,
                    .shift_fraction = 0.3,
                    .zoom_fraction = 0.3,
                    .shear_deg = 0.3,
                    .flip_horizontal = true,
                    .flip_vertical = true,
                    .brightness = 0.3,
                    .edge_fill = EdgeFill::Nearest};
  config.views_per_image = 4;  // heads learn from kept features
  config.fresh_views = true;
  return config;
}

TrainPlan reference_optimized() {
  return {"", "", "mlp", ColourConstancy::None, {}, {}, {}, {}, {reference_config(Depth::Tail, 1e-3F)}};
}
TrainPlan reference_simple() {
  return {"", "", "dense128", ColourConstancy::None, {}, {}, {}, {}, {reference_config(Depth::Head, 1e-3F)}};
}
TrainPlan reference_improved() {
  return {"",
          "",
          "mlp",
          ColourConstancy::None,
          {},
          {},
          {},
          {},
          {reference_config(Depth::Head, 1e-3F), reference_config(Depth::Tail, 1e-4F)}};
}
TrainPlan reference_readme() {
  TrainPlan plan{"", "", "dense128-64", ColourConstancy::None, {}, {}, {}, {}, {reference_config(Depth::Head, 1e-3F)}};
  plan.phases[0].augment.shift_fraction = 0.2;
  return plan;
}

// Views as a dermatoscope might have taken them: any rotation, both flips, a little nearer or farther, other
// light and another camera's colours, with what may lie over the skin.
AugmentConfig dermoscopy_views() {
  return {.rotation_deg = 180,
          .shift_fraction = 0.06,
          .zoom_fraction = 0.15,
          .shear_deg = 5,
          .flip_horizontal = true,
          .flip_vertical = true,
          .brightness = 0.15,
          .contrast = 0.15,
          .saturation = 0.2,
          .hue_deg = 8,
          .artefact_share = 0.3,
          .edge_fill = EdgeFill::Reflect};
}

TrainConfig nevus_head() {
  TrainConfig config;
  config.depth = Depth::Head;
  config.epochs = 80;
  config.learning_rate = 1e-3F;
  config.schedule = RateSchedule::Cosine;
  config.warmup_epochs = 1;
  config.adam.weight_decay = 0.05F;
  config.average_decay = 0.99F;
  config.label_smoothing = 0.05F;
  config.mix.mixup_alpha = 0.2;
  config.augment = dermoscopy_views();
  config.views_per_image = 6;
  config.criterion = Criterion::ValAuc;
  config.patience = 0;
  return config;
}

TrainConfig nevus_tail() {
  TrainConfig config = nevus_head();
  config.depth = Depth::Tail;
  config.epochs = 20;
  config.average_decay = 0.998F;
  config.learning_rate = 1e-4F;  // at 3e-4 the first epochs undo what the backbone knows, at 1e-3 training collapses
  config.clip_norm = 1.F;
  config.fresh_views = true;
  return config;
}

TrainPlan nevus_plan(Depth depth) {
  constexpr int kViews = 8;
  // MixUp of kept features helps two classes and blurs the rare ones of many.
  const std::vector<SettingValue> multiclass_settings = {
      {"criterion", "val_balanced_accuracy"}, {"1:mix.mixup_alpha", "0"}, {"1:average_decay", "0.998"}};
  TrainPlan plan{"", "", "mlp", ColourConstancy::ShadesOfGrey, {}, {}, kViews, multiclass_settings, {nevus_head()}};
  if (depth == Depth::Head) {  // a tail makes its last map anew, and gained by none of these
    plan.pooled_blocks = {13, 16, 17};
    plan.phases.front().class_loss = 1;
    plan.multiclass_settings.push_back({"augment.artefact_share", "0"});
  }
  if (depth != Depth::Head) plan.phases.push_back(nevus_tail());
  if (depth == Depth::Tail) {
    // A longer tail than the reference project's ranks two classes better on this source and on another; with many, the
    // rare ones are learnt better by the reference project's.
    plan.tail_block = 7;
    plan.multiclass_settings.insert(plan.multiclass_settings.end(), {{"tail_block", "12"}, {"2:epochs", "30"}});
  }
  if (depth == Depth::Whole) plan.phases.back().depth = Depth::Whole;
  return plan;
}

struct Preset {
  PresetInfo info;
  TrainPlan (*make)(Depth);
};

constexpr std::array kPresets = {
    Preset{{"reference-optimized", "seed-optimized",
            "to compare with the reference project's best script: 256-128 head and the tail in one phase"},
           [](Depth) { return reference_optimized(); }},
    Preset{{"reference-simple", "seed-simple",
            "a baseline in minutes: the reference project's small head on a frozen backbone"},
           [](Depth) { return reference_simple(); }},
    Preset{{"reference-improved", "seed-improved",
            "gentler on the backbone: the reference project's head first, then the tail at a tenth of the rate"},
           [](Depth) { return reference_improved(); }},
    Preset{
        {"reference-readme", "seed-readme", "to repeat what the reference project's README describes: its 128-64 head"},
        [](Depth) { return reference_readme(); }},
    Preset{{"nevus", "",
            "for the best ranking: dermoscopic views, cosine rate, averaged weights; the head, then what is asked for"},
           nevus_plan},
};

std::string_view without_phase(std::string_view name) { return name.substr(name.find(':') + 1); }
std::string_view phase_of(std::string_view name) { return name.substr(0, name.size() - without_phase(name).size()); }

// Without a phase a setting is of all.
bool concern_the_same(std::string_view a, std::string_view b) {
  return without_phase(a) == without_phase(b) &&
         (phase_of(a).empty() || phase_of(b).empty() || phase_of(a) == phase_of(b));
}

int whole_number(std::string_view name, std::string_view value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc() && end == value.data() + value.size()) return number;
  throw std::runtime_error("cannot train with these settings: \"" + std::string(value) + "\" is no value for " +
                           std::string(name));
}

std::vector<int> blocks_from(std::string_view name, std::string_view value) {
  std::vector<int> blocks;
  if (value == "none") return blocks;
  for (std::size_t first = 0; first <= value.size();) {
    const std::size_t end = std::min(value.find(',', first), value.size());
    blocks.push_back(whole_number(name, value.substr(first, end - first)));
    first = end + 1;
  }
  return blocks;
}

std::string why_refused(const TrainConfig& phase, const std::function<void(const TrainConfig&)>& check) {
  try {
    check(phase);
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

// What is wrong with a phase, which is named where others are right or wrong in another way.
std::string with_phase(const std::string& why, std::size_t number, const TrainConfig& phase) {
  const std::size_t begin = why.find(": ") == why.npos ? 0 : why.find(": ") + 2;
  const std::string rest = why.substr(begin), first = rest.substr(0, rest.find_first_of(" ="));
  const std::vector<SettingValue> settings = settings_of(phase);
  const bool names_setting = std::ranges::find(settings, first, &SettingValue::name) != settings.end();
  return why.substr(0, begin) +
         (names_setting ? std::to_string(number) + ":" : "phase " + std::to_string(number) + ": ") + rest;
}

void require_each(const TrainPlan& plan, const std::function<void(const TrainConfig&)>& check) {
  std::vector<std::string> wrong;
  for (const TrainConfig& phase : plan.phases) wrong.push_back(why_refused(phase, check));
  const auto first = std::ranges::find_if(wrong, [](const std::string& why) { return !why.empty(); });
  if (first == wrong.end()) return;
  const auto at = static_cast<std::size_t>(first - wrong.begin());
  const bool of_all = std::ranges::all_of(wrong, [&](const std::string& why) { return why == *first; });
  throw std::runtime_error(of_all ? *first : with_phase(*first, at + 1, plan.phases[at]));
}

ColourConstancy constancy_from(std::string_view value) {
  if (value == "none") return ColourConstancy::None;
  if (value == "shades-of-grey") return ColourConstancy::ShadesOfGrey;
  throw std::runtime_error("cannot train with these settings: colour_constancy is none or shades-of-grey, not " +
                           std::string(value));
}

}  // namespace

std::vector<PresetInfo> presets() {
  std::vector<PresetInfo> all;
  for (const Preset& preset : kPresets) all.push_back(preset.info);
  return all;
}

TrainPlan preset_plan(std::string_view name, Depth depth) {
  std::string known;
  for (const Preset& preset : kPresets) {
    if (preset.info.name == name || (!preset.info.former_name.empty() && preset.info.former_name == name)) {
      TrainPlan plan = preset.make(depth);
      plan.preset = preset.info.name;
      plan.summary = preset.info.summary;
      return plan;
    }
    known += (known.empty() ? "" : ", ") + std::string(preset.info.name);
  }
  throw std::runtime_error("there is no preset \"" + std::string(name) + "\"; there are " + known);
}

HeadSpec head_by_name(std::string_view name, int outputs) {
  constexpr float kLinearDrop = 0.2F, kReferenceDrop = 0.3F;
  if (name == "linear") return linear_head(kLinearDrop, outputs);
  if (name == "mlp") return mlp_head(outputs);
  if (name == "dense128")
    return {"dense128", {dense_layer(128), relu_layer(), dropout_layer(kReferenceDrop), dense_layer(outputs)}};
  if (name == "dense128-64")
    return {"dense128-64",
            {dense_layer(128), relu_layer(), dropout_layer(kReferenceDrop), dense_layer(64), relu_layer(),
             dropout_layer(kReferenceDrop), dense_layer(outputs)}};
  throw std::runtime_error("there is no head \"" + std::string(name) +
                           "\"; there are linear, dense128, dense128-64, mlp");
}

std::string blocks_text(const std::vector<int>& blocks) {
  std::string text;
  for (const int block : blocks) text += (text.empty() ? "" : ",") + std::to_string(block);
  return text.empty() ? "none" : text;
}

void prepare(Model& model, const TrainPlan& plan, const std::vector<std::string>& classes, const std::string& target,
             std::uint64_t seed) {
  const std::vector<int> read = plan.pooled_blocks.value_or(model.spec.pooled_blocks);
  const bool fits = model.spec.classes == classes && model.target == target && read == model.spec.pooled_blocks &&
                    (plan.head.empty() || plan.head == model.spec.head.name);
  if (plan.tail_block) model.spec.tail_block = *plan.tail_block;
  model.spec.pooled_blocks = read;
  const int outputs = classes.size() == 2 ? 1 : static_cast<int>(classes.size());
  if (!fits) replace_head(model, head_by_name(plan.head.empty() ? "linear" : plan.head, outputs), classes, seed);
  erase_companions(model.weights);  // they speak of other weights
  use_meant_pixels(model.contract);
  if (plan.colour_constancy) model.contract.colour_constancy = *plan.colour_constancy;
  if (plan.input_px) model.spec.input_px = model.contract.size_px = *plan.input_px;
  if (plan.views) model.views = *plan.views;
  require_views(model.views);
  require_valid(model.spec);
  require_each(plan, [&](const TrainConfig& phase) { require_fitting(phase, model.spec); });
  model.target = target;
}

void require_valid(const TrainPlan& plan) {
  require_each(plan, [](const TrainConfig& phase) { require_valid(phase); });
}

void adapt(TrainPlan& plan, std::size_t classes) {
  if (classes <= 2) return;
  for (const SettingValue& setting : std::vector(plan.multiclass_settings))
    set_in_plan(plan, setting.name, setting.value);
}

void set_in_plan(TrainPlan& plan, std::string_view name, std::string_view value) {
  // What is asked for holds for any number of classes.
  std::erase_if(plan.multiclass_settings,
                [&](const SettingValue& setting) { return concern_the_same(setting.name, name); });
  if (name == "head") {
    plan.head = head_by_name(value, 1).name;
  } else if (name == "colour_constancy") {
    plan.colour_constancy = constancy_from(value);
  } else if (name == "input_px") {
    plan.input_px = whole_number(name, value);
  } else if (name == "tail_block") {
    plan.tail_block = whole_number(name, value);
  } else if (name == "pooled_blocks") {
    plan.pooled_blocks = blocks_from(name, value);
  } else if (name == "views") {
    plan.views = whole_number(name, value);
    require_views(*plan.views);
  } else if (const std::size_t colon = name.find(':'); colon != name.npos) {
    std::size_t phase = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + colon, phase);
    if (error != std::errc() || end != name.data() + colon || phase < 1 || phase > plan.phases.size())
      throw std::runtime_error("cannot train with these settings: \"" + std::string(name) +
                               "\" names no phase; there are " + std::to_string(plan.phases.size()));
    set_setting(plan.phases[phase - 1], name.substr(colon + 1), value);
  } else {
    for (TrainConfig& phase : plan.phases) set_setting(phase, name, value);
  }
}

}  // namespace ml
