#include "engine/vulkan/pipeline.h"

#include "engine/vulkan/canvas.h"
#include "engine/vulkan/check.h"

namespace engine::vulkan {
namespace {

constexpr VkShaderStageFlags kStages = VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT;

// Needed only while a pipeline is made.
class ShaderModule {
 public:
  ShaderModule(VkDevice device, std::span<const std::uint32_t> code) : device_(device) {
    VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
    info.codeSize = code.size_bytes();
    info.pCode = code.data();
    require(vkCreateShaderModule(device, &info, nullptr, &module_), "loading a shader");
  }
  ~ShaderModule() { vkDestroyShaderModule(device_, module_, nullptr); }
  ShaderModule(const ShaderModule&) = delete;
  ShaderModule& operator=(const ShaderModule&) = delete;

  VkPipelineShaderStageCreateInfo stage(VkShaderStageFlagBits kind, const VkSpecializationInfo* constants) const {
    VkPipelineShaderStageCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO};
    info.stage = kind;
    info.module = module_;
    info.pName = "main";
    info.pSpecializationInfo = constants;
    return info;
  }

 private:
  VkDevice device_;
  VkShaderModule module_ = VK_NULL_HANDLE;
};

VkPipelineLayout make_layout(VkDevice device, const PipelineDescription& description) {
  const VkPushConstantRange range{kStages, 0, description.push_constant_bytes};
  VkPipelineLayoutCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
  info.setLayoutCount = static_cast<std::uint32_t>(description.sets.size());
  info.pSetLayouts = description.sets.data();
  info.pushConstantRangeCount = description.push_constant_bytes > 0 ? 1 : 0;
  info.pPushConstantRanges = &range;
  VkPipelineLayout layout = VK_NULL_HANDLE;
  require(vkCreatePipelineLayout(device, &info, nullptr, &layout), "making a pipeline layout");
  return layout;
}

VkPipelineColorBlendAttachmentState blending(bool blends) {
  VkPipelineColorBlendAttachmentState blend{};
  blend.blendEnable = blends ? VK_TRUE : VK_FALSE;
  blend.srcColorBlendFactor = VK_BLEND_FACTOR_SRC_ALPHA;
  blend.dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  blend.srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE;
  blend.dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  blend.colorWriteMask =
      VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT;
  return blend;
}

VkPipelineVertexInputStateCreateInfo vertex_input(const PipelineDescription& description) {
  VkPipelineVertexInputStateCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
  info.vertexBindingDescriptionCount = static_cast<std::uint32_t>(description.bindings.size());
  info.pVertexBindingDescriptions = description.bindings.data();
  info.vertexAttributeDescriptionCount = static_cast<std::uint32_t>(description.attributes.size());
  info.pVertexAttributeDescriptions = description.attributes.data();
  return info;
}

VkPipeline make_pipeline(VkDevice device, VkPipelineLayout layout, const PipelineDescription& description) {
  const ShaderModule vertex(device, description.vertex), fragment(device, description.fragment);
  const VkPipelineShaderStageCreateInfo stages[] = {
      vertex.stage(VK_SHADER_STAGE_VERTEX_BIT, nullptr),
      fragment.stage(VK_SHADER_STAGE_FRAGMENT_BIT, description.fragment_constants)};
  const VkPipelineVertexInputStateCreateInfo vertices = vertex_input(description);
  VkPipelineInputAssemblyStateCreateInfo assembly{VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO};
  assembly.topology = description.topology;
  VkPipelineViewportStateCreateInfo viewport{VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO};
  viewport.viewportCount = viewport.scissorCount = 1;
  VkPipelineRasterizationStateCreateInfo raster{VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO};
  raster.cullMode = VK_CULL_MODE_NONE;
  raster.lineWidth = 1;
  VkPipelineMultisampleStateCreateInfo samples{VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO};
  samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT;
  const VkPipelineColorBlendAttachmentState attachment = blending(description.blends);
  VkPipelineColorBlendStateCreateInfo blend{VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO};
  blend.attachmentCount = 1;
  blend.pAttachments = &attachment;
  const VkDynamicState dynamic_states[] = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  VkPipelineDynamicStateCreateInfo dynamic{VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO};
  dynamic.dynamicStateCount = 2;
  dynamic.pDynamicStates = dynamic_states;
  VkPipelineRenderingCreateInfo rendering{VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO};
  rendering.colorAttachmentCount = 1;
  rendering.pColorAttachmentFormats = &kCanvasFormat;
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
  info.layout = layout;
  VkPipeline pipeline = VK_NULL_HANDLE;
  require(vkCreateGraphicsPipelines(device, VK_NULL_HANDLE, 1, &info, nullptr, &pipeline), "making a pipeline");
  return pipeline;
}

}  // namespace

Pipeline::Pipeline(const Device& device, const PipelineDescription& description)
    : device_(device.handle()),
      layout_(make_layout(device_, description)),
      pipeline_(make_pipeline(device_, layout_, description)) {}

Pipeline::~Pipeline() {
  vkDestroyPipeline(device_, pipeline_, nullptr);
  vkDestroyPipelineLayout(device_, layout_, nullptr);
}

void Pipeline::bind(VkCommandBuffer commands) const {
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_);
}

void Pipeline::bind_set(VkCommandBuffer commands, std::uint32_t number, VkDescriptorSet set) const {
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, layout_, number, 1, &set, 0, nullptr);
}

}  // namespace engine::vulkan
