// A graphics pipeline into the canvas, with its layout. What varies between the passes is in the description;
// the rest (no depth, dynamic viewport and scissor) is the same for all.
//
//   Pipeline pipeline(device, {.vertex = kVertexCode, .fragment = kFragmentCode, .push_constant_bytes = 16});
//   pipeline.bind(commands);
//
// Main thread only. RAII: destroy only when no frame in flight uses it. Throws HostError.
#pragma once

#include <cstdint>
#include <span>

#include <vulkan/vulkan.h>

#include "engine/vulkan/device.h"

namespace engine::vulkan {

struct PipelineDescription {
  std::span<const std::uint32_t> vertex, fragment;  // SPIR-V; only read by the constructor, like all of this
  std::span<const VkVertexInputBindingDescription> bindings{};
  std::span<const VkVertexInputAttributeDescription> attributes{};
  std::span<const VkDescriptorSetLayout> sets{};
  std::uint32_t push_constant_bytes = 0;  // seen by both stages
  const VkSpecializationInfo* fragment_constants = nullptr;
  VkPrimitiveTopology topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST;
  bool blends = true;  // false: the fragment's colour replaces what is there
};

class Pipeline {
 public:
  Pipeline(const Device& device, const PipelineDescription& description);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  VkPipelineLayout layout() const { return layout_; }
  void bind(VkCommandBuffer commands) const;
  void bind_set(VkCommandBuffer commands, std::uint32_t number, VkDescriptorSet set) const;
  template <typename Parameters>
  void push(VkCommandBuffer commands, const Parameters& parameters) const {
    vkCmdPushConstants(commands, layout_, VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0,
                       sizeof parameters, &parameters);
  }

 private:
  VkDevice device_;
  VkPipelineLayout layout_ = VK_NULL_HANDLE;
  VkPipeline pipeline_ = VK_NULL_HANDLE;
};

}  // namespace engine::vulkan
