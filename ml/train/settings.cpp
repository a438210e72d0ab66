#include "ml/train/settings.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <type_traits>

#include "ml/arch/trainable.h"

namespace ml {

namespace {

struct Setting {
  const char* name;
  std::function<std::string(const TrainConfig&)> get;
  std::function<bool(TrainConfig&, std::string_view)> set;  // false: the text is not of its kind
};

template <class Number>
std::string text_of(Number value) {
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

template <class Number>
bool parse(std::string_view text, Number& value) {
  Number parsed{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  bool whole = error == std::errc() && end == text.data() + text.size();
  if constexpr (std::is_floating_point_v<Number>)
    whole = whole && std::isfinite(parsed);  // "nan" and "inf" are read too
  if (whole) value = parsed;
  return whole;
}

std::string text_of(bool value) { return value ? "true" : "false"; }
bool parse(std::string_view text, bool& value) {
  const bool yes = text == "true" || text == "1" || text == "yes";
  const bool known = yes || text == "false" || text == "0" || text == "no";
  if (known) value = yes;
  return known;
}

// `place` gives the field of a config, const or not.
template <class Place>
Setting setting(const char* name, Place place) {
  return {name, [place](const TrainConfig& config) { return text_of(place(config)); },
          [place](TrainConfig& config, std::string_view text) { return parse(text, place(config)); }};
}

// Names in the order of the enumerators.
template <class Place>
Setting choice(const char* name, Place place, std::vector<std::string_view> names) {
  return {
      name,
      [place, names](const TrainConfig& config) { return std::string(names[static_cast<std::size_t>(place(config))]); },
      [place, names](TrainConfig& config, std::string_view text) {
        using Enum = std::remove_reference_t<decltype(place(config))>;
        for (std::size_t i = 0; i < names.size(); ++i) {
          if (names[i] != text) continue;
          place(config) = static_cast<Enum>(i);
          return true;
        }
        return false;
      }};
}

#define NEVUS_FIELD(field) \
  [](auto& config) -> auto& { return config.field; }

const std::vector<Setting>& table() {
  static const std::vector<Setting> settings = {
      setting("epochs", NEVUS_FIELD(epochs)),
      setting("batch", NEVUS_FIELD(batch)),
      setting("learning_rate", NEVUS_FIELD(learning_rate)),
      choice("schedule", NEVUS_FIELD(schedule), {"constant", "cosine", "plateau"}),
      setting("warmup_epochs", NEVUS_FIELD(warmup_epochs)),
      setting("plateau_factor", NEVUS_FIELD(plateau_factor)),
      setting("plateau_patience", NEVUS_FIELD(plateau_patience)),
      setting("min_learning_rate", NEVUS_FIELD(min_learning_rate)),
      setting("adam.beta1", NEVUS_FIELD(adam.beta1)),
      setting("adam.beta2", NEVUS_FIELD(adam.beta2)),
      setting("adam.epsilon", NEVUS_FIELD(adam.epsilon)),
      setting("adam.weight_decay", NEVUS_FIELD(adam.weight_decay)),
      choice("adam.bias_correction", NEVUS_FIELD(adam.bias_correction), {"keras", "pytorch"}),
      setting("clip_norm", NEVUS_FIELD(clip_norm)),
      setting("average_decay", NEVUS_FIELD(average_decay)),
      setting("label_smoothing", NEVUS_FIELD(label_smoothing)),
      setting("focal_gamma", NEVUS_FIELD(focal_gamma)),
      setting("class_weights", NEVUS_FIELD(class_weights)),
      setting("logit_adjustment", NEVUS_FIELD(logit_adjustment)),
      setting("balanced_sampling", NEVUS_FIELD(balanced_sampling)),
      setting("mix.mixup_alpha", NEVUS_FIELD(mix.mixup_alpha)),
      setting("mix.cutmix_alpha", NEVUS_FIELD(mix.cutmix_alpha)),
      setting("mix.style_alpha", NEVUS_FIELD(mix.style_alpha)),
      choice("batch_statistics", NEVUS_FIELD(batch_statistics), {"stored", "batch"}),
      choice("frozen_precision", NEVUS_FIELD(frozen_precision), {"float32", "bfloat16"}),
      setting("augment.rotation_deg", NEVUS_FIELD(augment.rotation_deg)),
      setting("augment.shift_fraction", NEVUS_FIELD(augment.shift_fraction)),
      setting("augment.zoom_fraction", NEVUS_FIELD(augment.zoom_fraction)),
      setting("augment.shear_deg", NEVUS_FIELD(augment.shear_deg)),
      setting("augment.flip_horizontal", NEVUS_FIELD(augment.flip_horizontal)),
      setting("augment.flip_vertical", NEVUS_FIELD(augment.flip_vertical)),
      setting("augment.brightness", NEVUS_FIELD(augment.brightness)),
      setting("augment.contrast", NEVUS_FIELD(augment.contrast)),
      setting("augment.saturation", NEVUS_FIELD(augment.saturation)),
      setting("augment.hue_deg", NEVUS_FIELD(augment.hue_deg)),
      setting("augment.artefact_share", NEVUS_FIELD(augment.artefact_share)),
      choice("augment.edge_fill", NEVUS_FIELD(augment.edge_fill), {"nearest", "reflect", "constant"}),
      setting("views_per_image", NEVUS_FIELD(views_per_image)),
      setting("fresh_views", NEVUS_FIELD(fresh_views)),
      choice("criterion", NEVUS_FIELD(criterion), {"val_loss", "val_auc", "val_balanced_accuracy"}),
      setting("patience", NEVUS_FIELD(patience)),
      setting("seed", NEVUS_FIELD(seed)),
      setting("threads", NEVUS_FIELD(threads)),
      setting("rate_decay_by_depth", NEVUS_FIELD(rate_decay_by_depth)),
      setting("l2_sp", NEVUS_FIELD(l2_sp)),
      setting("kept_share", NEVUS_FIELD(kept_share)),
      setting("balance_sources", NEVUS_FIELD(balance_sources)),
      setting("class_loss", NEVUS_FIELD(class_loss)),
  };
  return settings;
}

#undef NEVUS_FIELD

std::string names_like(std::string_view name) {
  std::string near, all;
  for (const Setting& known : table()) {
    const std::string_view candidate = known.name;
    all += (all.empty() ? "" : ", ") + std::string(candidate);
    if (candidate.find(name) != candidate.npos || name.find(candidate) != name.npos)
      near += (near.empty() ? "" : ", ") + std::string(candidate);
  }
  return near.empty() ? "there are " + all : "did you mean " + near + "?";
}

}  // namespace

std::vector<SettingValue> settings_of(const TrainConfig& config) {
  std::vector<SettingValue> values;
  for (const Setting& known : table()) values.push_back({known.name, known.get(config)});
  return values;
}

std::vector<SettingValue> changed_settings(const TrainConfig& config) {
  const TrainConfig usual;
  std::vector<SettingValue> values;
  for (const Setting& known : table())
    if (known.get(config) != known.get(usual)) values.push_back({known.name, known.get(config)});
  return values;
}

void set_setting(TrainConfig& config, std::string_view name, std::string_view value) {
  for (const Setting& known : table()) {
    if (known.name != name) continue;
    if (known.set(config, value)) return;
    throw std::runtime_error("cannot train with these settings: \"" + std::string(value) + "\" is no value for " +
                             std::string(name) + ", which is " + known.get(config) + " now");
  }
  throw std::runtime_error("cannot train with these settings: there is no setting \"" + std::string(name) + "\"; " +
                           names_like(name));
}

std::string settings_text(const TrainConfig& config) {
  std::string text = "depth=" + std::string(depth_name(config.depth));
  for (const SettingValue& setting : settings_of(config)) text += "; " + setting.name + "=" + setting.value;
  return text;
}

}  // namespace ml
