// The passes of a window, one of each type, and where they stand in the frame that is being built. Reached through
// ImGui's context (its renderer data), so that a page needs nothing but its draw list.
// Main thread only. Owns the passes.
#pragma once

#include <deque>
#include <memory>
#include <typeindex>
#include <unordered_map>

#include <imgui.h>

#include "engine/passes/pass.h"

namespace engine {

class Passes {
 public:
  // A pass in a rectangle of a draw list: given in logical pixels (engine/ui/scale.h), kept in pixels of the window.
  struct Placement {
    Pass* pass = nullptr;
    ImVec2 low, high;
    std::size_t item = 0;
  };

  explicit Passes(const PassDevice& device) : device_(device) {}

  template <typename P>
  P& get() {
    std::unique_ptr<Pass>& pass = passes_[typeid(P)];
    if (!pass) pass = std::make_unique<P>(device_);
    return static_cast<P&>(*pass);
  }

  void begin_logic_frame();
  void prepare(vulkan::Frame& frame) const;  // those that stand somewhere
  void place(ImDrawList& list, const Placement& placement);
  // The placement a draw command stands for; null for geometry and for callbacks of others.
  const Placement* find(const ImDrawCmd& command) const;

 private:
  PassDevice device_;
  std::unordered_map<std::type_index, std::unique_ptr<Pass>> passes_;
  std::deque<Placement> placements_;  // a deque: draw commands point into it
};

// Of the current ImGui context; null where nothing draws (tests of the interface alone).
inline Passes* current_passes() { return static_cast<Passes*>(ImGui::GetIO().BackendRendererUserData); }

template <typename P>
P* find_pass() {
  Passes* passes = current_passes();
  return passes != nullptr ? &passes->get<P>() : nullptr;
}

// While a frame is built.
inline void draw_pass(ImDrawList& list, Pass& pass, ImVec2 low, ImVec2 high, std::size_t item = 0) {
  if (Passes* passes = current_passes()) passes->place(list, {&pass, low, high, item});
}

}  // namespace engine
