#include "engine/passes/pipelines.h"

#include <cstddef>
#include <span>

#include <imgui.h>

#include "engine/vulkan/check.h"
#include "shaders/shared.h"

namespace engine {
namespace {

constexpr std::uint32_t kVertexCode[] =
#include "shaders/ui.vert.inc"
    ;
constexpr std::uint32_t kUiCode[] =
#include "shaders/ui.frag.inc"
    ;
constexpr std::uint32_t kHeatCode[] =
#include "shaders/heat.frag.inc"
    ;

VkShaderModule make_module(VkDevice device, std::span<const std::uint32_t> code) {
  VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
  info.codeSize = code.size_bytes();
  info.pCode = code.data();
  VkShaderModule shader = VK_NULL_HANDLE;
  vulkan::require(vkCreateShaderModule(device, &info, nullptr, &shader), "loading a shader");
  return shader;
}

VkPipelineLayout make_layout(VkDevice device, VkDescriptorSetLayout texture) {
  const VkDescriptorSetLayout sets[] = {texture, texture};
  const VkPushConstantRange range{VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0,
                                  sizeof(shared::DrawParameters)};
  VkPipelineLayoutCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
  info.setLayoutCount = 2;
  info.pSetLayouts = sets;
  info.pushConstantRangeCount = 1;
  info.pPushConstantRanges = &range;
  VkPipelineLayout layout = VK_NULL_HANDLE;
  vulkan::require(vkCreatePipelineLayout(device, &info, nullptr, &layout), "making a pipeline layout");
  return layout;
}

VkPipelineShaderStageCreateInfo stage(VkShaderStageFlagBits kind, VkShaderModule shader,
                                      const VkSpecializationInfo* constants) {
  VkPipelineShaderStageCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO};
  info.stage = kind;
  info.module = shader;
  info.pName = "main";
  info.pSpecializationInfo = constants;
  return info;
}

constexpr VkVertexInputBindingDescription kBinding{0, sizeof(ImDrawVert), VK_VERTEX_INPUT_RATE_VERTEX};
constexpr VkVertexInputAttributeDescription kAttributes[] = {
    {0, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, pos)},
    {1, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, uv)},
    {2, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(ImDrawVert, col)},
};

VkPipelineColorBlendAttachmentState alpha_blending() {
  VkPipelineColorBlendAttachmentState blend{};
  blend.blendEnable = VK_TRUE;
  blend.srcColorBlendFactor = VK_BLEND_FACTOR_SRC_ALPHA;
  blend.dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  blend.srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE;
  blend.dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  blend.colorWriteMask =
      VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT;
  return blend;
}

}  // namespace

Pipelines::Pipelines(const vulkan::Device& device, VkDescriptorSetLayout texture_layout, VkFormat target_format)
    : device_(device),
      format_(target_format),
      layout_(make_layout(device.handle(), texture_layout)),
      vertex_(make_module(device.handle(), kVertexCode)),
      ui_fragment_(make_module(device.handle(), kUiCode)),
      heat_fragment_(make_module(device.handle(), kHeatCode)),
      ui_(make(ui_fragment_, nullptr)) {}

Pipelines::~Pipelines() {
  for (const VkPipeline pipeline : heat_) vkDestroyPipeline(device_.handle(), pipeline, nullptr);
  vkDestroyPipeline(device_.handle(), ui_, nullptr);
  for (const VkShaderModule shader : {vertex_, ui_fragment_, heat_fragment_})
    vkDestroyShaderModule(device_.handle(), shader, nullptr);
  vkDestroyPipelineLayout(device_.handle(), layout_, nullptr);
}

VkPipeline Pipelines::heat(ColourMap map, bool smooth) {
  VkPipeline& pipeline = heat_[static_cast<std::size_t>(map) * 2 + (smooth ? 1 : 0)];
  if (pipeline != VK_NULL_HANDLE) return pipeline;
  const std::int32_t values[] = {static_cast<std::int32_t>(map), smooth ? 1 : 0};
  const VkSpecializationMapEntry entries[] = {{NEVUS_SPEC_COLOUR_MAP, 0, sizeof(std::int32_t)},
                                              {NEVUS_SPEC_SMOOTH, sizeof(std::int32_t), sizeof(std::int32_t)}};
  const VkSpecializationInfo constants{2, entries, sizeof values, values};
  pipeline = make(heat_fragment_, &constants);
  return pipeline;
}

VkPipeline Pipelines::make(VkShaderModule fragment, const VkSpecializationInfo* constants) const {
  const VkPipelineShaderStageCreateInfo stages[] = {stage(VK_SHADER_STAGE_VERTEX_BIT, vertex_, nullptr),
                                                    stage(VK_SHADER_STAGE_FRAGMENT_BIT, fragment, constants)};
  VkPipelineVertexInputStateCreateInfo vertices{VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
  vertices.vertexBindingDescriptionCount = 1;
  vertices.pVertexBindingDescriptions = &kBinding;
  vertices.vertexAttributeDescriptionCount = 3;
  vertices.pVertexAttributeDescriptions = kAttributes;
  VkPipelineInputAssemblyStateCreateInfo assembly{VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO};
  assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST;
  VkPipelineViewportStateCreateInfo viewport{VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO};
  viewport.viewportCount = viewport.scissorCount = 1;
  VkPipelineRasterizationStateCreateInfo raster{VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO};
  raster.cullMode = VK_CULL_MODE_NONE;
  raster.lineWidth = 1;
  VkPipelineMultisampleStateCreateInfo samples{VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO};
  samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT;
  const VkPipelineColorBlendAttachmentState blending = alpha_blending();
  VkPipelineColorBlendStateCreateInfo blend{VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO};
  blend.attachmentCount = 1;
  blend.pAttachments = &blending;
  const VkDynamicState dynamic_states[] = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  VkPipelineDynamicStateCreateInfo dynamic{VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO};
  dynamic.dynamicStateCount = 2;
  dynamic.pDynamicStates = dynamic_states;
  VkPipelineRenderingCreateInfo rendering{VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO};
  rendering.colorAttachmentCount = 1;
  rendering.pColorAttachmentFormats = &format_;
  VkGraphicsPipelineCreateInfo info{VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO, &rendering};
  info.stageCount = 2;
  info.pStages = stages;
  info.pVertexInputState = &vertices;
  info.pInputAssemblyState = &assembly;
  info.pViewportState = &viewport;
  info.pRasterizationState = &raster;
  info.pMultisampleState = &samples;
  info.pColorBlendState = &blend;
  info.pDynamicState = &dynamic;
  info.layout = layout_;
  VkPipeline pipeline = VK_NULL_HANDLE;
  vulkan::require(vkCreateGraphicsPipelines(device_.handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
                  "making a pipeline");
  return pipeline;
}

}  // namespace engine
