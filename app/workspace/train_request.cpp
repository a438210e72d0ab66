#include "app/workspace/train_request.h"

#include "app/core/json.h"
#include "ml/arch/trainable.h"
#include "ml/train/settings.h"

namespace app {
namespace {

ml::AugmentConfig augmentation() {
  ml::AugmentConfig augment;
  augment.rotation_deg = 180;  // a lesion has no upright position
  augment.flip_horizontal = true;
  augment.flip_vertical = true;
  augment.shift_fraction = 0.05F;
  augment.zoom_fraction = 0.1F;
  augment.brightness = 0.1F;
  augment.contrast = 0.1F;
  return augment;
}

ml::TrainConfig config_from_form(const TrainRequest& request) {
  ml::TrainConfig config;
  config.depth = ml::depth_from_name(name_of(request.depth));
  config.epochs = request.epochs;
  config.batch = request.batch_size;
  config.learning_rate = request.learning_rate;
  config.class_weights = request.class_weights;
  config.patience = request.patience_epochs;
  ml::set_setting(config, "criterion", request.criterion);
  if (request.depth == Depth::Whole) config.batch_statistics = ml::BatchStatistics::Batch;
  if (request.augment) config.augment = augmentation();
  if (request.augment && request.depth == Depth::Head) config.views_per_image = 4;
  if (request.augment && request.depth == Depth::Tail) config.fresh_views = true;
  return config;
}

}  // namespace

ml::TrainPlan plan_from(const TrainRequest& request, int threads) {
  ml::TrainPlan plan;
  if (request.preset.empty())
    plan.phases = {config_from_form(request)};
  else
    plan = ml::preset_plan(request.preset, ml::depth_from_name(name_of(request.depth)));
  for (ml::TrainConfig& phase : plan.phases) {
    phase.seed = request.seed;
    phase.threads = threads;
  }
  for (const auto& [name, value] : request.settings) ml::set_in_plan(plan, name, value);
  return plan;
}

std::string criterion_of(const ml::TrainConfig& config) {
  for (const ml::SettingValue& setting : ml::settings_of(config))
    if (setting.name == "criterion") return setting.value;
  return {};
}

std::string criterion_of_run(const std::string& config_json) {
  try {
    return criterion_of(plan_from(request_from_json(config_json), 1).phases.back());
  } catch (const std::exception&) {
    return {};
  }
}

std::string to_json(const TrainRequest& request) {
  const Json json = {{"target", request.target},
                     {"model", request.model},
                     {"depth", name_of(request.depth)},
                     {"epochs", request.epochs},
                     {"learning_rate", request.learning_rate},
                     {"batch", request.batch_size},
                     {"seed", request.seed},
                     {"class_weights", request.class_weights},
                     {"augment", request.augment},
                     {"patience", request.patience_epochs},
                     {"criterion", request.criterion},
                     {"preset", request.preset},
                     {"leave_out", request.leave_out},
                     {"allow_leak", request.allow_leak},
                     {"settings", request.settings},
                     {"keep_every", request.keep_every},
                     {"parent", request.parent},
                     {"parent_epoch", request.parent_epoch},
                     {"replay_of", request.replay_of},
                     {"threads", request.threads}};
  return json.dump();
}

TrainRequest request_from_json(const std::string& text) {
  const auto json = Json::parse(text);
  TrainRequest request;
  request.target = json.at("target").get<std::string>();
  request.model = json.at("model").get<std::string>();
  request.depth = depth_from_name(json.at("depth").get<std::string>());
  request.epochs = json.at("epochs").get<int>();
  request.learning_rate = json.at("learning_rate").get<float>();
  request.batch_size = json.at("batch").get<int>();
  request.seed = json.at("seed").get<std::uint64_t>();
  request.class_weights = json.at("class_weights").get<bool>();
  request.augment = json.at("augment").get<bool>();
  request.patience_epochs = json.at("patience").get<int>();
  request.criterion = json.at("criterion").get<std::string>();
  request.preset = json.value("preset", std::string());
  request.leave_out = json.value("leave_out", request.leave_out);
  request.allow_leak = json.value("allow_leak", false);
  request.settings = json.value("settings", request.settings);
  request.keep_every = json.value("keep_every", 0);
  request.parent = json.value("parent", RunId{0});
  request.parent_epoch = json.value("parent_epoch", 0);
  request.replay_of = json.value("replay_of", RunId{0});
  request.threads = json.value("threads", 0);
  return request;
}

}  // namespace app
