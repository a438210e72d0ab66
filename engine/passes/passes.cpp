#include "engine/passes/passes.h"

#include <algorithm>
#include <unordered_set>

namespace engine {

void Passes::begin_logic_frame() {
  placements_.clear();
  for (const auto& [type, pass] : passes_) pass->begin_logic_frame();
}

void Passes::prepare(vulkan::Frame& frame) const {
  std::unordered_set<Pass*> prepared;
  for (const Placement& placement : placements_) {
    if (prepared.insert(placement.pass).second) placement.pass->prepare(frame);
  }
}

// ImGui wants a function; what counts is the command's data, which points at the placement.
void Passes::place(ImDrawList& list, const Placement& placement) {
  // Commands of the list are multiplied when the frame is done; what stands beside them is not.
  const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
  Placement& placed = placements_.emplace_back(placement);
  placed.low = {placement.low.x * scale, placement.low.y * scale};
  placed.high = {placement.high.x * scale, placement.high.y * scale};
  list.AddCallback([](const ImDrawList*, const ImDrawCmd*) {}, &placed);
}

const Passes::Placement* Passes::find(const ImDrawCmd& command) const {
  if (command.UserCallback == nullptr || command.UserCallbackData == nullptr) return nullptr;
  const auto found = std::ranges::find_if(
      placements_, [&](const Placement& placement) { return &placement == command.UserCallbackData; });
  return found == placements_.end() ? nullptr : &*found;
}

}  // namespace engine
