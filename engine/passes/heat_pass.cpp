#include "engine/passes/heat_pass.h"

#include <algorithm>
#include <bit>

#include "engine/passes/passes.h"
#include "engine/passes/texture_id.h"
#include "engine/vulkan/pipeline.h"
#include "engine/vulkan/texture_store.h"
#include "shaders/shared.h"

namespace engine {
namespace {

constexpr std::uint32_t kHeatVertexCode[] =
#include "shaders/heat.vert.inc"
    ;
constexpr std::uint32_t kHeatFragmentCode[] =
#include "shaders/heat.frag.inc"
    ;

shared::HeatParameters parameters_of(const HeatOverlay& overlay) {
  shared::HeatParameters parameters{};
  std::ranges::copy(overlay.image_from_crop, parameters.image_from_crop);
  parameters.uv_min[0] = overlay.uv_min.x;
  parameters.uv_min[1] = overlay.uv_min.y;
  parameters.uv_max[0] = overlay.uv_max.x;
  parameters.uv_max[1] = overlay.uv_max.y;
  parameters.layer = static_cast<float>(layer_of(overlay.image));
  parameters.opacity = overlay.opacity;
  parameters.threshold = overlay.threshold;
  parameters.map_cells = 1;
  parameters.edge = std::max(overlay.edge, 1e-3F);
  parameters.contour = overlay.contour;
  return parameters;
}

}  // namespace

void draw_heat_overlay(ImDrawList& draw_list, const HeatOverlay& overlay, ImVec2 top_left, ImVec2 bottom_right) {
  HeatPass* pass = overlay.map != 0 ? find_pass<HeatPass>() : nullptr;
  if (pass != nullptr)
    draw_pass(draw_list, *pass, top_left, bottom_right, pass->add(overlay));
  else
    draw_list.AddImage(imgui_id(overlay.image), top_left, bottom_right, overlay.uv_min, overlay.uv_max);
}

HeatPass::HeatPass(const PassDevice& device) : device_(device) {}
HeatPass::~HeatPass() = default;

std::size_t HeatPass::add(const HeatOverlay& overlay) {
  overlays_.push_back(overlay);
  return overlays_.size() - 1;
}

const vulkan::Pipeline& HeatPass::pipeline(ColourMap map, bool smooth) {
  std::unique_ptr<vulkan::Pipeline>& made = pipelines_[static_cast<std::size_t>(map) * 2 + (smooth ? 1 : 0)];
  if (made) return *made;
  const std::int32_t values[] = {static_cast<std::int32_t>(map), smooth ? 1 : 0};
  const VkSpecializationMapEntry entries[] = {{NEVUS_SPEC_COLOUR_MAP, 0, sizeof(std::int32_t)},
                                              {NEVUS_SPEC_SMOOTH, sizeof(std::int32_t), sizeof(std::int32_t)}};
  const VkSpecializationInfo constants{2, entries, sizeof values, values};
  const VkDescriptorSetLayout texture = device_.textures.descriptor_layout();
  const VkDescriptorSetLayout sets[] = {texture, texture};
  made = std::make_unique<vulkan::Pipeline>(
      device_.device, vulkan::PipelineDescription{.vertex = kHeatVertexCode,
                                                  .fragment = kHeatFragmentCode,
                                                  .sets = sets,
                                                  .push_constant_bytes = sizeof(shared::HeatParameters),
                                                  .fragment_constants = &constants});
  return *made;
}

void HeatPass::record(vulkan::Frame& frame, const PixelRect&, std::size_t item) {
  const HeatOverlay& overlay = overlays_.at(item);
  const VkDescriptorSet image = device_.textures.descriptor(texture_of(overlay.image));
  if (image == VK_NULL_HANDLE) return;
  shared::HeatParameters parameters = parameters_of(overlay);
  VkDescriptorSet map = device_.textures.descriptor(texture_of(overlay.map));
  if (map == VK_NULL_HANDLE) {  // released since the frame was built: the picture alone is drawn
    map = image;
    parameters.opacity = 0;
    parameters.contour = 0;
  } else {
    parameters.map_cells = static_cast<float>(device_.textures.width_px(texture_of(overlay.map)));
  }
  const vulkan::Pipeline& heat = pipeline(overlay.colour_map, overlay.smooth);
  heat.bind(frame.commands);
  heat.bind_set(frame.commands, 0, image);
  heat.bind_set(frame.commands, 1, map);
  heat.push(frame.commands, parameters);
  vkCmdDraw(frame.commands, 6, 1, 0, 0);
}

std::uint64_t HeatPass::version(std::size_t item) const {
  const HeatOverlay& overlay = overlays_.at(item);
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto mix = [&hash](std::uint64_t word) { hash = (hash ^ word) * 0x100000001b3ULL ^ (hash >> 29U); };
  for (const auto& words =
           std::bit_cast<std::array<std::uint32_t, sizeof(shared::HeatParameters) / 4>>(parameters_of(overlay));
       const std::uint32_t word : words)
    mix(word);
  mix(static_cast<std::uint64_t>(overlay.colour_map) * 2 + (overlay.smooth ? 1 : 0));
  for (const TextureRef texture : {overlay.image, overlay.map})
    mix(texture << 20U ^ device_.textures.version(texture_of(texture), layer_of(texture)));
  return hash;
}

}  // namespace engine
