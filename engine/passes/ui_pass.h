// The interface: draws ImGui's draw data with one vertex and one index buffer per frame in flight, a descriptor set
// per texture, the array layer as a push constant; other passes where they stand in it.
//
//   if (const auto area = ui.update(*ImGui::GetDrawData())) {   // what changed
//     ui.prepare(frame);  canvas.begin(...);  ui.record(frame, *area);  canvas.end(...);
//   }
//
// Main thread only. Borrows the draw data from update() to record().
#pragma once

#include <array>
#include <memory>
#include <optional>

#include <imgui.h>

#include "engine/passes/damage.h"
#include "engine/passes/passes.h"
#include "engine/passes/triangle_runs.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/memory.h"
#include "engine/vulkan/pipeline.h"

namespace engine {

class UiPass : public Pass {
 public:
  UiPass(const PassDevice& device, Passes& passes);

  std::optional<PixelRect> update(const ImDrawData& data);
  void forget() { damage_.forget(); }  // the picture was lost: the next update reports everything

  void prepare(vulkan::Frame& frame) override;
  void record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t item = 0) override;
  std::uint64_t version(std::size_t item = 0) const override;

 private:
  struct Buffers {
    std::shared_ptr<vulkan::Buffer> vertices, indices;
  };
  struct Recording;

  const vulkan::Pipeline& pipeline(Paint paint) const { return pipelines_[static_cast<std::size_t>(paint)]; }
  void bind(Recording& recording) const;
  void record_geometry(Recording& recording, const ImDrawList& list, const ImDrawCmd& command);
  TriangleRuns::Source source_of(const ImDrawCmd& command) const;
  void record_pass(const Recording& recording, const ImDrawCmd& command, const Passes::Placement& placement) const;

  PassDevice device_;
  Passes& passes_;
  DamageTracker damage_;
  std::array<vulkan::Pipeline, kPaints> pipelines_;  // of one layout
  TriangleRuns runs_;
  std::array<Buffers, vulkan::kFramesInFlight> buffers_;
  const ImDrawData* data_ = nullptr;
  std::uint64_t version_ = 0;
};

}  // namespace engine
