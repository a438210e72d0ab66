#include "ml/arch/backbone.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

#include "ml/arch/mobilenet_v2.h"
#include "ml/arch/pooled_features.h"

namespace ml {

namespace {

struct Family {
  std::string_view name;
  std::vector<UnitSpec> (*units)(const ModelSpec&);
};

constexpr std::array kFamilies = {Family{"mobilenet_v2", mobilenet_v2_units}};

const Family& family_of(std::string_view name) {
  const auto found =
      std::find_if(kFamilies.begin(), kFamilies.end(), [&](const Family& family) { return family.name == name; });
  if (found != kFamilies.end()) return *found;
  std::string known;
  for (const Family& family : kFamilies) known += (known.empty() ? "" : ", ") + std::string(family.name);
  throw std::runtime_error("cannot make a network of the family \"" + std::string(name) + "\"; there is " + known);
}

void append_batch_norm(std::vector<TensorSpec>& tensors, const std::string& name, std::int64_t channels) {
  for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
    tensors.push_back({name + part, {channels}});
}

}  // namespace

Shape UnitSpec::weight_shape() const { return {out_channels, depthwise ? 1 : in_channels, kernel, kernel}; }

std::size_t Backbone::cut_length() const {
  const UnitSpec& unit = units.at(tail_cut);
  return static_cast<std::size_t>(unit.in_channels) * static_cast<std::size_t>(unit.in_px) *
         static_cast<std::size_t>(unit.in_px);
}

void require_known_family(std::string_view name) { family_of(name); }

Backbone make_backbone(const ModelSpec& spec) {
  require_valid(spec);
  Backbone backbone;
  backbone.units = family_of(spec.family).units(spec);
  for (std::size_t i = 0; i + 1 < backbone.units.size(); ++i)
    backbone.units[i].pooled =
        backbone.units[i + 1].begins_block && std::ranges::count(spec.pooled_blocks, backbone.units[i].block) > 0;
  backbone.features = static_cast<int>(pooled_length(backbone.units));
  backbone.map_channels = backbone.units.back().out_channels;
  backbone.map_px = backbone.units.back().out_px;
  const auto begins_tail = [&](const UnitSpec& unit) { return unit.block == spec.tail_block; };
  backbone.tail_cut = static_cast<std::size_t>(std::find_if(backbone.units.begin(), backbone.units.end(), begins_tail) -
                                               backbone.units.begin());
  backbone.tail_first_trainable = backbone.tail_cut + 1;
  return backbone;
}

std::vector<TensorSpec> backbone_tensors(const ModelSpec& spec) {
  std::vector<TensorSpec> tensors;
  for (const UnitSpec& unit : make_backbone(spec).units) {
    tensors.push_back({unit.conv + ".weight", unit.weight_shape()});
    append_batch_norm(tensors, unit.batch_norm, unit.out_channels);
  }
  return tensors;
}

std::vector<TensorSpec> head_tensors(const ModelSpec& spec) {
  std::vector<TensorSpec> tensors;
  std::int64_t channels = make_backbone(spec).features;
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i) {
    const HeadLayer& layer = spec.head.layers[i];
    const std::string name = "classifier." + std::to_string(i);
    if (layer.kind == HeadLayerKind::BatchNorm) append_batch_norm(tensors, name, channels);
    if (layer.kind != HeadLayerKind::Dense) continue;
    tensors.push_back({name + ".weight", {layer.units, channels}});
    tensors.push_back({name + ".bias", {layer.units}});
    channels = layer.units;
  }
  return tensors;
}

}  // namespace ml
