#include "ml/arch/model_spec.h"

#include <cmath>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "ml/arch/backbone.h"

namespace ml {

namespace {

using nlohmann::json;

constexpr BatchNormRule kKerasBatchNorm{.epsilon = 1e-3F, .keep = 0.99F, .unbiased_running_variance = false};

HeadLayer keras_batch_norm() { return {.kind = HeadLayerKind::BatchNorm, .batch_norm = kKerasBatchNorm}; }

json json_of(const BatchNormRule& rule) {
  return {
      {"epsilon", rule.epsilon}, {"keep", rule.keep}, {"unbiased_running_variance", rule.unbiased_running_variance}};
}

BatchNormRule batch_norm_of(const json& value) {
  return {value.at("epsilon").get<float>(), value.at("keep").get<float>(),
          value.at("unbiased_running_variance").get<bool>()};
}

json json_of(const HeadLayer& layer) {
  switch (layer.kind) {
    case HeadLayerKind::BatchNorm: return {{"kind", "batch_norm"}, {"batch_norm", json_of(layer.batch_norm)}};
    case HeadLayerKind::Dropout: return {{"kind", "dropout"}, {"drop_rate", layer.drop_rate}};
    case HeadLayerKind::Dense: return {{"kind", "dense"}, {"units", layer.units}, {"l2", layer.l2}};
    case HeadLayerKind::Relu: return {{"kind", "relu"}};
  }
  throw std::runtime_error("cannot describe the model: a layer of its head is of no known kind");
}

HeadLayer head_layer_of(const json& value) {
  const auto kind = value.at("kind").get<std::string>();
  if (kind == "relu") return relu_layer();
  if (kind == "dropout") return dropout_layer(value.at("drop_rate").get<float>());
  if (kind == "dense") return dense_layer(value.at("units").get<int>(), value.at("l2").get<float>());
  if (kind == "batch_norm")
    return {.kind = HeadLayerKind::BatchNorm, .batch_norm = batch_norm_of(value.at("batch_norm"))};
  throw std::runtime_error("a layer of its head is of the unknown kind \"" + kind + "\"");
}

void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error("cannot make a network of this description: " + what);
}

void require_valid(const BatchNormRule& rule, const std::string& where) {
  require(std::isfinite(rule.epsilon) && rule.epsilon > 0, "the epsilon of " + where + " must be above 0");
  require(rule.keep >= 0 && rule.keep < 1, "the keep of " + where + " must lie in 0 .. 1");
}

void require_valid(const HeadLayer& layer, std::size_t index) {
  const std::string where = "layer " + std::to_string(index) + " of the head";
  constexpr int kMostUnits = 1 << 16;
  if (layer.kind == HeadLayerKind::BatchNorm) require_valid(layer.batch_norm, where);
  if (layer.kind == HeadLayerKind::Dropout)
    require(layer.drop_rate >= 0 && layer.drop_rate < 1, "the drop_rate of " + where + " must lie in 0 .. 1");
  if (layer.kind != HeadLayerKind::Dense) return;
  require(layer.units >= 1 && layer.units <= kMostUnits, "the units of " + where + " must lie in 1 .. 65536");
  require(std::isfinite(layer.l2) && layer.l2 >= 0, "the l2 of " + where + " must not be negative");
}

}  // namespace

HeadLayer dropout_layer(float rate) { return {.kind = HeadLayerKind::Dropout, .drop_rate = rate}; }
HeadLayer dense_layer(int units, float l2) { return {.kind = HeadLayerKind::Dense, .units = units, .l2 = l2}; }
HeadLayer relu_layer() { return {.kind = HeadLayerKind::Relu}; }

HeadSpec linear_head(float drop_rate, int outputs) {
  return {"linear", {dropout_layer(drop_rate), dense_layer(outputs)}};
}

HeadSpec mlp_head(int outputs) {
  constexpr float kL2 = 1e-3F;
  return {"mlp",
          {keras_batch_norm(), dropout_layer(0.5F), dense_layer(256, kL2), relu_layer(), keras_batch_norm(),
           dropout_layer(0.5F), dense_layer(128, kL2), relu_layer(), dropout_layer(0.3F), dense_layer(outputs)}};
}

std::string ModelSpec::to_json() const {
  json layers = json::array();
  for (const HeadLayer& layer : head.layers) layers.push_back(json_of(layer));
  json all = {{"family", family},         {"width", width},
              {"input_px", input_px},     {"batch_norm", json_of(batch_norm)},
              {"tail_block", tail_block}, {"head", {{"name", head.name}, {"layers", layers}}},
              {"classes", classes}};
  if (!pooled_blocks.empty()) all["pooled_blocks"] = pooled_blocks;
  return all.dump(-1, ' ', false, json::error_handler_t::replace);  // a class may be named after a folder
}

ModelSpec ModelSpec::from_json(std::string_view text) {
  ModelSpec spec;
  try {
    const json all = json::parse(text);
    spec.family = all.at("family").get<std::string>();
    require_known_family(spec.family);
    spec.width = all.at("width").get<float>();
    spec.input_px = all.at("input_px").get<int>();
    spec.batch_norm = batch_norm_of(all.at("batch_norm"));
    spec.tail_block = all.value("tail_block", spec.tail_block);  // older files have none
    spec.pooled_blocks = all.value("pooled_blocks", spec.pooled_blocks);
    spec.head.name = all.at("head").at("name").get<std::string>();
    spec.head.layers.clear();
    for (const json& layer : all.at("head").at("layers")) spec.head.layers.push_back(head_layer_of(layer));
    spec.classes = all.at("classes").get<std::vector<std::string>>();
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("cannot read the description of the network: ") + error.what());
  }
  require_valid(spec);
  return spec;
}

void require_valid(const ModelSpec& spec) {
  require_known_family(spec.family);
  require(spec.width >= 0.1F && spec.width <= 2.F, "width must lie in 0.1 .. 2");
  require(spec.input_px >= 32 && spec.input_px <= 320 && spec.input_px % 32 == 0,
          "input_px must be a multiple of 32 in 32 .. 320");
  require(spec.tail_block >= 2 && spec.tail_block <= 17, "tail_block must lie in 2 .. 17");
  int least = spec.tail_block;  // a kept cut has nothing of what lies before it
  for (const int block : spec.pooled_blocks) {
    require(block >= least && block <= 17, "pooled_blocks must rise from tail_block, " +
                                               std::to_string(spec.tail_block) + ", to 17 at most, each named once");
    least = block + 1;
  }
  require_valid(spec.batch_norm, "the backbone's BatchNorm");
  require(spec.classes.size() >= 2, "it needs at least two classes");
  const std::set<std::string> distinct(spec.classes.begin(), spec.classes.end());
  require(distinct.size() == spec.classes.size(), "two classes have the same name");
  require(!spec.head.layers.empty() && spec.head.layers.back().kind == HeadLayerKind::Dense,
          "the last layer of the head must be dense");
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i) require_valid(spec.head.layers[i], i);
  require(spec.head.layers.back().units == spec.outputs(),
          "its head has " + std::to_string(spec.head.layers.back().units) + " outputs, its " +
              std::to_string(spec.classes.size()) + " classes need " + std::to_string(spec.outputs()));
}

}  // namespace ml
