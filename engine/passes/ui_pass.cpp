#include "engine/passes/ui_pass.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/passes/texture_id.h"
#include "engine/vulkan/texture_store.h"
#include "shaders/shared.h"

namespace engine {
namespace {

constexpr std::uint32_t kVertexCode[] =
#include "shaders/ui.vert.inc"
    ;
constexpr std::uint32_t kTexturedCode[] =
#include "shaders/ui.frag.inc"
    ;
constexpr std::uint32_t kSolidCode[] =
#include "shaders/solid.frag.inc"
    ;

constexpr std::size_t kSmallest_bytes = 1U << 20U;

constexpr VkVertexInputBindingDescription kBindings[] = {{0, sizeof(ImDrawVert), VK_VERTEX_INPUT_RATE_VERTEX}};
constexpr VkVertexInputAttributeDescription kAttributes[] = {
    {0, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, pos)},
    {1, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, uv)},
    {2, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(ImDrawVert, col)},
};

vulkan::PipelineDescription description(const VkDescriptorSetLayout& texture, Paint paint) {
  const bool solid = paint == Paint::Solid || paint == Paint::OpaqueSolid;
  return {.vertex = kVertexCode,
          .fragment = solid ? std::span<const std::uint32_t>(kSolidCode) : kTexturedCode,
          .bindings = kBindings,
          .attributes = kAttributes,
          .sets = {&texture, 1},
          .push_constant_bytes = sizeof(shared::DrawParameters),
          .blends = paint == Paint::General || paint == Paint::Solid};
}

template <std::size_t... I>
std::array<vulkan::Pipeline, kPaints> make_pipelines(const PassDevice& device, std::index_sequence<I...>) {
  const VkDescriptorSetLayout texture = device.textures.descriptor_layout();
  return {vulkan::Pipeline(device.device, description(texture, static_cast<Paint>(I)))...};
}

// Keeps the buffer where it is large enough; otherwise the old one is retired and a larger one made.
void fit(std::shared_ptr<vulkan::Buffer>& buffer, const PassDevice& device, std::size_t bytes,
         VkBufferUsageFlags usage) {
  if (buffer && buffer->size_bytes() >= bytes) return;
  if (buffer) device.ring.retire(buffer);
  buffer = std::make_shared<vulkan::Buffer>(device.device, std::max(kSmallest_bytes, bytes + bytes / 2), usage);
}

template <typename T>
std::byte* append(std::byte* to, const ImVector<T>& items) {
  const std::size_t bytes = static_cast<std::size_t>(items.Size) * sizeof(T);
  if (bytes > 0) std::memcpy(to, items.Data, bytes);
  return to + bytes;
}

PixelRect clip_of(const ImDrawCmd& command) {
  const int x = static_cast<int>(command.ClipRect.x), y = static_cast<int>(command.ClipRect.y);
  return {x, y, static_cast<int>(command.ClipRect.z) - x, static_cast<int>(command.ClipRect.w) - y};
}

void set_scissor(VkCommandBuffer commands, const PixelRect& rect) {
  const VkRect2D scissor{{rect.x, rect.y},
                         {static_cast<std::uint32_t>(rect.width), static_cast<std::uint32_t>(rect.height)}};
  vkCmdSetScissor(commands, 0, 1, &scissor);
}

void set_viewport(VkCommandBuffer commands, ImVec2 low, ImVec2 high) {
  const VkViewport viewport{low.x, low.y, high.x - low.x, high.y - low.y, 0, 1};
  vkCmdSetViewport(commands, 0, 1, &viewport);
}

}  // namespace

// What stays the same for the commands of one frame, and the place reached in its buffers.
struct UiPass::Recording {
  vulkan::Frame& frame;
  const Buffers& buffers;
  ImVec2 size;
  PixelRect area;
  shared::DrawParameters parameters{};
  std::uint32_t first_index = 0;
  std::int32_t first_vertex = 0;
  Paint bound = Paint::General;
};

UiPass::UiPass(const PassDevice& device, Passes& passes)
    : device_(device),
      passes_(passes),
      damage_(passes, [&textures = device.textures](
                          TextureRef ref) { return ref << 20U ^ textures.version(texture_of(ref), layer_of(ref)); }),
      pipelines_(make_pipelines(device, std::make_index_sequence<kPaints>{})) {}

std::optional<PixelRect> UiPass::update(const ImDrawData& data) {
  data_ = &data;
  const std::optional<PixelRect> area = damage_.update(data);
  if (area) ++version_;
  return area;
}

std::uint64_t UiPass::version(std::size_t) const { return version_; }

