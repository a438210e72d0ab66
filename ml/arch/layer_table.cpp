#include "ml/arch/layer_table.h"

#include <cstdio>
#include <set>

#include "ml/arch/backbone.h"
#include "ml/arch/pooled_features.h"
#include "ml/arch/trainable.h"

namespace ml {

namespace {

std::string kernel_text(const UnitSpec& unit) {
  const std::string side = std::to_string(unit.kernel);
  return std::string(unit.depthwise ? "depthwise " : "conv ") + side + "x" + side +
         (unit.stride > 1 ? "/" + std::to_string(unit.stride) : "");
}

LayerRow row_of(const UnitSpec& unit) {
  LayerRow row{unit.conv, kernel_text(unit) + ", BN", shape_text({unit.out_channels, unit.out_px, unit.out_px}), 0, 0};
  if (unit.relu6) row.kind += ", ReLU6";
  if (unit.adds_block_input) row.kind += ", + input";
  return row;
}

LayerRow row_of(const HeadLayer& layer, const std::string& name, int& channels) {
  switch (layer.kind) {
    case HeadLayerKind::BatchNorm: return {name, "BN", shape_text({channels}), 0, 0};
    case HeadLayerKind::Relu: return {name, "ReLU", shape_text({channels}), 0, 0};
    case HeadLayerKind::Dropout: {
      char text[32];
      std::snprintf(text, sizeof text, "dropout %.2g", static_cast<double>(layer.drop_rate));
      return {name, text, shape_text({channels}), 0, 0};
    }
    case HeadLayerKind::Dense:
      channels = layer.units;
      return {name, layer.l2 > 0 ? "dense, L2" : "dense", shape_text({channels}), 0, 0};
  }
  return {};
}

// Adds what belongs to the row: tensors "<name>.<rest>", and those of its BatchNorm.
void count(LayerRow& row, const std::string& prefix, const std::vector<TensorSpec>& tensors,
           const std::set<std::string>& learning) {
  for (const TensorSpec& tensor : tensors) {
    if (!tensor.name.starts_with(prefix + ".")) continue;
    const auto size = static_cast<std::int64_t>(element_count(tensor.shape));
    row.parameters += size;
    row.trainable += learning.contains(tensor.name) ? size : 0;
  }
}

}  // namespace

std::vector<LayerRow> layer_table(const ModelSpec& spec, Depth depth) {
  const Backbone backbone = make_backbone(spec);
  const std::vector<TensorSpec> tensors = backbone_tensors(spec);
  std::set<std::string> learning;
  for (const TensorSpec& tensor : trainable_tensors(spec, depth)) learning.insert(tensor.name);
  std::vector<LayerRow> rows;
  for (const UnitSpec& unit : backbone.units) {
    LayerRow row = row_of(unit);
    count(row, unit.conv, tensors, learning);
    count(row, unit.batch_norm, tensors, learning);
    rows.push_back(row);
  }
  rows.push_back({"pool", "global average", shape_text({backbone.map_channels}), 0, 0});
  for (const PooledPart& part : pooled_parts(backbone.units)) {
    const auto read = static_cast<int>(2 * part.channels);
    rows.push_back({"pool of features." + std::to_string(backbone.units[part.unit].block), "average and deviation",
                    shape_text({read}), 0, 0});
  }
  int channels = backbone.features;
  const std::vector<TensorSpec> head = head_tensors(spec);
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i) {
    LayerRow row = row_of(spec.head.layers[i], "classifier." + std::to_string(i), channels);
    count(row, row.name, head, learning);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace ml
