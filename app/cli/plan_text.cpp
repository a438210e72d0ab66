#include "app/cli/plan_text.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

#include "ml/arch/layer_table.h"
#include "ml/arch/trainable.h"
#include "ml/train/settings.h"

namespace app::cli {
namespace {

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), 1, ',');
  return text;
}

ml::Depth deepest(const ml::TrainPlan& plan) { return plan.phases.back().depth; }

void add_layers(std::ostringstream& text, const ml::ModelSpec& spec, ml::Depth depth) {
  text << std::left << std::setw(24) << "layer" << std::setw(32) << "kind" << std::setw(18) << "output" << std::right
       << std::setw(12) << "parameters" << std::setw(12) << "trainable" << '\n';
  for (const ml::LayerRow& row : ml::layer_table(spec, depth)) {
    text << std::left << std::setw(24) << row.name << std::setw(32) << row.kind << std::setw(18) << row.output
         << std::right << std::setw(12) << grouped(row.parameters) << std::setw(12) << grouped(row.trainable) << '\n';
  }
}

bool head_has_batch_norm(const ml::ModelSpec& spec) {
  return std::ranges::any_of(spec.head.layers,
                             [](const ml::HeadLayer& layer) { return layer.kind == ml::HeadLayerKind::BatchNorm; });
}

// Of the backbone's BatchNorms while it learns: "stored", "batch"; what is frozen has its stored statistics in any
// case.
std::string backbone_statistics(const ml::TrainConfig& phase) {
  const bool of_batch = phase.depth != ml::Depth::Head && phase.batch_statistics == ml::BatchStatistics::Batch;
  return of_batch ? "batch" : "stored";
}

std::string batch_norm_text(const ml::TrainConfig& phase, const ml::ModelSpec& spec) {
  std::string text = "backbone: ";
  if (phase.depth == ml::Depth::Head)
    text += "stored statistics, nothing of it learns";
  else if (backbone_statistics(phase) == "stored")
    text += "stored statistics, which stay; gamma and beta learn where the layers do";
  else
    text += "statistics of the batch where the layers learn, and the stored ones follow; elsewhere the stored ones";
  return text + (head_has_batch_norm(spec) ? "; head: of the batch, and the stored ones follow" : "; head: has none");
}

}  // namespace

std::string plan_text(const ml::TrainPlan& plan, const ml::ModelSpec& spec) {
  std::ostringstream text;
  if (!plan.preset.empty()) text << plan.preset << ": " << plan.summary << "\n\n";
  add_layers(text, spec, deepest(plan));
  const ml::ParameterCounts counts = ml::parameter_counts(spec, deepest(plan));
  text << "\nparameters " << grouped(counts.total) << ", trainable " << grouped(counts.trainable) << ", not trainable "
       << grouped(counts.frozen) << '\n';
  if (deepest(plan) == ml::Depth::Tail)
    text << "the tail begins in features." << spec.tail_block << ", at its depthwise convolution\n";
  if (!spec.pooled_blocks.empty())
    text << "the head reads the mean and deviation of features." << ml::blocks_text(spec.pooled_blocks)
         << " beside the mean of the last map\n";
  if (plan.views)
    text << "test-time views: " << *plan.views
         << (*plan.views == 1 ? "\n" : " (flips and rotations; predictions are averaged)\n");
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    text << "\nphase " << i + 1 << ": " << ml::depth_name(plan.phases[i].depth) << '\n';
    text << "  " << std::left << std::setw(26) << "BatchNorm" << batch_norm_text(plan.phases[i], spec) << '\n';
    for (const ml::SettingValue& setting : ml::changed_settings(plan.phases[i]))
      text << "  " << std::left << std::setw(26) << setting.name << setting.value << '\n';
  }
  if (!plan.multiclass_settings.empty()) text << "\nwith more than two classes\n";
  for (const ml::SettingValue& setting : plan.multiclass_settings)
    text << "  " << std::left << std::setw(26) << setting.name << setting.value << '\n';
  text << "\nEvery other setting has its usual value; --set NAME=VALUE changes one, --set 2:NAME=VALUE of one phase.";
  return text.str();
}

Json plan_json(const ml::TrainPlan& plan, const ml::ModelSpec& spec) {
  Json json;
  json["preset"] = plan.preset;
  json["layers"] = Json::array();
  for (const ml::LayerRow& row : ml::layer_table(spec, deepest(plan))) {
    json["layers"].push_back({{"name", row.name},
                              {"kind", row.kind},
                              {"output", row.output},
                              {"parameters", row.parameters},
                              {"trainable", row.trainable}});
  }
  const ml::ParameterCounts counts = ml::parameter_counts(spec, deepest(plan));
  json["parameters"] = {{"total", counts.total}, {"trainable", counts.trainable}, {"not_trainable", counts.frozen}};
  json["tail_block"] = spec.tail_block;
  json["pooled_blocks"] = spec.pooled_blocks;
  if (plan.views) json["views"] = *plan.views;
  for (const ml::SettingValue& setting : plan.multiclass_settings)
    json["with_more_than_two_classes"][setting.name] = setting.value;
  json["phases"] = Json::array();
  for (const ml::TrainConfig& phase : plan.phases) {
    Json settings;
    for (const ml::SettingValue& setting : ml::settings_of(phase)) settings[setting.name] = setting.value;
    json["phases"].push_back(
        {{"depth", ml::depth_name(phase.depth)},
         {"batch_norm",
          {{"backbone", backbone_statistics(phase)}, {"head", head_has_batch_norm(spec) ? Json("batch") : Json()}}},
         {"settings", settings}});
  }
  return json;
}

}  // namespace app::cli
