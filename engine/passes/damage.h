// Which part of the window changed since the last drawn frame. Each draw command is summed up (what it
// draws, with which texture content or which version of a pass, where); the damage is the box around those that
// came, went or changed. A redraw limited to it gives the same pixels as a full one.
// Main thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <imgui.h>

#include "engine/base/pixel_rect.h"
#include "engine/base/texture_ref.h"
#include "engine/passes/passes.h"

namespace engine {

class DamageTracker {
 public:
  // Gives the version of a texture's content; a changed content is a changed command.
  using TextureVersion = std::function<std::uint64_t(TextureRef)>;

  DamageTracker(const Passes& passes, TextureVersion texture_version)
      : passes_(passes), texture_version_(std::move(texture_version)) {}

  // Empty when nothing changed. Keeps what it saw for the next time.
  std::optional<PixelRect> update(const ImDrawData& data);
  // The next update reports everything: after a resize, or when the picture was lost.
  void forget() { commands_.clear(); }

 private:
  struct Summary {
    std::uint64_t hash = 0;
    ImVec4 box;  // x0, y0, x1, y1 in pixels: what it can touch
  };
  Summary summarise(const ImDrawList& list, const ImDrawCmd& command) const;
  std::optional<PixelRect> between(const std::vector<Summary>& before) const;

  const Passes& passes_;
  TextureVersion texture_version_;
  std::vector<Summary> commands_;
  ImVec2 size_{0, 0};
};

}  // namespace engine
