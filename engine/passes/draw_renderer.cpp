#include "engine/passes/draw_renderer.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "engine/passes/heat_parameters.h"
#include "shaders/shared.h"

namespace engine {
namespace {

constexpr VkShaderStageFlags kStages = VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT;
constexpr std::size_t kSmallest_bytes = 1U << 20U;

std::uint32_t texture_of(ImTextureID id) { return static_cast<std::uint32_t>((std::uint64_t)(id) >> 16U); }
std::uint32_t layer_of(ImTextureID id) { return static_cast<std::uint32_t>((std::uint64_t)(id)&0xFFFFU); }

// Keeps the buffer where it is large enough; otherwise the old one is retired and a larger one made.
void fit(std::shared_ptr<vulkan::Buffer>& buffer, const vulkan::Device& device, vulkan::FrameRing& ring,
         std::size_t bytes, VkBufferUsageFlags usage) {
  if (buffer && buffer->size_bytes() >= bytes) return;
  if (buffer) ring.retire(buffer);
  buffer = std::make_shared<vulkan::Buffer>(device, std::max(kSmallest_bytes, bytes + bytes / 2), usage);
}

}  // namespace

// What stays the same for the commands of one frame, and the place reached in its buffers.
struct DrawRenderer::Pass {
  VkCommandBuffer commands;
  const ImDrawData& data;
  PixelRect area;
  shared::DrawParameters parameters{};
  std::uint32_t first_index = 0;
  std::int32_t first_vertex = 0;
};

DrawRenderer::DrawRenderer(const vulkan::Device& device, vulkan::FrameRing& ring, vulkan::TextureStore& textures,
                           VkFormat target_format)
    : device_(device),
      ring_(ring),
      textures_(textures),
      pipelines_(device, textures.descriptor_layout(), target_format) {}

void DrawRenderer::copy_geometry(Buffers& buffers, const ImDrawData& data) {
  fit(buffers.vertices, device_, ring_, static_cast<std::size_t>(data.TotalVtxCount) * sizeof(ImDrawVert),
      VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
  fit(buffers.indices, device_, ring_, static_cast<std::size_t>(data.TotalIdxCount) * sizeof(ImDrawIdx),
      VK_BUFFER_USAGE_INDEX_BUFFER_BIT);
  std::byte* vertices = buffers.vertices->data();
  std::byte* indices = buffers.indices->data();
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    const std::size_t vertex_bytes = static_cast<std::size_t>(list.VtxBuffer.Size) * sizeof(ImDrawVert);
    const std::size_t index_bytes = static_cast<std::size_t>(list.IdxBuffer.Size) * sizeof(ImDrawIdx);
    if (vertex_bytes > 0) std::memcpy(vertices, list.VtxBuffer.Data, vertex_bytes);
    if (index_bytes > 0) std::memcpy(indices, list.IdxBuffer.Data, index_bytes);
    vertices += vertex_bytes;
    indices += index_bytes;
  }
}

void DrawRenderer::draw(vulkan::Frame& frame, const ImDrawData& data, const PixelRect& area) {
  if (data.TotalVtxCount == 0) return;
  Buffers& buffers = buffers_[frame.index];
  copy_geometry(buffers, data);
  const VkBuffer vertices = buffers.vertices->handle();
  const VkDeviceSize zero = 0;
  vkCmdBindVertexBuffers(frame.commands, 0, 1, &vertices, &zero);
  vkCmdBindIndexBuffer(frame.commands, buffers.indices->handle(), 0,
                       sizeof(ImDrawIdx) == 2 ? VK_INDEX_TYPE_UINT16 : VK_INDEX_TYPE_UINT32);
  const VkViewport viewport{0, 0, data.DisplaySize.x, data.DisplaySize.y, 0, 1};
  vkCmdSetViewport(frame.commands, 0, 1, &viewport);

  Pass pass{frame.commands, data, area};
  pass.parameters.scale[0] = 2.0F / data.DisplaySize.x;
  pass.parameters.scale[1] = 2.0F / data.DisplaySize.y;
  pass.parameters.translate[0] = pass.parameters.translate[1] = -1.0F;
  bind_ui(pass);
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback == heat_callback)
        bind_heat(pass, *static_cast<const HeatOverlay*>(command.UserCallbackData));
      else if (command.UserCallback != nullptr)
        bind_ui(pass);  // ImDrawCallback_ResetRenderState, the only other one
      else
        draw_command(pass, command);
    }
    pass.first_index += static_cast<std::uint32_t>(list.IdxBuffer.Size);
    pass.first_vertex += list.VtxBuffer.Size;
  }
}

void DrawRenderer::bind_ui(const Pass& pass) {
  vkCmdBindPipeline(pass.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines_.ui());
}

void DrawRenderer::bind_heat(Pass& pass, const HeatOverlay& overlay) {
  const std::uint32_t map = texture_of(imgui_id(overlay.map));
  const VkDescriptorSet set = textures_.descriptor(map);
  if (set == VK_NULL_HANDLE) return;  // released since the frame was built: the picture alone is drawn
  vkCmdBindPipeline(pass.commands, VK_PIPELINE_BIND_POINT_GRAPHICS,
                    pipelines_.heat(overlay.colour_map, overlay.smooth));
  vkCmdBindDescriptorSets(pass.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines_.layout(), 1, 1, &set, 0, nullptr);
  shared::DrawParameters& parameters = pass.parameters;
  std::copy(overlay.image_from_crop.begin(), overlay.image_from_crop.end(), parameters.image_from_crop);
  parameters.opacity = overlay.opacity;
  parameters.threshold = overlay.threshold;
  parameters.map_cells = static_cast<float>(textures_.width_px(map));
}

void DrawRenderer::draw_command(Pass& pass, const ImDrawCmd& command) {
  const int x0 = std::max(pass.area.x, static_cast<int>(command.ClipRect.x)),
            y0 = std::max(pass.area.y, static_cast<int>(command.ClipRect.y));
  const int x1 = std::min(pass.area.x + pass.area.width, static_cast<int>(command.ClipRect.z));
  const int y1 = std::min(pass.area.y + pass.area.height, static_cast<int>(command.ClipRect.w));
  const VkDescriptorSet set = textures_.descriptor(texture_of(command.GetTexID()));
  if (x1 <= x0 || y1 <= y0 || command.ElemCount == 0 || set == VK_NULL_HANDLE) return;
  const VkRect2D scissor{{x0, y0}, {static_cast<std::uint32_t>(x1 - x0), static_cast<std::uint32_t>(y1 - y0)}};
  vkCmdSetScissor(pass.commands, 0, 1, &scissor);
  vkCmdBindDescriptorSets(pass.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines_.layout(), 0, 1, &set, 0, nullptr);
  pass.parameters.layer = static_cast<float>(layer_of(command.GetTexID()));
  vkCmdPushConstants(pass.commands, pipelines_.layout(), kStages, 0, sizeof pass.parameters, &pass.parameters);
  vkCmdDrawIndexed(pass.commands, command.ElemCount, 1, pass.first_index + command.IdxOffset,
                   pass.first_vertex + static_cast<std::int32_t>(command.VtxOffset), 0);
}

}  // namespace engine