void UiPass::prepare(vulkan::Frame& frame) {
  passes_.prepare(frame);
  Buffers& buffers = buffers_[frame.index];
  fit(buffers.vertices, device_, static_cast<std::size_t>(data_->TotalVtxCount) * sizeof(ImDrawVert),
      VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
  fit(buffers.indices, device_, static_cast<std::size_t>(data_->TotalIdxCount) * sizeof(ImDrawIdx),
      VK_BUFFER_USAGE_INDEX_BUFFER_BIT);
  std::byte* vertices = buffers.vertices->data();
  std::byte* indices = buffers.indices->data();
  for (int n = 0; n < data_->CmdListsCount; ++n) {
    vertices = append(vertices, data_->CmdLists[n]->VtxBuffer);
    indices = append(indices, data_->CmdLists[n]->IdxBuffer);
  }
}

void UiPass::record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t) {
  Recording recording{frame, buffers_[frame.index], data_->DisplaySize, rectangle};
  recording.parameters.scale[0] = 2.0F / data_->DisplaySize.x;
  recording.parameters.scale[1] = 2.0F / data_->DisplaySize.y;
  recording.parameters.translate[0] = recording.parameters.translate[1] = -1.0F;
  bind(recording);
  for (int n = 0; n < data_->CmdListsCount; ++n) {
    const ImDrawList& list = *data_->CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback == nullptr) {
        record_geometry(recording, list, command);
        continue;
      }
      if (const Passes::Placement* placement = passes_.find(command))
        record_pass(recording, command, *placement);
      else if (command.UserCallback != ImDrawCallback_ResetRenderState)  // not a function, only a value
        command.UserCallback(&list, &command);
      bind(recording);
    }
    recording.first_index += static_cast<std::uint32_t>(list.IdxBuffer.Size);
    recording.first_vertex += list.VtxBuffer.Size;
  }
}

void UiPass::bind(Recording& recording) const {
  const VkCommandBuffer commands = recording.frame.commands;
  const VkBuffer vertices = recording.buffers.vertices->handle();
  const VkDeviceSize zero = 0;
  vkCmdBindVertexBuffers(commands, 0, 1, &vertices, &zero);
  vkCmdBindIndexBuffer(commands, recording.buffers.indices->handle(), 0,
                       sizeof(ImDrawIdx) == 2 ? VK_INDEX_TYPE_UINT16 : VK_INDEX_TYPE_UINT32);
  set_viewport(commands, {0, 0}, recording.size);
  recording.bound = Paint::General;
  pipeline(recording.bound).bind(commands);
}

TriangleRuns::Source UiPass::source_of(const ImDrawCmd& command) const {
  const ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  return {command.GetTexID() == fonts.TexID, fonts.TexUvWhitePixel,
          device_.textures.is_opaque(texture_of(ref_from(command.GetTexID())))};
}

void UiPass::record_geometry(Recording& recording, const ImDrawList& list, const ImDrawCmd& command) {
  const PixelRect visible = intersection(recording.area, clip_of(command));
  const TextureRef texture = ref_from(command.GetTexID());
  const VkDescriptorSet set = device_.textures.descriptor(texture_of(texture));
  if (visible.empty() || command.ElemCount == 0 || set == VK_NULL_HANDLE) return;
  const VkCommandBuffer commands = recording.frame.commands;
  set_scissor(commands, visible);
  pipeline(Paint::General).bind_set(commands, 0, set);
  recording.parameters.layer = static_cast<float>(layer_of(texture));
  pipeline(Paint::General).push(commands, recording.parameters);
  for (const TriangleRun& run : runs_.cut(list, command, source_of(command))) {
    if (run.paint != std::exchange(recording.bound, run.paint)) pipeline(run.paint).bind(commands);
    vkCmdDrawIndexed(commands, run.indices, 1, recording.first_index + command.IdxOffset + run.first_index,
                     recording.first_vertex + static_cast<std::int32_t>(command.VtxOffset), 0);
  }
}

void UiPass::record_pass(const Recording& recording, const ImDrawCmd& command,
                         const Passes::Placement& placement) const {
  const auto [low, high] = std::pair(placement.low, placement.high);
  const int x = static_cast<int>(std::floor(low.x)), y = static_cast<int>(std::floor(low.y));
  const PixelRect place{x, y, static_cast<int>(std::ceil(high.x)) - x, static_cast<int>(std::ceil(high.y)) - y};
  const PixelRect visible = intersection(place, intersection(recording.area, clip_of(command)));
  if (visible.empty()) return;
  set_viewport(recording.frame.commands, low, high);
  set_scissor(recording.frame.commands, visible);
  placement.pass->record(recording.frame, place, placement.item);
}

}  // namespace engine
