#include "engine/passes/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "engine/passes/heat_parameters.h"

namespace engine {
namespace {

// FNV over 8-byte words: fast enough for half a megabyte a frame, and a collision only costs a late redraw.
std::uint64_t mix(std::uint64_t hash, std::uint64_t word) { return (hash ^ word) * 0x100000001b3ULL ^ (hash >> 29U); }

std::uint64_t mix(std::uint64_t hash, float a, float b) {
  std::uint32_t words[2];
  std::memcpy(&words[0], &a, 4);
  std::memcpy(&words[1], &b, 4);
  return mix(hash, static_cast<std::uint64_t>(words[0]) << 32U | words[1]);
}

void extend(ImVec4& box, const ImVec4& by) {
  box = {std::min(box.x, by.x), std::min(box.y, by.y), std::max(box.z, by.z), std::max(box.w, by.w)};
}

std::uint64_t mix_overlay(std::uint64_t hash, const HeatOverlay& overlay,
                          const DamageTracker::TextureVersion& version) {
  hash = mix(mix(hash, overlay.image_from_crop[0], overlay.image_from_crop[1]), overlay.image_from_crop[2],
             overlay.image_from_crop[3]);
  hash = mix(mix(hash, overlay.opacity, overlay.threshold),
             static_cast<std::uint64_t>(overlay.colour_map) * 2 + (overlay.smooth ? 1 : 0));
  return mix(hash, version(imgui_id(overlay.map)));
}

const ImVec4 kEmpty{1e9F, 1e9F, -1e9F, -1e9F};

}  // namespace

DamageTracker::Summary DamageTracker::summarise(const ImDrawList& list, const ImDrawCmd& command,
                                                const TextureVersion& version) {
  std::uint64_t hash = mix(0xcbf29ce484222325ULL, command.ElemCount);
  ImVec4 box = kEmpty;
  for (unsigned i = 0; i < command.ElemCount; ++i) {
    const ImDrawVert& vertex =
        list.VtxBuffer[static_cast<int>(list.IdxBuffer[static_cast<int>(command.IdxOffset + i)] + command.VtxOffset)];
    hash = mix(mix(mix(hash, vertex.pos.x, vertex.pos.y), vertex.uv.x, vertex.uv.y), vertex.col);
    extend(box, {vertex.pos.x, vertex.pos.y, vertex.pos.x, vertex.pos.y});
  }
  hash = mix(mix(hash, command.ClipRect.x, command.ClipRect.y), command.ClipRect.z, command.ClipRect.w);
  if (command.UserCallback == nullptr) hash = mix(hash, version(command.GetTexID()));
  if (command.UserCallback == heat_callback) {
    hash = mix_overlay(hash, *static_cast<const HeatOverlay*>(command.UserCallbackData), version);
    box = command.ClipRect;  // the image it colours is the next command, inside the same clip rectangle
  }
  box = {std::max(box.x, command.ClipRect.x), std::max(box.y, command.ClipRect.y), std::min(box.z, command.ClipRect.z),
         std::min(box.w, command.ClipRect.w)};
  return {hash, box};
}

std::optional<PixelRect> DamageTracker::update(const ImDrawData& data, const TextureVersion& version) {
  std::vector<Summary> now;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    for (const ImDrawCmd& command : data.CmdLists[n]->CmdBuffer)
      now.push_back(summarise(*data.CmdLists[n], command, version));
  }
  const bool resized = size_.x != data.DisplaySize.x || size_.y != data.DisplaySize.y;
  size_ = data.DisplaySize;
  std::vector<Summary> before = std::exchange(commands_, std::move(now));
  if (resized || before.empty()) return PixelRect{0, 0, static_cast<int>(size_.x), static_cast<int>(size_.y)};

  // Equal runs at the beginning and at the end stay; what lies between is compared place by place.
  const auto same = [](const Summary& a, const Summary& b) { return a.hash == b.hash; };
  const std::size_t shorter = std::min(before.size(), commands_.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && same(before[head], commands_[head])) ++head;
  while (tail < shorter - head && same(before[before.size() - 1 - tail], commands_[commands_.size() - 1 - tail]))
    ++tail;
  ImVec4 box = kEmpty;
  const bool aligned = before.size() == commands_.size();
  for (std::size_t i = head; i + tail < before.size(); ++i) {
    if (!aligned || !same(before[i], commands_[i])) extend(box, before[i].box);
  }
  for (std::size_t i = head; i + tail < commands_.size(); ++i) {
    if (!aligned || !same(before[i], commands_[i])) extend(box, commands_[i].box);
  }
  const int x0 = std::max(0, static_cast<int>(std::floor(box.x)) - 1),
            y0 = std::max(0, static_cast<int>(std::floor(box.y)) - 1);
  const int x1 = std::min(static_cast<int>(size_.x), static_cast<int>(std::ceil(box.z)) + 1);
  const int y1 = std::min(static_cast<int>(size_.y), static_cast<int>(std::ceil(box.w)) + 1);
  if (x1 <= x0 || y1 <= y0) return std::nullopt;
  return PixelRect{x0, y0, x1 - x0, y1 - y0};
}

}  // namespace engine
