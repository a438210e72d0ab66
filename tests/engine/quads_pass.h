// A pass as a page would bring it: a pipeline, a shader and a buffer of its own. Draws coloured quads.
#pragma once

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/passes/pass.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/memory.h"
#include "engine/vulkan/pipeline.h"

class QuadsPass : public engine::Pass {
 public:
  struct Quad {
    float x0 = -1, y0 = -1, x1 = 1, y1 = 1;  // clip space of the pass
    std::array<std::uint8_t, 4> colour{255, 255, 255, 255};
  };

  explicit QuadsPass(const engine::PassDevice& device)
      : device_(device),
        pipeline_(device.device,
                  {.vertex = kVertex, .fragment = kFragment, .bindings = kBindings, .attributes = kAttributes}) {}

  // The quads of every place the pass stands at; `item` is the first of them that is not drawn.
  void set(std::vector<Quad> quads) {
    quads_ = std::move(quads);
    ++version_;
  }

  void prepare(engine::vulkan::Frame& frame) override {
    auto& buffer = buffers_[frame.index];
    const std::size_t bytes = std::max<std::size_t>(1, quads_.size()) * sizeof(Quad);
    if (!buffer || buffer->size_bytes() < bytes) {
      if (buffer) device_.ring.retire(buffer);
      buffer = std::make_shared<engine::vulkan::Buffer>(device_.device, bytes, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
    }
    if (!quads_.empty()) std::memcpy(buffer->data(), quads_.data(), quads_.size() * sizeof(Quad));
    ++prepared;
  }

  void record(engine::vulkan::Frame& frame, const engine::PixelRect&, std::size_t item) override {
    const VkBuffer buffer = buffers_[frame.index]->handle();
    const VkDeviceSize zero = 0;
    pipeline_.bind(frame.commands);
    vkCmdBindVertexBuffers(frame.commands, 0, 1, &buffer, &zero);
    vkCmdDraw(frame.commands, 6, static_cast<std::uint32_t>(std::min(item, quads_.size())), 0, 0);
    ++recorded;
  }

  std::uint64_t version(std::size_t item) const override { return version_ << 32U | item; }

  int prepared = 0, recorded = 0;

 private:
  static constexpr std::uint32_t kVertex[] =
#include "shaders/quads.vert.inc"
      ;
  static constexpr std::uint32_t kFragment[] =
#include "shaders/quads.frag.inc"
      ;
  static constexpr VkVertexInputBindingDescription kBindings[] = {{0, sizeof(Quad), VK_VERTEX_INPUT_RATE_INSTANCE}};
  static constexpr VkVertexInputAttributeDescription kAttributes[] = {{0, 0, VK_FORMAT_R32G32B32A32_SFLOAT, 0},
                                                                      {1, 0, VK_FORMAT_R8G8B8A8_UNORM, 16}};

  engine::PassDevice device_;
  engine::vulkan::Pipeline pipeline_;
  std::array<std::shared_ptr<engine::vulkan::Buffer>, engine::vulkan::kFramesInFlight> buffers_;
  std::vector<Quad> quads_;
  std::uint64_t version_ = 0;
};
