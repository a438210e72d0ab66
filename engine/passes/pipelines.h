// The graphics pipelines: one for the interface, and one for the heat overlay per colour map and
// smoothing (specialisation constants: software rasterisers pay for every run-time branch).
// Main thread only. Owns the pipelines and their layouts.
#pragma once

#include <array>

#include <vulkan/vulkan.h>

#include "engine/image/colour_map.h"
#include "engine/vulkan/device.h"

namespace engine {

class Pipelines {
 public:
  Pipelines(const vulkan::Device& device, VkDescriptorSetLayout texture_layout, VkFormat target_format);
  ~Pipelines();
  Pipelines(const Pipelines&) = delete;
  Pipelines& operator=(const Pipelines&) = delete;

  VkPipeline ui() const { return ui_; }
  VkPipeline heat(ColourMap map, bool smooth);         // made on first use
  VkPipelineLayout layout() const { return layout_; }  // sets: texture, heat map; one push constant block

 private:
  VkPipeline make(VkShaderModule fragment, const VkSpecializationInfo* constants) const;

  const vulkan::Device& device_;
  VkFormat format_;
  VkPipelineLayout layout_ = VK_NULL_HANDLE;
  VkShaderModule vertex_ = VK_NULL_HANDLE, ui_fragment_ = VK_NULL_HANDLE, heat_fragment_ = VK_NULL_HANDLE;
  VkPipeline ui_ = VK_NULL_HANDLE;
  std::array<VkPipeline, 2 * kColourMaps> heat_{};
};

}  // namespace engine
